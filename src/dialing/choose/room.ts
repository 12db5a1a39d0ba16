import { refill, room } from '../capacity/trunk-gate.ts'
import type { CampaignRun, Core, TrunkRun } from '../core.ts'

/** Calls that a campaign's trunks could take now. */
export function roomFor(core: Core, run: CampaignRun): number {
  return run.trunks.reduce((sum, trunk) => sum + roomOn(core, trunk), 0)
}

/** Lines of a campaign's trunks that nothing uses, however many calls a second they accept. */
export function spareLinesFor(run: CampaignRun): number {
  return run.trunks.reduce((sum, { gate }) => sum + Math.max(0, gate.lines - gate.used), 0)
}

/** Calls that one trunk could take now. */
export function roomOn(core: Core, trunk: TrunkRun): number {
  trunk.gate = refill(trunk.gate, core.now)
  return room(trunk.gate)
}

/**
 * The first of the campaign's trunks, in its order of preference, that can take one more call now.
 */
export function trunkWithRoom(core: Core, run: CampaignRun): TrunkRun | undefined {
  return run.trunks.find(trunk => roomOn(core, trunk) > 0)
}
