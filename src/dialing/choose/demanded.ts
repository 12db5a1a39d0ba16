import type { OperatorId } from '../../base/id.ts'
import type { Contact } from '../../campaign/contact.ts'
import type { CampaignRun, Core, OperatorRun } from '../core.ts'
import { isIdle, isReachable } from '../operators/rows.ts'
import { begin, launch } from './launch.ts'
import { trunkWithRoom } from './room.ts'
import { mayCall, takeContact } from './take-contact.ts'

/**
 * Attempts that have an operator of their own before they are placed: callbacks, re-dials after an
 * abandoned call, and everything in mode preview.
 */
export function serveDemanded(core: Core, run: CampaignRun): void {
  if (run.demanded.length > 0) serveWaiting(core, run)
  if (run.campaign.mode !== 'preview') return
  for (let operator = run.unbound.first(); operator; operator = run.unbound.first()) {
    const contact = takeContact(core, run)
    if (contact === undefined) return
    launch(core, run, { contact, operator, demanded: true, trunk: null })
  }
}

function serveWaiting(core: Core, run: CampaignRun): void {
  const kept: Contact[] = []
  const preview = run.campaign.mode === 'preview'
  for (const contact of run.demanded) {
    const operator = operatorFor(core, run, contact)
    const trunk = preview ? null : trunkWithRoom(core, run)
    if (operator === undefined || trunk === undefined) kept.push(contact)
    else if (mayCall(core, run, contact)) {
      launch(core, run, { contact, operator, demanded: true, trunk })
    }
  }
  run.demanded = kept
}

/** The operator promised, while the grace lasts; then the longest free. */
function operatorFor(core: Core, run: CampaignRun, contact: Contact): OperatorRun | undefined {
  const promised = promisedTo(core, contact)
  if (promised === null) return run.unbound.first()
  const operator = core.operators.get(promised)
  if (operator === undefined || !isIdle(operator) || operator.bound !== null) return undefined
  if (!isReachable(operator)) return undefined
  return operator.campaigns.includes(run.id) ? operator : undefined
}

/** The only operator who may serve the contact now, or null: anyone may. */
export function promisedTo(core: Core, { demand }: Contact): OperatorId | null {
  return demand !== null && core.wall < demand.graceUntil ? demand.operator : null
}

/** Previewed attempts whose operator said "call": each gets a line as soon as there is one. */
export function serveWaitingForLine(core: Core): void {
  for (const run of core.wantLine) {
    const trunk = trunkWithRoom(core, run.campaign)
    if (trunk === undefined) continue
    core.wantLine.delete(run)
    begin(core, run, trunk)
  }
}
