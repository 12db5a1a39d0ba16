import type { OperatorId } from '../../base/id.ts'
import type { AttemptRun, CampaignRun, Core, OperatorRun } from '../core.ts'
import { allot, isIdle, unbind } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'

/**
 * Somebody answered: who takes them? The operator promised to them; else the longest free of the
 * campaign; else a free one of those who serve several campaigns; else one who is promised to a
 * line that still rings, since a person on the line goes before a person who may answer. If there
 * is none, the person waits in the row.
 */
export function findOperator(core: Core, run: AttemptRun): void {
  const operator =
    run.bound ??
    run.campaign.unbound.first() ??
    anyFreeFor(core, run.campaign) ??
    promisedElsewhere(core, run)
  if (operator !== undefined) give(core, run, operator)
}

/** An operator has no task any more: the person who has waited longest, best priority first, is theirs. */
export function offer(core: Core, operator: OperatorRun): void {
  if (!isIdle(operator) || operator.bound !== null) return
  let best: CampaignRun | null = null
  for (const id of operator.campaigns) {
    const campaign = core.campaigns.get(id)
    if (campaign === undefined || campaign.seeking.size === 0) continue
    if (best === null || campaign.campaign.priority < best.campaign.priority) best = campaign
  }
  const [first] = best?.seeking ?? []
  if (first !== undefined) give(core, first, operator)
}

/** Joins an operator to a call: their own leg and screen follow. */
export function joinOperator(core: Core, run: AttemptRun, id: OperatorId): void {
  const operator = core.operators.get(id)
  if (operator === undefined) return
  tellOperator(core, operator, { kind: 'joined', attempt: run.id })
  core.telephony.connect(run.id, id)
}

/** The person is gone, or the phone failed: the operator has no call and no card. */
export function freeOperator(core: Core, id: OperatorId, phoneFailed: boolean): void {
  const operator = core.operators.get(id)
  if (operator === undefined) return
  const event = phoneFailed
    ? ({ kind: 'vanished', why: 'phone' } as const)
    : ({ kind: 'callTaken' } as const)
  if (tellOperator(core, operator, event)) offer(core, operator)
}

function give(core: Core, run: AttemptRun, operator: OperatorRun): void {
  // Whoever was promised to this attempt and is not the one who takes it is free for others.
  const promised = run.bound
  if (operator.bound !== null) unbind(core, operator)
  if (promised !== null && promised !== operator) unbind(core, promised)
  if (operator.allotted !== run.campaign) allot(core, operator, run.campaign)
  core.dispatch(run, { kind: 'operatorFound', operator: operator.id })
}

function anyFreeFor(core: Core, campaign: CampaignRun): OperatorRun | undefined {
  let best: OperatorRun | undefined
  for (const operator of core.unallotted) {
    if (!operator.campaigns.includes(campaign.id)) continue
    if (best === undefined || operator.freeSince < best.freeSince) best = operator
  }
  return best
}

function promisedElsewhere(core: Core, run: AttemptRun): OperatorRun | undefined {
  const { campaign } = run
  if (campaign.boundCount === 0) return undefined
  let best: OperatorRun | undefined
  for (const operator of core.operators.values()) {
    const other = operator.bound
    if (other === null || other.demanded || other.campaign !== campaign) continue
    if (best === undefined || operator.freeSince < best.freeSince) best = operator
  }
  return best
}
