import { type Duration, hours } from '../../base/duration.ts'
import type { Random } from '../../base/random.ts'
import type { RecordedCall } from '../recording/recorded-day.ts'
import { Survival } from './survival.ts'

/** A call of which everything is settled: how long it would ring and who would wait how long. */
export interface WholeCall {
  readonly at: Duration
  readonly fate: Exclude<RecordedCall['fate'], 'cut' | 'unknown'>
  /** Infinity: for longer than our ring limit. */
  readonly rang: Duration
  readonly patience: Duration
}

/** Whoever has not shown how long they would wait, with nobody to be like. */
const PATIENT = hours(1)
/** With so many longer rings of the same hour, the others of the day are not asked. */
const ENOUGH = 30

/**
 * What each call of a day would have come to, had nobody cut it: a ring that was taken back goes on
 * as longer ones of its hour did, or of its day where the hour has few; a patience that was not put
 * to the test, as longer ones did.
 */
export function completeCalls(calls: readonly RecordedCall[], random: Random): WholeCall[] {
  const told = calls.filter(({ fate }) => fate !== 'congestion')
  const ofDay = rings(told)
  const ofHour = new Map(
    [...Map.groupBy(told, ({ at }) => hourOf(at))].map(([hour, its]) => [hour, rings(its)]),
  )
  const people = calls.filter(({ fate }) => fate === 'person')
  const patience = new Survival(
    people,
    call => call.waited,
    call => call.left,
  )
  const ringOf = (call: RecordedCall, chance: Random): Rung => {
    if (isRung(call)) return call
    const near = ofHour.get(hourOf(call.at))!
    const from = near.longerThan(call.rang) >= ENOUGH ? near : ofDay
    const like = from.beyond(call.rang, chance)
    return like !== null && isRung(like) ? like : NOBODY
  }
  return calls.map((call, nth) => {
    const chance = random.fork(String(nth))
    const { fate, rang, left, waited } = ringOf(call, chance)
    const alike = left ? waited : patience.beyond(waited, chance)?.waited
    return { at: call.at, fate, rang, patience: alike ?? PATIENT }
  })
}

/** A call that rang to its own end. */
type Rung = Pick<RecordedCall, 'rang' | 'waited' | 'left'> & Pick<WholeCall, 'fate'>

const isRung = (call: RecordedCall): call is RecordedCall & Rung =>
  call.fate !== 'cut' && call.fate !== 'unknown'

const NOBODY: Rung = { fate: 'unanswered', rang: Infinity, waited: 0, left: false }

const rings = (calls: readonly RecordedCall[]) => new Survival(calls, call => call.rang, isRung)

const hourOf = (at: Duration): number => Math.floor(at / hours(1))
