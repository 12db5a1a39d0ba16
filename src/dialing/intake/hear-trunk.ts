import type { CallEvent } from '../../telephony/call-event.ts'
import { heard } from '../capacity/trunk-gate.ts'
import type { Core, TrunkRun } from '../core.ts'

/** The first word of the carrier on a call tells whether it has room. */
export function hearTrunk(
  core: Core,
  run: { readonly trunk: TrunkRun | null; heard: boolean },
  event: CallEvent,
): void {
  if (run.heard || run.trunk === null) return
  const congested = event.kind === 'ended' && event.cause === 'congestion'
  if (event.kind === 'trying' || event.kind === 'lost') return
  run.heard = true
  run.trunk.gate = heard(run.trunk.gate, congested, core.now)
  if (congested) run.trunk.congested++
}
