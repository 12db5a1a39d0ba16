import type { PacingNow } from '../app/reading/pacing-now.ts'
import type { Mode } from '../campaign/campaign.ts'

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`

type Because = NonNullable<PacingNow['because']>

const HELD: Record<Because['limitedBy'], string> = {
  nothing: 'nothing holds it back',
  room: 'the trunks have no room for more',
  budget: 'the abandonment budget holds it back',
  contacts: 'nobody else may be called now',
}

/** The price holds back whatever would be started beyond the target. */
const heldBy = ({ limitedBy, forecast }: Because): string =>
  limitedBy === 'nothing' && forecast !== undefined && forecast.chance > forecast.price
    ? 'one more is not worth its risk'
    : HELD[limitedBy]

/**
 * What a limit of 0 makes of predictive pacing, for people; null of any other limit or mode.
 */
export const limitOfZero = (mode: Mode, limit: number): string | null =>
  mode === 'predictive' && limit === 0
    ? 'A limit of 0 % lets nobody be abandoned: there is one line for each free operator.'
    : null

/** Why mode predictive keeps to one line for each free operator. */
const cautious = (limit: number): string =>
  limitOfZero('predictive', limit) ??
  'It has yet to learn who answers: until then there is one line for each free operator.'

type Began = NonNullable<Because['began']>

const BEGAN: Record<Began['from'], string> = {
  nothing: 'It began from nothing: nothing had been kept',
  unreadable: 'It began from nothing: what had been kept cannot be read',
  past: 'It began with what had been learned before, which',
}

const weightOf = (began: Began): string =>
  began.from === 'past' ? ` weighed as much as ${count(began.answers, 'answer')} of its own` : ''

/** What a campaign's pacing last decided, and why, for people. */
export function pacingWords(title: string, now: PacingNow | null): string {
  if (now === null) return `${title}: no engine runs it, so nothing is being decided.`
  const { because, budget, free, ringing } = now
  if (because === null)
    return `${title}: nothing has been decided yet. In mode preview the operators set the pace.`
  const { connected, abandoned, limit } = budget
  const lines = [
    `${title}: ${because.rule} pacing, mode ${now.mode}`,
    `  ${count(free, 'operator')} free, ${count(ringing, 'line')} ringing; it wants ${because.target}, and ${heldBy(because)}.`,
    `  ${abandoned} of ${abandoned + connected} abandoned in this window; the limit is ${percent(limit)}.`,
  ]
  const { forecast, began } = because
  if (began !== undefined) lines.push(`  ${BEGAN[began.from]}${weightOf(began)}.`)
  const isCautious = now.mode === 'predictive' && because.rule === 'progressive'
  if (isCautious) lines.push(`  ${cautious(limit)}`)
  if (forecast === undefined || isCautious) return lines.join('\n')
  const { chance, price, credit } = forecast
  lines.push(
    `  ${owed(credit)}`,
    `  One more line's answer would find nobody with a chance of ${percent(chance)}; a line is started up to ${percent(price)}.`,
  )
  if (forecast.ahead.length > 0) {
    lines.push('', '  within    answers    operators coming free')
    for (const { withinSec, answers, freed } of forecast.ahead)
      lines.push(
        `  ${withinSec.toFixed(1).padStart(4)} s  ${answers.toFixed(1).padStart(9)}  ${freed.toFixed(1).padStart(23)}`,
      )
  }
  return lines.join('\n')
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

const owed = (credit: number): string =>
  credit >= 0
    ? `${credit.toFixed(1)} people more could be abandoned now without passing it.`
    : `${(-credit).toFixed(1)} people too many were abandoned: hardly a line is started beyond the free operators until that is paid back.`
