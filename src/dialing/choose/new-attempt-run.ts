import { assert } from '../../base/assert.ts'
import type { TrunkId } from '../../base/id.ts'
import type { Contact } from '../../campaign/contact.ts'
import type { AttemptStart } from '../../store/records.ts'
import type { Attempt } from '../attempt/attempt.ts'
import type { AttemptRun, CampaignRun, Core } from '../core.ts'

/** What an attempt is made of. */
export interface NewAttempt
  extends Pick<AttemptStart, 'position' | 'mode' | 'callerId' | 'reservedFor' | 'rules'>,
    Pick<AttemptRun, 'demanded' | 'incoming'> {
  readonly contact: Contact
  /** '': it has none yet. */
  readonly trunk: TrunkId | ''
  readonly attempt: Attempt
}

/** An attempt that lives from now on, with the contact and the number it is to. */
export function newAttemptRun(core: Core, campaign: CampaignRun, from: NewAttempt): AttemptRun {
  const { contact, position, demanded, attempt, incoming, ...known } = from
  const phone = contact.phones[position]
  assert(phone !== undefined, 'a contact is called on a phone it has')
  const id = core.newId()
  const run: AttemptRun = {
    id,
    campaign,
    contact,
    start: {
      ...known,
      id,
      contact: contact.id,
      campaign: campaign.id,
      position,
      number: phone.number,
      budget: campaign.campaign.budget,
      begunAt: core.wall,
    },
    trunk: null,
    demanded,
    incoming,
    attempt,
    bound: null,
    timer: null,
    answeredAt: null,
    placedAt: null,
    ringsSince: null,
    rang: null,
    waited: 0,
    paced: false,
    heard: false,
    refused: null,
    stopPressed: false,
    recording: null,
    talks: [],
  }
  core.attempts.set(id, run)
  core.numbers.set(phone.number, id)
  core.contacts.add(contact.id)
  campaign.live++
  return run
}
