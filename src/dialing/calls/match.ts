import type { OperatorId } from '../../base/id.ts'
import type { AttemptRun, Core, OperatorRun } from '../core.ts'
import { loseLeg, vanish } from '../operators/lose-leg.ts'
import { allot, isIdle, isReachable, operatorOf, unbind } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'

/**
 * Somebody answered: who takes them? The operator promised to them; else the longest free of the
 * campaign; else a free one of another campaign who serves this one too; else one who is promised
 * to a line that still rings, since a person on the line goes before a person who may answer. If
 * there is none, the person waits in the row.
 */
export function findOperator(core: Core, run: AttemptRun): void {
  const operator =
    run.bound ??
    run.campaign.unbound.first() ??
    longestFree(core, other => other.bound === null && other.campaigns.includes(run.campaign.id)) ??
    // A caller may wait: nobody whom we call is left without the operator promised to them.
    (run.incoming === null ? promisedElsewhere(core, run) : undefined)
  if (operator !== undefined) give(core, run, operator)
}

/**
 * An operator has no task any more: the person who must be spoken to soonest, of the campaigns of
 * the best priority, is theirs.
 */
export function offer(core: Core, operator: OperatorRun): void {
  if (!isReachable(operator) || !isIdle(operator)) return
  let best: AttemptRun | null = null
  for (const id of operator.campaigns) {
    for (const run of core.campaigns.get(id)?.seeking ?? []) {
      if (best === null || isBefore(run, best)) best = run
    }
  }
  if (best !== null) give(core, best, operator)
}

function isBefore(a: AttemptRun, b: AttemptRun): boolean {
  const by = a.campaign.campaign.priority - b.campaign.campaign.priority
  return by < 0 || (by === 0 && deadline(a) < deadline(b))
}

/** Monotonic ms until which the person waits for an operator. */
function deadline({ attempt: { state } }: AttemptRun): number {
  return state.name === 'seeking' ? state.until : Infinity
}

/** Joins an operator to a call: their own leg and screen follow. */
export function joinOperator(core: Core, run: AttemptRun, id: OperatorId): void {
  // Who takes over from somebody else is told as they have the person.
  if (run.incoming !== null && !run.attempt.spoke)
    core.desk.show(id, { kind: 'incoming', campaign: run.campaign.id, attempt: run.id })
  tellOperator(core, operatorOf(core, id), { kind: 'joined', attempt: run.id })
  core.telephony.connect(run.id, id)
}

/** The person is gone, or the phone failed: the operator has no call and no card. */
export function freeOperator(core: Core, id: OperatorId, phoneFailed: boolean): void {
  const operator = operatorOf(core, id)
  if (!isReachable(operator)) return loseLeg(core, operator)
  if (phoneFailed || operator.gone) return vanish(core, operator)
  if (tellOperator(core, operator, { kind: 'callTaken' })) offer(core, operator)
}

function give(core: Core, run: AttemptRun, operator: OperatorRun): void {
  unbind(core, operator)
  if (operator.allotted !== run.campaign) allot(core, operator, run.campaign)
  core.dispatch(run, { kind: 'operatorFound', operator: operator.id })
}

function promisedElsewhere(core: Core, { campaign }: AttemptRun): OperatorRun | undefined {
  if (campaign.boundCount === 0) return undefined
  return longestFree(core, ({ bound }) => bound?.campaign === campaign && !bound.demanded)
}

function longestFree(
  core: Core,
  fits: (operator: OperatorRun) => boolean,
): OperatorRun | undefined {
  let best: OperatorRun | undefined
  for (const operator of core.operators.values()) {
    if (!isIdle(operator) || !isReachable(operator) || !fits(operator)) continue
    if (best === undefined || operator.freeSince < best.freeSince) best = operator
  }
  return best
}
