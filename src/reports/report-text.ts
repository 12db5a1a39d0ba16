import type { Instant } from '../base/duration.ts'
import type { BudgetId } from '../base/id.ts'
import { OUTCOMES } from '../campaign/outcome.ts'
import { UNCOUNTED } from '../campaign/rules/tally.ts'
import type { BudgetCounts } from '../store/port.ts'
import { isoTime } from './attempt-result.ts'
import type { Figures } from './figures.ts'
import { OUTCOME_WORDS } from './outcome-words.ts'
import { SPAN_NAMES, type SpanName } from './spans.ts'
import { type Column, table } from './table.ts'

/** Where an abandonment budget stands, over every campaign that shares it. */
export interface BudgetStanding {
  readonly id: BudgetId
  /** From 0 to 1. */
  readonly limit: number
  /** From (included) to (excluded). */
  readonly from: Instant
  readonly to: Instant
  readonly counts: BudgetCounts
}

/** What a report says beside the figures. */
export interface ReportHeading {
  readonly title: string
  /** What dispositions are called, by id; one that is not here goes by its id. */
  readonly dispositions: ReadonlyMap<string, string>
  readonly budgets: readonly BudgetStanding[]
}

const SPAN_WORDS: Readonly<Record<SpanName, string>> = {
  ring: 'ringing until answered',
  answerToOperator: 'answer to operator',
  talk: 'talk',
  wrapUp: 'wrap-up',
}

/** The report for people: plain text in aligned columns, ending with a line break. */
export function reportText(figures: Figures, heading: ReportHeading): string {
  const { window } = figures
  const title =
    window === null
      ? `${heading.title}: nobody was called yet`
      : `${heading.title}: ${minute(window.from)} to ${minute(window.to)} UTC`
  const parts = [
    [title, ...abandonmentLines(figures, heading.budgets)],
    outcomeLines(figures),
    incomingLines(figures),
    dispositionLines(figures, heading.dispositions),
    spanLines(figures),
    operatorLines(figures),
  ]
  return `${parts
    .map(lines => lines.join('\n'))
    .filter(text => text !== '')
    .join('\n\n')}\n`
}

function abandonmentLines(
  { abandonment, window }: Figures,
  budgets: readonly BudgetStanding[],
): string[] {
  const { abandoned, connected, talking, lost, rate } = abandonment
  const lines: string[] = []
  if (window !== null && rate !== null) {
    const going = talking === 0 ? '' : `, ${talking} of them still talking`
    const worst = lost === 0 ? '' : `, ${lost} of them with an unknown end`
    const share = ratio(abandoned, connected)
    lines.push(`Abandoned ${share} of the people who answered${going}${worst}.`)
  }
  for (const { id, limit, from, to, counts } of budgets) {
    const until = `${minute(from)} to ${minute(to)} UTC`
    const { abandoned, connected } = counts
    const so =
      abandoned + connected === 0
        ? `nobody answered yet; at most ${percent(limit)} may be abandoned`
        : `${ratio(abandoned, connected)} of at most ${percent(limit)}`
    lines.push(`Budget ${id}: ${so}, all campaigns, ${until}.`)
  }
  return lines
}

/** `2.1 % (3 of 146)`: a rate is never shown without its numerator and denominator. */
function ratio(abandoned: number, connected: number): string {
  const people = abandoned + connected
  return `${percent(abandoned / people)} (${abandoned} of ${people})`
}

function outcomeLines(figures: Figures): string[] {
  const { attempts, live, contacts } = figures
  if (attempts === 0) return []
  const rows = OUTCOMES.filter(outcome => figures.outcomes[outcome] > 0).map(outcome =>
    counted(OUTCOME_WORDS[outcome], figures.outcomes[outcome], attempts),
  )
  if (live > 0) rows.push(counted('going on', live, attempts))
  const each = figures.contactsByAttempts.map(([n, count]) => `${count} ${timesWord(n)}`)
  return [
    ...table(COUNTED, ['Attempts', String(attempts), ''], rows),
    `${contacts} ${contacts === 1 ? 'contact' : 'contacts'}, ${(attempts / contacts).toFixed(2)} ` +
      `attempts each: ${each.join(', ')}.`,
    ...beyondLines(figures),
  ]
}

/** Whoever calls us is counted beside the attempts: nobody dialed them. */
function incomingLines({ incoming: { calls, served, unserved } }: Figures): string[] {
  if (calls === 0) return []
  const people = calls === 1 ? '1 call from outside' : `${calls} calls from outside`
  const going = calls - served - unserved
  const words = [`${served} served by an operator`, `${unserved} not served`]
  if (going > 0) words.push(`${going} going on`)
  return [`${people}, in no abandonment budget: ${words.join(', ')}.`]
}

/** Without this a contact could seem to be called more often than its retry plan allows. */
function beyondLines({ outcomes, callbacks }: Figures): string[] {
  const left = OUTCOMES.filter(outcome => UNCOUNTED.has(outcome) && outcomes[outcome] > 0)
  const words = left.map(outcome => `${outcomes[outcome]} ${OUTCOME_WORDS[outcome]}`)
  const lines: string[] = []
  if (left.length > 0) {
    lines.push(`Not counted in attemptsMax, as the phone hardly rang: ${words.join(', ')}.`)
  }
  if (callbacks > 0) {
    lines.push(`Promised callbacks are made beyond attemptsMax too: ${callbacks} promised.`)
  }
  return lines
}

const NUMBERS = ['three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

function timesWord(n: number): string {
  if (n <= 2) return n === 1 ? 'once' : 'twice'
  return `${NUMBERS[n - 3] ?? n} times`
}

function dispositionLines(figures: Figures, names: ReadonlyMap<string, string>): string[] {
  const sum = [...figures.dispositions.values()].reduce((total, count) => total + count, 0)
  if (sum === 0) return []
  const rows = [...figures.dispositions]
    .sort(([, a], [, b]) => b - a)
    .map(([id, count]) => counted(names.get(id) ?? id, count, sum))
  return table(COUNTED, ['Dispositions', String(sum), ''], rows)
}

function spanLines({ spans }: Figures): string[] {
  const rows = SPAN_NAMES.flatMap(name => {
    const span = spans[name]
    if (span === null) return []
    const { mean, p50, p90, p99, max } = span
    return [[SPAN_WORDS[name], String(span.count), ...[mean, p50, p90, p99, max].map(inSeconds)]]
  })
  const head = ['Seconds', 'calls', 'mean', 'median', '90 %', '99 %', 'longest']
  return rows.length === 0 ? [] : table(MEASURED, head, rows)
}

function operatorLines({ operators }: Figures): string[] {
  const rows = operators.map(({ operator, calls, talk, wrapUp }) => [
    operator,
    String(calls),
    hoursMinutesSeconds(talk),
    hoursMinutesSeconds(wrapUp),
  ])
  return rows.length === 0 ? [] : table(WORKED, ['Operators', 'calls', 'talk', 'wrap-up'], rows)
}

const COUNTED: readonly Column[] = ['left', 'right', 'right']
const MEASURED: readonly Column[] = ['left', ...Array<Column>(6).fill('right')]
const WORKED: readonly Column[] = ['left', 'right', 'right', 'right']

const counted = (name: string, count: number, of: number): string[] => [
  name,
  String(count),
  percent(count / of),
]

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const inSeconds = (ms: number): string => (ms / 1000).toFixed(2)
const minute = (instant: Instant): string => isoTime(instant).slice(0, 16).replace('T', ' ')

function hoursMinutesSeconds(ms: number): string {
  const s = Math.round(ms / 1000)
  const two = (n: number): string => String(Math.floor(n) % 60).padStart(2, '0')
  return `${Math.floor(s / 3600)}:${two(s / 60)}:${two(s)}`
}
