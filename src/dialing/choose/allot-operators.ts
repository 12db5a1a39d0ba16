import { allocate, type Claimant } from '../capacity/allocator.ts'
import type { CampaignRun, Core } from '../core.ts'
import { allot } from '../operators/rows.ts'
import { promisedTo } from './demanded.ts'
import { roomFor } from './room.ts'

/**
 * Gives free operators of several campaigns to the campaigns that can use them, and takes them back
 * from those where nothing rings for them.
 */
export function allotOperators(core: Core): void {
  if (core.campaigns.size < 2) return
  for (const run of core.campaigns.values()) if (isQuiet(run)) takeBack(core, run)
  if (core.unallotted.size === 0) return
  const candidates = [...core.unallotted].sort((a, b) => a.freeSince - b.freeSince)
  for (const [id, campaign] of allocate(claimants(core), candidates)) {
    const operator = core.operators.get(id)
    const run = core.campaigns.get(campaign)
    if (operator !== undefined && run !== undefined) allot(core, operator, run)
  }
}

/**
 * Nobody is about to answer but to operators of their own: whoever else waits may be given anew.
 */
function isQuiet(run: CampaignRun): boolean {
  return run.ringing <= run.boundCount && run.seeking.size === 0
}

function takeBack(core: Core, run: CampaignRun): void {
  for (const operator of [...run.unbound]) {
    if (operator.campaigns.length > 1) allot(core, operator, null)
  }
}

function claimants(core: Core): Claimant[] {
  return [...core.campaigns.values()].map(run => ({
    id: run.id,
    priority: run.campaign.priority,
    weight: run.campaign.weight,
    held: run.unbound.size + run.boundCount + run.demandBound + run.busy,
    wants: run.state === 'running' ? useFor(core, run) : 0,
  }))
}

/** How many more operators would have somebody to call, and a line to call on. */
export function useFor(core: Core, run: CampaignRun): number {
  const open = run.demanded.filter(contact => promisedTo(core, contact) === null).length
  const lines = run.campaign.mode === 'preview' ? Infinity : roomFor(core, run)
  return Math.min(run.buffer.length + open, lines) - run.unbound.size
}
