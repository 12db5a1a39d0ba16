import type { Database, Statement } from 'better-sqlite3'
import type { Instant } from '../../../base/duration.ts'
import type { CampaignId } from '../../../base/id.ts'
import { laneOf } from '../../lease-order.ts'
import type { Added } from '../../records.ts'
import { Campaigns } from '../acts/campaigns.ts'
import { type BulkInsert, bulkInsert, bulkLookUp } from '../db/bulk-insert.ts'
import type { PackedContacts } from '../packed-contacts.ts'
import { Adopt, type Adopted } from './adopt.ts'
import { Tallies } from './tallies.ts'

/** Pours contacts into the file. It may stand on a connection of its own, beside the engine's. */
export class AddContacts {
  private readonly campaigns: Campaigns
  private readonly tallies: Tallies
  private readonly adopt: Adopt
  private readonly lastIds: Statement
  private readonly lineUp: Statement
  private readonly zoneId: Statement
  private readonly addZone: Statement
  private readonly numbersOf: (digits: readonly number[]) => number[][]
  private readonly firstPhones: (numbers: readonly number[], campaignId: number) => number[][]
  private readonly insert: Record<'numbers' | 'contacts' | 'phones' | 'people', BulkInsert>

  constructor(db: Database) {
    this.campaigns = new Campaigns(db)
    this.tallies = new Tallies(db)
    this.adopt = new Adopt(db)
    this.lastIds = db.prepare(
      `SELECT (SELECT coalesce(max(id), 0) FROM contacts) AS contact,
              (SELECT coalesce(max(id), 0) FROM numbers) AS number`,
    )
    this.lineUp = db.prepare(
      `INSERT OR FAIL INTO queue (campaign_id, zone_id, lane, due, contact_id)
       SELECT campaign_id, zone_id, lane, due, id FROM contacts WHERE id > ?`,
    )
    this.zoneId = db.prepare('SELECT id FROM zones WHERE name = ?').pluck()
    this.addZone = db.prepare('INSERT INTO zones (name) VALUES (?)')
    this.numbersOf = bulkLookUp(db, 'SELECT e164, id FROM numbers WHERE e164 IN (?)')
    this.firstPhones = bulkLookUp(
      db,
      `SELECT p.number_id, iif(c.called_in IS NULL, 0, c.id)
       FROM phones p JOIN contacts c ON c.id = p.contact_id
       WHERE p.number_id IN (?) AND p.position = 0 AND c.campaign_id = ?`,
    )
    const contacts = ['id', 'campaign_id', 'zone_id', 'priority', 'lane', 'added_at']
    this.insert = {
      numbers: bulkInsert(db, 'numbers', ['id', 'e164']),
      contacts: bulkInsert(db, 'contacts', contacts),
      phones: bulkInsert(db, 'phones', ['contact_id', 'position', 'number_id']),
      people: bulkInsert(db, 'people', ['contact_id', 'key', 'data']),
    }
  }

  /** Adds a batch within the transaction that the caller has opened. @throws NOT_FOUND. */
  add(name: CampaignId, batch: PackedContacts, at: Instant): Added {
    const campaignId = this.campaigns.known(name).id
    const last = this.lastIds.get() as LastIds
    const rows = this.layOut(batch, new Rows({ ...last }), campaignId, at)
    this.insert.numbers(byDigits(rows.numbers))
    this.insert.contacts(rows.contacts)
    for (const one of rows.adopted) this.adopt.clear(one)
    this.insert.phones(rows.phones)
    this.insert.people(rows.people)
    this.lineUp.run(last.contact)
    this.tallies.counting(count => {
      for (const [key, sum] of rows.sums) {
        const [zoneId, lane] = [Math.floor(key / LANES), key % LANES]
        count({ campaignId, zoneId, lane, place: 'queued', due: 0, finished: null }, sum)
      }
      for (const one of rows.adopted) this.adopt.place(one, at, count)
    })
    return { added: batch.keys.length - rows.duplicates.length, duplicates: rows.duplicates }
  }

  private layOut(batch: PackedContacts, rows: Rows, campaignId: number, at: Instant): Rows {
    const sorted = [...Float64Array.from(batch.phones).sort()]
    const known = new Map(this.numbersOf(sorted) as [number, number][])
    const taken = this.taken(batch, known, campaignId)
    const zones = new Map<string, number>()
    let next = 0
    for (let i = 0; i < batch.keys.length; i++) {
      const phones = batch.phones.slice(next, (next += batch.phoneCounts[i]!))
      const first = known.get(phones[0]!)
      const holder = first === undefined ? undefined : taken.get(first)
      if (holder === LISTED) {
        rows.duplicates.push(i)
        continue
      }
      const zone = batch.zones[i]!
      const zoneId = zones.get(zone) ?? this.idOfZone(zone)
      zones.set(zone, zoneId)
      const priority = batch.priorities[i]!
      if (holder !== undefined) {
        if (!this.adopt.begins(holder)) rows.duplicates.push(i)
        rows.adopted.push({ id: holder, zoneId, priority })
      }
      const contact = holder ?? rows.addContact(campaignId, zoneId, priority, at)
      // Whoever called in has the first of them already.
      rows.addPhones(contact, phones, known, holder === undefined ? 0 : 1)
      taken.set(known.get(phones[0]!)!, LISTED)
      rows.people.push(contact, batch.keys[i]!, batch.data[i]!)
    }
    return rows
  }

  /**
   * Numbers that are the first phone of one of the campaign's contacts already: whose, where these
   * called in and stand on no list; else `LISTED`.
   */
  private taken(
    { phones, phoneCounts }: PackedContacts,
    known: ReadonlyMap<number, number>,
    campaignId: number,
  ): Map<number, number> {
    let next = 0
    const firsts = phoneCounts.flatMap(count => known.get(phones[(next += count) - count]!) ?? [])
    return new Map(this.firstPhones(firsts, campaignId) as [number, number][])
  }

  private idOfZone(zone: string): number {
    const id = this.zoneId.get(zone) ?? this.addZone.run(zone).lastInsertRowid
    return Number(id)
  }
}

/** In place of an id: no contact has it. */
const LISTED = 0

/** Lanes are below this, so that zone and lane make one key. */
const LANES = 100

/** The greatest ids given so far. */
interface LastIds {
  contact: number
  number: number
}

interface NewNumber {
  readonly id: number
  readonly digits: number
}

/**
 * In this order neighbours in the index of numbers are touched one after another: a third less
 * work.
 */
function byDigits(numbers: NewNumber[]): number[] {
  return numbers.sort((a, b) => a.digits - b.digits).flatMap(({ id, digits }) => [id, digits])
}

/** Rows of one batch, each table's laid out flat for the bulk insert. */
class Rows {
  readonly numbers: NewNumber[] = []
  readonly contacts: number[] = []
  readonly phones: number[] = []
  readonly people: (number | string | null)[] = []
  readonly duplicates: number[] = []
  readonly adopted: Adopted[] = []
  /** How many contacts by zone and lane. */
  readonly sums = new Map<number, number>()
  private readonly last: LastIds

  constructor(last: LastIds) {
    this.last = last
  }

  addContact(campaignId: number, zoneId: number, priority: number, at: Instant): number {
    const id = ++this.last.contact
    const lane = laneOf({ priority, attempts: 0, counts: {}, demand: null })
    this.contacts.push(id, campaignId, zoneId, priority, lane, at)
    const key = zoneId * LANES + lane
    this.sums.set(key, (this.sums.get(key) ?? 0) + 1)
    return id
  }

  /** Numbers that nobody held before are given ids, and are known from then on. */
  addPhones(
    contact: number,
    phones: readonly number[],
    known: Map<number, number>,
    from: number,
  ): void {
    phones.forEach((digits, position) => {
      if (position < from) return
      let number = known.get(digits)
      if (number === undefined) {
        number = ++this.last.number
        known.set(digits, number)
        this.numbers.push({ id: number, digits })
      }
      this.phones.push(contact, position, number)
    })
  }
}
