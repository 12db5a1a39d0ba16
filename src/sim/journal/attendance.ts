import { type Duration, minutes } from '../../base/duration.ts'
import type { OperatorId } from '../../base/id.ts'
import type { ShiftAct, ShiftStep } from '../recording/recorded-day.ts'

/** From when to when an operator had to do with a call, in ms since the day began. */
export interface AtCall {
  readonly operator: OperatorId
  readonly from: Duration
  readonly to: Duration
}

/** Who has had no call for so long was not there: a journal of calls says nothing of breaks. */
const AWAY = minutes(15)

/**
 * When operators were at work, as far as their calls tell: from the first to the last of them, and
 * away where there was none for a quarter of an hour.
 *
 * @param length of the day.
 */
export function attendance(calls: readonly AtCall[], length: Duration): ShiftStep[] {
  const steps = [...Map.groupBy(calls, ({ operator }) => operator)].flatMap(([operator, its]) => {
    const step = (at: Duration, kind: Exclude<ShiftAct['kind'], 'leaveAt'>): ShiftStep => ({
      at,
      operator,
      act: { kind },
    })
    const spells = spellsOf(its, length)
    return spells.flatMap(({ from, to }, i) => [
      step(from, i === 0 ? 'signIn' : 'ready'),
      ...(to === length ? [] : [step(to, i === spells.length - 1 ? 'signOut' : 'break')]),
    ])
  })
  return steps.sort((a, b) => a.at - b.at)
}

/** The times without a gap of `AWAY`; who comes or goes so near to an end of the day was there. */
function spellsOf(calls: readonly AtCall[], length: Duration): { from: Duration; to: Duration }[] {
  const spells: { from: Duration; to: Duration }[] = []
  for (const { from, to } of [...calls].sort((a, b) => a.from - b.from)) {
    const last = spells.at(-1)
    if (last !== undefined && from - last.to < AWAY) last.to = Math.max(last.to, to)
    else spells.push({ from: last === undefined && from < AWAY ? 0 : from, to })
  }
  const last = spells.at(-1)
  if (last !== undefined && length - last.to < AWAY) last.to = length
  return spells
}
