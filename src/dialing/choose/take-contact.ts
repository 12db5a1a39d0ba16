import type { Instant } from '../../base/duration.ts'
import type { Contact, Progress } from '../../campaign/contact.ts'
import { numberStopped, postponed } from '../../campaign/retry.ts'
import { forget } from '../calls/address-book.ts'
import type { CampaignRun, Core } from '../core.ts'
import { NUMBER_BUSY_PAUSE } from '../limits.ts'
import { isOutside } from '../outside/same-number.ts'

/**
 * The next contact that may be called now, taken out of the buffer; undefined when there is none at
 * hand.
 */
export function takeContact(core: Core, run: CampaignRun): Contact | undefined {
  for (;;) {
    const contact = run.buffer.shift()
    if (contact === undefined || mayCall(core, run, contact)) return contact
  }
}

/**
 * The gates, at the instant of dialing: calling hours where the callee is, nobody who asked not to
 * be called, and no other live call to the number, be it as one outside, or to the contact. Whoever
 * may not be called now goes back with the instant from which they may.
 */
export function mayCall(core: Core, run: CampaignRun, contact: Contact): boolean {
  const verdict = run.rulebook.check(contact, core.wall)
  if (verdict.kind === 'refused') {
    postpone(core, run, contact, verdict.until)
    return false
  }
  const number = contact.phones[contact.position]?.number
  if (number !== undefined && core.stopped.has(number)) {
    const { campaign } = run
    giveUp(core, contact, numberStopped(campaign, contact, contact.position, core.wall))
    return false
  }
  const isInCall =
    number === undefined ||
    core.numbers.has(number) ||
    core.contacts.has(contact.id) ||
    isOutside(core, contact, contact.position)
  if (isInCall) {
    postpone(core, run, contact, core.wall + NUMBER_BUSY_PAUSE)
    return false
  }
  return true
}

function postpone(core: Core, run: CampaignRun, contact: Contact, until: Instant): void {
  giveUp(core, contact, postponed(run.campaign, contact, until, core.wall))
}

function giveUp(core: Core, contact: Contact, progress: Progress): void {
  const written = { contact: contact.id, ...progress }
  core.journal.push({ kind: 'contact', at: core.wall, progress: written })
  forget(core, contact.id)
}
