import type { OperatorState } from '../../desk/operator.ts'
import type { Departure } from '../../pacing/observation.ts'
import type { CampaignRun, Core, OperatorRun } from '../core.ts'
import { isBusy, isIdle, isReachable } from '../operators/rows.ts'
import { comesBack } from './follow-operator.ts'

/** An operator says from when on they will be away (monotonic ms), or (null) that they stay. */
export function announceLeave(core: Core, run: OperatorRun, at: number | null): void {
  run.leavesAt = at
  if (at === null) core.leaving.delete(run)
  else core.leaving.add(run)
}

/**
 * What was announced is over with the operator's shift, and with the break that it was about:
 * whoever takes another break before still leaves as they said.
 */
export function forgetLeave(core: Core, run: OperatorRun, before: OperatorState): void {
  if (run.leavesAt === null) return
  const { name } = run.operator.state
  const isBreak = name === 'break' || before.name === 'break'
  if (name === 'signedOut' || (isBreak && core.now >= run.leavesAt)) announceLeave(core, run, null)
}

/**
 * Who of a campaign's free and busy operators leaves when, soonest first. Those who go after the
 * task in hand anyway are not told twice.
 */
export function departuresOf(core: Core, run: CampaignRun): readonly Departure[] {
  const operators = new Map<number, number>()
  for (const one of core.leaving) {
    const counts = (isIdle(one) && isReachable(one)) || (isBusy(one) && comesBack(one))
    if (one.allotted !== run || one.leavesAt === null || !counts) continue
    operators.set(one.leavesAt, (operators.get(one.leavesAt) ?? 0) + 1)
  }
  return [...operators].sort(([a], [b]) => a - b).map(([at, count]) => ({ at, operators: count }))
}
