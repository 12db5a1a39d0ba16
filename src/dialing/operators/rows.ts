import { assert } from '../../base/assert.ts'
import type { OperatorId } from '../../base/id.ts'
import type { AttemptRun, CampaignRun, Core, OperatorRun } from '../core.ts'

/** Whether the operator has no task: free, or promised but not yet joined. */
export const isIdle = (run: OperatorRun): boolean =>
  run.operator.state.name === 'free' || run.operator.state.name === 'reserved'

/** Whether somebody can be joined to the operator: their phone is in our call. */
export const isReachable = (run: OperatorRun): boolean => run.phone === 'up'

/** An operator who has or had a part in a call of this engine. */
export function operatorOf(core: Core, id: OperatorId): OperatorRun {
  const run = core.operators.get(id)
  assert(run !== undefined, `the site has the operator ${id}`)
  return run
}

/**
 * Whether a line rings that only this operator is to take: what they ask for waits for its end,
 * lest whoever answers find nobody. A card that is read before a call, and a promise to a campaign
 * as a whole, keep nobody.
 */
export const isAwaited = ({ bound }: OperatorRun): boolean => bound?.attempt.state.name === 'placed'

/** Whether the operator talks or wraps up. */
export const isBusy = (run: OperatorRun): boolean =>
  run.operator.state.name === 'talking' || run.operator.state.name === 'wrapUp'

/**
 * Lets an operator count for a campaign, or for none, and keeps the rows of free operators true.
 * Only somebody without a task may be moved.
 */
export function allot(core: Core, run: OperatorRun, to: CampaignRun | null): void {
  if (run.allotted === to) return
  assert(run.bound === null && !isBusy(run), 'only somebody without a task changes campaigns')
  leaveRow(core, run)
  run.allotted = to
  enterRow(core, run)
}

/**
 * Puts an idle, unbound operator where it can be found: in its campaign's row or among the
 * unallotted; and among the sleepers when their phone has to be rung first.
 */
export function enterRow(core: Core, run: OperatorRun): void {
  if (!isIdle(run) || run.bound !== null) return
  if (!isReachable(run)) {
    core.asleep.add(run)
    return
  }
  if (run.allotted === null) core.unallotted.add(run)
  else run.allotted.unbound.add(run)
  core.toShow.add(run)
}

/** Takes an operator out of the rows. */
export function leaveRow(core: Core, run: OperatorRun): void {
  core.asleep.delete(run)
  if (run.allotted === null) core.unallotted.delete(run)
  else run.allotted.unbound.remove(run)
}

/** Promises an idle operator to an attempt. */
export function bind(core: Core, run: OperatorRun, attempt: AttemptRun): void {
  assert(isIdle(run) && run.bound === null && attempt.bound === null, 'a promise is made once')
  if (run.allotted !== attempt.campaign) allot(core, run, attempt.campaign)
  leaveRow(core, run)
  run.bound = attempt
  attempt.bound = run
  if (attempt.demanded) attempt.campaign.demandBound++
  else attempt.campaign.boundCount++
}

/** Ends a promise. An operator who is still idle can be found again. */
export function unbind(core: Core, run: OperatorRun): void {
  const attempt = run.bound
  if (attempt === null) return
  run.bound = null
  attempt.bound = null
  if (attempt.demanded) attempt.campaign.demandBound--
  else attempt.campaign.boundCount--
  enterRow(core, run)
}
