import {
  type CampaignView,
  missingOf,
  NOT_RESPONDING,
  type Seen,
  type ServerState,
  type Snapshot,
} from '../app/reading/watching.ts'
import { oneLine, plain } from './output.ts'
import { serverLine } from './servers/server-words.ts'

/** What a view knows beside the snapshot. */
export interface ViewContext {
  /** Calls placed in the last virtual minute. */
  readonly callsPerMinute: number
  /** Virtual ms since the run began. */
  readonly elapsed: number
  /** Wall time at which it began: calls are counted from there, contacts from the first run on. */
  readonly since: number
  /** Whether this is the last look. */
  readonly over: boolean
  readonly speed: number
  readonly stopping: boolean
  /** Why a campaign is not dialing, by id; absent while it is. */
  readonly notDialing: ReadonlyMap<string, string>
  /** Finished share of each campaign's contacts when the run began, by id. */
  readonly finishedAtStart: ReadonlyMap<string, number>
  readonly columns: number
}

const LINES = [
  ['preview', 'in preview'],
  ['beginning', 'starting'],
  ['placed', 'ringing'],
  ['seeking', 'waiting for an operator'],
  ['joining', 'being joined'],
  ['talking', 'talking'],
  ['announcing', 'hearing the message'],
  ['ending', 'ending'],
] as const

const OPERATORS = ['free', 'reserved', 'talking', 'wrapUp', 'break', 'signedOut'] as const
const OPERATOR_WORDS = {
  free: 'free',
  reserved: 'reserved',
  talking: 'talking',
  wrapUp: 'in wrap-up',
  break: 'on a break',
  signedOut: 'signed out',
} as const

/** The screen of a run: everything that matters at a glance, one block for each campaign. */
export function liveView(seen: Seen, context: ViewContext): string {
  const lines = [heading(seen, context), '']
  for (const campaign of seen.campaigns) lines.push(...campaignBlock(campaign, context), '')
  lines.push(`  operators   ${operatorWords(seen)}`)
  const silent = seen.operators.filter(one => one.why === NOT_RESPONDING).map(one => one.id)
  if (silent.length > 0) lines.push(`  look after  ${silent.join(', ')}: no sign of life`)
  const budgets = new Map(seen.campaigns.map(one => [one.budget.rule.id, one]))
  for (const [id, one] of budgets) lines.push(`  budget      ${id}: abandoned ${abandonment(one)}`)
  for (const trunk of seen.trunks) {
    const slowed = trunk.slowed
      ? `, slowed to ${Math.round(trunk.pace * 100)} % as the carrier refuses calls`
      : ''
    const { used, lines: all } = trunk
    const share = all === 0 && used === 0 ? 'no lines now' : `${used} of ${all} lines`
    lines.push(`  trunk       ${trunk.id}: ${share}${slowed}`)
    const wrong = seen.network.trunks[trunk.id]
    if (wrong !== undefined) lines.push(`  wrong       ${wrong}`)
  }
  for (const server of drainedIn(seen)) lines.push(`  server      ${serverLine(server)}`)
  for (const wrong of [...missingOf(seen), ...phonesInLines(seen)])
    lines.push(`  wrong       ${wrong}`)
  if (!context.over) lines.push('', hint(seen, context))
  return lines.flatMap(line => fitted(line, context.columns - 1)).join('\n')
}

/** Servers that are given nothing new, since somebody has asked for it. */
export const drainedIn = ({ network: { servers } }: Seen): readonly ServerState[] =>
  servers.filter(({ state }) => state === 'draining' || state === 'drained')

/** How many of the things that are wrong with phones are shown. */
const PHONES_MAX = 3

/** Whoever guesses passwords must not push the rest off the screen. */
function phonesInLines({ network: { phones = [] } }: Seen): readonly string[] {
  const shown = phones.slice(0, PHONES_MAX).map(oneLine)
  const more = phones.length - shown.length
  return more === 0 ? shown : [...shown, `Phones: ${more} more; "carillon servers" names them.`]
}

/** What stands beside a label begins here, in its first line and in those after it. */
const INDENT = 14
/** In less room than this beside the label, lines that go on would be a column of words. */
const WRAPPED_MIN = 24

/**
 * A line that went on in the next row of the terminal by itself would spoil the redrawing: what
 * stands beside a label goes on below itself, everything else is cut.
 */
function fitted(text: string, width: number): string[] {
  const whole = [...plain(text)]
  if (whole.length <= width) return [whole.join('')]
  const labelled = text.startsWith('  ') && width - INDENT >= WRAPPED_MIN
  let gap = labelled ? whole.lastIndexOf(' ', width) : -1
  // A number is not parted from its sign.
  if (whole[gap + 1] === '%') gap = whole.lastIndexOf(' ', gap - 1)
  if (gap <= INDENT) return [whole.slice(0, width).join('')]
  const rest = `${' '.repeat(INDENT)}${whole.slice(gap + 1).join('')}`
  return [whole.slice(0, gap).join(''), ...fitted(rest, width)]
}

function hint({ calls }: Snapshot, { stopping }: ViewContext): string {
  if (!stopping) return '  Ctrl-C stops.'
  if (calls.length > 0) {
    return '  Stopping: calls in flight end by themselves. Ctrl-C again ends them now.'
  }
  return '  Stopping: operators close their cards. Ctrl-C again leaves them for the next run.'
}

function heading(seen: Snapshot, { speed, callsPerMinute }: ViewContext): string {
  const rate =
    speed === Infinity ? 'as fast as it can' : speed === 1 ? 'real time' : `${speed}× real time`
  return `Carillon  ${clock(seen.wall)} UTC, ${rate}, ${callsPerMinute} ${callsPerMinute === 1 ? 'call' : 'calls'} a minute`
}

function campaignBlock(one: CampaignView, context: ViewContext): string[] {
  const { tally } = one
  const why = context.notDialing.get(one.id)
  const rows = [
    `${one.title}  (${one.mode}${one.state === 'running' ? '' : `, ${one.state}`})`,
    `  contacts    ${progress(one, context)}`,
    `  lines       ${lineWords(one)}`,
    `  since ${clock(context.since).slice(11, 16)} ${counts(tally)}`,
  ]
  if (why !== undefined) rows.push(`  not dialing ${why}`)
  return rows
}

/** Machines are answers too: connected and abandoned are people. */
function counts({ answered, connected, abandoned }: CampaignView['tally']): string {
  return `${answered} answered, ${connected} people connected, ${abandoned} abandoned`
}

/** `▓▓▓▓░░░░░░ 124 of 300 finished, done about 10:42`. */
export function progress(
  one: CampaignView,
  context: Pick<ViewContext, 'elapsed' | 'finishedAtStart'>,
): string {
  const { funnel } = one
  if (funnel === null) return 'counting'
  if (funnel.total === 0) return 'none yet: import a list'
  const finished = finishedOf(one)
  const filled = Math.round((20 * finished) / funnel.total)
  const bar = '█'.repeat(filled) + '░'.repeat(20 - filled)
  return `${bar} ${finished} of ${funnel.total} finished${timeLeft(one, finished, context)}`
}

/** Contacts that are done with, for whatever reason. */
export function finishedOf({ funnel }: CampaignView): number {
  return Object.values(funnel?.finished ?? {}).reduce((a, b) => a + b, 0)
}

/** From the pace so far; said only when there is enough of it to go by. */
function timeLeft(
  one: CampaignView,
  finished: number,
  { elapsed, finishedAtStart }: Pick<ViewContext, 'elapsed' | 'finishedAtStart'>,
): string {
  const { state } = one
  const since = finished - (finishedAtStart.get(one.id) ?? 0)
  const left = (one.funnel?.total ?? 0) - finished
  if (since < 10 || left === 0 || state !== 'running') return ''
  const minutes = Math.round((left * elapsed) / since / 60_000)
  return minutes < 1 ? ', less than a minute left' : `, about ${minutes} min left`
}

function lineWords({ lines }: CampaignView): string {
  const words = LINES.flatMap(([state, word]) => {
    const count = lines[state] ?? 0
    return count === 0 ? [] : [`${count} ${word}`]
  })
  return words.length === 0 ? 'none' : words.join(', ')
}

/**
 * `0 of 87 (0.0 %, at most 3.0 % today in UTC)`: never a rate without its numerator, denominator
 * and window.
 */
export function abandonment({ budget }: Pick<CampaignView, 'budget'>): string {
  const { connected, abandoned, rule } = budget
  const people = connected + abandoned
  const share = people === 0 ? 0 : abandoned / people
  const { window } = rule
  const name = { day: 'today', month: 'this month', thirtyDays: 'these 30 days' }[window.kind]
  return `${abandoned} of ${people} (${percent(share)}, at most ${percent(rule.limit)} ${name} in ${window.zone})`
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const clock = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')

function operatorWords({ operators }: Snapshot): string {
  const words = OPERATORS.flatMap(state => {
    const count = operators.filter(one => one.state === state).length
    return count === 0 ? [] : [`${count} ${OPERATOR_WORDS[state]}`]
  })
  return words.length === 0 ? 'none' : words.join(', ')
}

/** The same in one line for each campaign, for logs. */
export function plainLines(seen: Snapshot, context: ViewContext): string[] {
  return seen.campaigns.map(one => {
    const { placed = 0, talking = 0 } = one.lines
    const { tally, funnel } = one
    const why = context.notDialing.get(one.id)
    const contacts = funnel === null ? '' : `${finishedOf(one)}/${funnel.total} contacts finished, `
    const call = `${placed} ringing, ${talking} talking, ${tally.placed} placed`
    const people = `${tally.connected} connected, ${tally.abandoned} abandoned`
    return `${clock(seen.wall)} ${one.id}: ${contacts}${call}, ${people}${why === undefined ? '' : `. ${why}`}`
  })
}
