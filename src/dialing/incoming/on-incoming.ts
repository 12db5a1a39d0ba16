import { assert } from '../../base/assert.ts'

import { callerAttempt } from '../attempt/attempt.ts'
import { carry } from '../capacity/trunk-gate.ts'
import { newAttemptRun } from '../choose/new-attempt-run.ts'
import { giveBack } from '../choose/supply.ts'
import type { CampaignRun, Core } from '../core.ts'
import type { IncomingInput, KnownCaller } from '../inbox.ts'
import { isBusy, isIdle } from '../operators/rows.ts'
import { isOutside } from '../outside/same-number.ts'
import { takeOut } from './take-out.ts'

/**
 * Somebody calls. They become an attempt, written down like any other before the receiver is
 * lifted, with a line of the trunk they came over. Calling hours and limits of attempts bind the
 * calls that we make, and keep nobody from calling us.
 */
export function onIncoming(core: Core, input: IncomingInput): void {
  const { call, who } = input
  const trunk = core.trunks.get(input.trunk)
  if (typeof who === 'string') return core.telephony.refuse(call, who)
  const campaign = core.campaigns.get(who.contact.campaign)
  assert(campaign !== undefined, 'whoever is found is a contact of a campaign that is run here')
  const { number } = phoneOf(who)
  // To somebody we have in a call, or are calling, their own second call finds us busy: one live
  // call for a contact and for a number. Taking back a line that rings could break the law.
  if (core.contacts.has(who.contact.id)) return core.telephony.refuse(call, 'busy')
  takeOut(campaign, who.contact)
  const to = destination(core, campaign, who)
  const isInCall = core.numbers.has(number) || isOutside(core, who.contact, who.position)
  if (to === null || trunk === undefined || core.ending || isInCall) {
    giveBack(core, [who.contact])
    return core.telephony.refuse(call, core.ending ? 'unavailable' : 'busy')
  }
  const run = newAttemptRun(core, campaign, {
    contact: who.contact,
    position: who.position,
    mode: 'incoming',
    callerId: input.called,
    reservedFor: null,
    rules: 'incoming',
    trunk: trunk.id,
    // No part of pacing: nobody was dialed.
    demanded: true,
    attempt: callerAttempt(to),
    incoming: call,
  })
  trunk.gate = carry(trunk.gate)
  run.trunk = trunk
  run.heard = true
  core.beginning.push(run)
}

/** Where there is nobody at work who could come, nobody is kept waiting. */
function destination(
  core: Core,
  campaign: CampaignRun,
  { contact }: KnownCaller,
): 'operators' | 'message' | null {
  const { to, unknown } = campaign.incoming
  if (to === 'nobody') return null
  const isListed = contact.calledIn === undefined
  const wanted = isListed ? to : to === 'operators' ? unknown : 'message'
  return wanted === 'operators' && isManned(core, campaign) ? 'operators' : 'message'
}

function isManned(core: Core, campaign: CampaignRun): boolean {
  for (const run of core.operators.values())
    if (run.campaigns.includes(campaign.id) && (isIdle(run) || isBusy(run))) return true
  return false
}

function phoneOf({ contact, position }: KnownCaller) {
  const phone = contact.phones[position]
  assert(phone !== undefined, 'a contact calls from a phone it has')
  return phone
}
