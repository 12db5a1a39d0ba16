import { allocate, type Claimant } from '../capacity/allocator.ts'
import type { CampaignRun, Core } from '../core.ts'
import { allot } from '../operators/rows.ts'

/**
 * Gives free operators of several campaigns to the campaigns that can use them, and takes them back
 * from those that have nothing for them to do.
 */
export function allotOperators(core: Core): void {
  if (core.campaigns.size < 2) return
  for (const run of core.campaigns.values()) if (isDry(run)) takeBack(core, run)
  if (core.unallotted.size === 0) return
  const candidates = [...core.unallotted].sort((a, b) => a.freeSince - b.freeSince)
  for (const [id, campaign] of allocate([...core.campaigns.values()].map(claimant), candidates)) {
    const operator = core.operators.get(id)
    const run = core.campaigns.get(campaign)
    if (operator !== undefined && run !== undefined) allot(core, operator, run)
  }
}

/** Nothing at hand to call, and nobody about to answer. */
function isDry(run: CampaignRun): boolean {
  if (run.state !== 'running') return run.seeking.size === 0 && run.ringing === 0
  return run.buffer.length + run.demanded.length + run.ringing + run.seeking.size === 0
}

function takeBack(core: Core, run: CampaignRun): void {
  for (const operator of [...run.unbound]) {
    if (operator.campaigns.length > 1) allot(core, operator, null)
  }
}

function claimant(run: CampaignRun): Claimant {
  return {
    id: run.id,
    priority: run.campaign.priority,
    weight: run.campaign.weight,
    held: run.unbound.size + run.boundCount + run.demandBound + run.busy,
    wants: run.state === 'running' && run.buffer.length + run.demanded.length > 0,
  }
}
