import { assert } from '../../base/assert.ts'
import type { ContactId, NumberId } from '../../base/id.ts'
import type { Contact, ContactPhone } from '../../campaign/contact.ts'
import { laneOf, lanesInOrder } from '../lease-order.ts'
import type { LeaseQuery } from '../port.ts'
import type { ContactProgress, NewContact } from '../records.ts'
import { CALLER_PRIORITY, standingAfter } from '../standing.ts'
import type { CampaignRow } from './campaign-row.ts'
import type { ContactRow } from './contact-row.ts'
import { DueQueue } from './due-queue.ts'

/** Contacts and the lanes in which they stand in line. */
export class ContactTable {
  private readonly rows = new Map<ContactId, ContactRow>()
  private readonly campaigns: ReadonlyMap<string, CampaignRow>
  private given = 0

  constructor(campaigns: ReadonlyMap<string, CampaignRow>) {
    this.campaigns = campaigns
  }

  get(id: ContactId): ContactRow | undefined {
    return this.rows.get(id)
  }

  all(): Iterable<ContactRow> {
    return this.rows.values()
  }

  add(campaign: CampaignRow, from: NewContact, numbers: readonly NumberId[]): void {
    this.enqueue(this.insert(campaign, from, numbers))
  }

  /** Adds somebody who calls us: nobody calls them. */
  addCaller(campaign: CampaignRow, zone: string, phone: string | null, number: NumberId) {
    const from = { key: null, zone, priority: CALLER_PRIORITY, phones: [phone ?? ''], data: {} }
    const row = this.insert(campaign, from, [number])
    const phones = [{ ...row.contact.phones[0]!, usable: phone !== null }]
    row.contact = { ...row.contact, phones, calledIn: phone === null ? 'withheld' : 'shown' }
    Object.assign(row, { place: 'finished', finished: 'calledIn' })
    return row
  }

  private insert(campaign: CampaignRow, from: NewContact, numbers: readonly NumberId[]) {
    const contact: Contact = {
      id: ++this.given,
      campaign: campaign.id,
      zone: from.zone,
      priority: from.priority,
      ...beginning(numbers),
    }
    const person = { key: from.key, phones: from.phones, data: from.data }
    const row: ContactRow = {
      contact,
      person,
      place: 'queued',
      due: 0,
      finished: null,
      stamp: 0,
      over: [],
    }
    this.rows.set(contact.id, row)
    campaign.contacts.set(contact.id, row)
    campaign.firstPhones.set(numbers[0]!, row)
    campaign.zones.add(contact.zone)
    return row
  }

  /**
   * Makes a listed contact of somebody who had called in, and may talk with us now. Whoever has
   * been talked to goes on where that left them.
   *
   * @param others numbers of the list's other phones: the first is that of the call.
   */
  adopt(row: ContactRow, from: NewContact, others: readonly NumberId[], talks: boolean): void {
    const { zone, priority } = from
    const { calledIn: _, ...before } = row.contact
    const phones = [...before.phones, ...others.map((number, i) => phoneAt(number, i + 1))]
    row.contact = { ...before, zone, priority, phones }
    row.person = { key: from.key, phones: from.phones, data: from.data }
    this.campaigns.get(row.contact.campaign)!.zones.add(zone)
    if (row.finished === 'calledIn')
      Object.assign(row, { place: talks ? 'leased' : 'queued', due: 0, finished: null })
    row.stamp++
    if (row.place === 'queued') this.enqueue(row)
  }

  /** Takes contacts out of their lanes in the order of the port. */
  lease({ zones, now, limit, ...query }: LeaseQuery, campaign: CampaignRow): ContactRow[] {
    const leased: ContactRow[] = []
    for (const lane of lanesInOrder(query)) {
      const byZone = campaign.queues.get(lane)
      if (byZone === undefined) continue
      const queues = zones.flatMap(zone => byZone.get(zone) ?? [])
      while (leased.length < limit) {
        const row = firstDue(queues)
        if (row === undefined || row.due > now) break
        row.place = 'leased'
        row.stamp++
        leased.push(row)
      }
    }
    return leased
  }

  /** Takes a contact out of the line, if it stands there. */
  take(row: ContactRow): void {
    if (row.place !== 'queued') return
    row.place = 'leased'
    row.stamp++
  }

  /** Puts a leased contact back to where it stood. */
  giveBack(row: ContactRow): void {
    row.place = 'queued'
    this.enqueue(row)
  }

  /** @throws BrokenRule, having changed nothing, unless the progress can be applied. */
  check(row: ContactRow, progress: ContactProgress): void {
    const { position } = standingAfter(progress, row.contact)
    const has = (at: number) => at >= 0 && at < row.contact.phones.length
    assert(has(position), `contact ${row.contact.id} has a phone ${position}`)
    for (const phone of progress.phones) assert(has(phone.position), 'progress is of known phones')
  }

  apply(row: ContactRow, progress: ContactProgress): void {
    const { place, due, position, demand, finished } = standingAfter(progress, row.contact)
    const { attempts, counts } = progress
    const phones = progressed(row.contact.phones, progress.phones)
    row.contact = { ...row.contact, attempts, counts, phones, position, demand }
    row.place = place
    row.due = due
    row.finished = finished
    row.stamp++
    if (place === 'queued') this.enqueue(row)
  }

  /**
   * Puts every listed contact of the campaign back to its beginning. Others stay, but for a card of
   * the run that is over.
   */
  startOver(campaign: CampaignRow): void {
    campaign.queues = new Map()
    for (const row of campaign.contacts.values()) {
      if (row.contact.calledIn !== undefined) {
        if (row.place === 'leased') row.place = 'queued'
        if (row.place === 'queued') this.enqueue(row)
        else Object.assign(row, { place: 'finished', finished: row.finished ?? 'calledIn' })
        continue
      }
      const numbers = row.contact.phones.map(phone => phone.number)
      row.contact = { ...row.contact, ...beginning(numbers) }
      Object.assign(row, { place: 'queued', due: 0, finished: null })
      this.enqueue(row)
    }
  }

  /** Forgets a finished contact but for its count. */
  forget(row: ContactRow, campaign: CampaignRow): void {
    assert(row.finished !== null, 'only finished contacts are forgotten')
    this.rows.delete(row.contact.id)
    campaign.contacts.delete(row.contact.id)
    campaign.firstPhones.delete(row.contact.phones[0]!.number)
    campaign.forgotten[row.finished] = (campaign.forgotten[row.finished] ?? 0) + 1
  }

  private enqueue(row: ContactRow): void {
    const { campaign: id, zone } = row.contact
    const campaign = this.campaigns.get(id)
    assert(campaign !== undefined, `campaign ${id} is known`)
    const lane = laneOf(row.contact)
    let byZone = campaign.queues.get(lane)
    if (byZone === undefined) campaign.queues.set(lane, (byZone = new Map()))
    let queue = byZone.get(zone)
    if (queue === undefined) byZone.set(zone, (queue = new DueQueue()))
    queue.push(row)
  }
}

/** A contact that nobody has called yet. */
function beginning(numbers: readonly NumberId[]) {
  return { attempts: 0, counts: {}, phones: numbers.map(phoneAt), position: 0, demand: null }
}

const phoneAt = (number: NumberId, position: number): ContactPhone => {
  return { position, number, attempts: 0, usable: true }
}

function progressed(
  phones: readonly ContactPhone[],
  changes: ContactProgress['phones'],
): readonly ContactPhone[] {
  if (changes.length === 0) return phones
  const after = [...phones]
  for (const { position, attempts, usable } of changes) {
    after[position] = { ...after[position]!, attempts, usable }
  }
  return after
}

/**
 * Of the contacts at the head of each queue, the one that is due first; then the one added first.
 */
function firstDue(queues: readonly DueQueue[]): ContactRow | undefined {
  let best: ContactRow | undefined
  for (const queue of queues) {
    const row = queue.peek()
    if (row === undefined) continue
    const first =
      best === undefined ||
      row.due < best.due ||
      (row.due === best.due && row.contact.id < best.contact.id)
    if (first) best = row
  }
  return best
}
