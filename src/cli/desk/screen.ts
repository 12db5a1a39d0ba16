import type {
  CardField,
  CardValue,
  DeskMessage,
  DeskNotice,
  PhoneAt,
} from '../../app/desks/desk-client.ts'
import { nextStepId, spoken, stepOf } from '../../campaign/rules/script.ts'
import type { OpenCard, Seen } from './seen.ts'
import type { DeskWords } from './words.ts'

/** What is said to an operator of a message. @param seen what the screen knows by now. */
export function linesOf(message: DeskMessage, seen: Seen, words: DeskWords): readonly string[] {
  if ('desk' in message) {
    const { name, campaigns } = message.desk
    return [words.welcome(name, campaigns.map(({ title }) => title).join(', '))]
  }
  if ('problem' in message) return [problemOf(message, words)]
  if ('refused' in message) return [message.refused]
  if ('over' in message) return [words.over]
  if ('ringing' in message) return [`  ${words.ringing(message.ringing.lines)}`]
  if ('network' in message) {
    const { trouble } = message.network
    return [trouble === null ? words.networkBack : words.noNetwork]
  }
  const { notice, phoneAt } = message
  return phoneAt === undefined
    ? noticeLines(notice, seen, words)
    : awayLines(notice, phoneAt, words)
}

/** Why nobody can sit down there, in the words of this desk as far as it has any. */
export const problemOf = (
  { problem, why }: Extract<DeskMessage, { problem: string }>,
  words: DeskWords,
): string => (why === undefined ? problem : words.noSeat(why))

/** What is said of a phone that is registered, though only where nobody is called now. */
function awayLines(notice: DeskNotice, phoneAt: PhoneAt, words: DeskWords): readonly string[] {
  if (notice.kind === 'state') return [words.now(words.states[notice.state], words.notReached)]
  return [words.phoneOnlyAt(phoneAt.server, phoneAt.isDrained)]
}

function noticeLines(notice: DeskNotice, seen: Seen, words: DeskWords): readonly string[] {
  switch (notice.kind) {
    case 'state': {
      const { state, why } = notice
      // What they are reserved for is said in the next line.
      if (state === 'reserved' && why === null) return []
      const reason = why === null ? null : (words.reasons[why] ?? why)
      // Who gives no reason for a break has one put down: it is none to read out.
      const isPlain = state === 'break' && reason === words.tea
      return [words.now(words.states[state], isPlain ? null : reason)]
    }
    case 'phone':
      // What was lost is put right, mostly without a ring: that has been said.
      return notice.phone === 'rings' && seen.phoneLost ? [] : [words.phones[notice.phone]]
    case 'reserved': {
      const { campaign, attempt } = notice
      return [words.reserved(seen.titles.get(campaign) ?? campaign, attempt !== null)]
    }
    case 'incoming':
      return [words.incoming(seen.titles.get(notice.campaign) ?? notice.campaign)]
    case 'released':
      return [words.released]
    case 'later':
      return [words.later(notice.what, notice.after)]
    case 'card': {
      const until = 'wrapUpUntil' in notice ? clock(notice.wrapUpUntil) : null
      if (seen.card === null) return []
      // Most calls come to nothing: the whole card is for those that do, or for who asks for it.
      if (notice.phase === 'dialing') return [headOf(seen.card, words)]
      return cardLines(seen.card, words, words.closeUntil(until))
    }
    case 'callEnded':
      return [words.callEnded(clock(notice.wrapUpUntil))]
    case 'wrapUpExtended':
      return [words.extended(clock(notice.until)!)]
    case 'cardRefused':
      return [words.cardRefused, ...notice.problems.map(({ problem }) => `  ${problem}`)]
    case 'cardClosed':
      return [words.cardClosed]
    case 'supervised':
      return [words.supervised(notice.by, notice.way)]
    case 'recording':
      // It is not known yet what comes of what they asked for: this would read as a refusal.
      return notice.recording === 'off' && seen.recordingAsked
        ? []
        : [words.recordings[notice.recording]]
    case 'cardHandedOn':
      return [words.handedOn]
    case 'done':
      return [words.done[notice.what]]
    case 'guest':
      return [words.guest(notice.guest, notice.isThere)]
    case 'outside':
      return [words.outside(notice.whom, notice.stands, notice.why)]
    case 'digit':
      return [words.pressed(notice.digit)]
    case 'actRefused':
      return [words.actRefused[notice.why]]
  }
}

/** A card as it stands: who it is, what to say, what is filled in, and how it may be closed. */
export function cardLines(card: OpenCard, words: DeskWords, until = ''): readonly string[] {
  const { view, answers } = card
  const { definition, data, dispositions } = view
  const required = (field: CardField) => (field.required ? ` (${words.required})` : '')
  return [
    headOf(card, words, until),
    ...Object.entries(data).flatMap(([column, cell]) =>
      cell === '' ? [] : `  ${column}: ${cell}`,
    ),
    ...saidLines(card, words),
    ...(definition.fields.length === 0 ? [] : [`${words.fields}:`]),
    ...definition.fields.map(
      field =>
        `  ${field.id} = ${shown(answers[field.id])}  ${field.label}${required(field)}${choices(field)}`,
    ),
    `${words.dispositions}:`,
    ...dispositions.map(({ id, label }) => `  ${id}  ${label}`),
  ]
}

function headOf({ phase, view }: OpenCard, words: DeskWords, until = ''): string {
  const head = [words.cardHeads[phase], until].filter(text => text !== '').join(' ')
  return `${head}: ${view.phone === '' ? words.withheld : view.phone}`
}

/** The script as far as the answers lead. */
function saidLines({ view, answers }: OpenCard, words: DeskWords): readonly string[] {
  const { script } = view.definition
  const lines: string[] = []
  const seen = new Set<string>()
  let step = stepOf(script, script.start)
  while (step !== null && !seen.has(step.id)) {
    seen.add(step.id)
    lines.push(`  ${spoken(step, view.data)}${step.ask === null ? '' : `  [${step.ask}]`}`)
    const answer = step.ask === null ? undefined : answers[step.ask]
    if (step.ask !== null && answer === undefined) break
    step = stepOf(script, nextStepId(step, answer))
  }
  return lines.length === 0 ? [] : [`${words.script}:`, ...lines]
}

function shown(value: CardValue | undefined): string {
  if (value === undefined) return '…'
  return Array.isArray(value) ? value.join(';') : String(value)
}

const choices = ({ options }: CardField): string =>
  options.length === 0 ? '' : `: ${options.join(', ')}`

/** The time of day by the operator's own clock. */
function clock(at: number | null): string | null {
  return at === null ? null : new Date(at).toTimeString().slice(0, 8)
}
