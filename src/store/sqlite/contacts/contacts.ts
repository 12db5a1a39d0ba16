import type { Database, Statement } from 'better-sqlite3'
import type { Instant } from '../../../base/duration.ts'
import type { ContactId } from '../../../base/id.ts'
import type { Contact, ContactPhone, Demand, FinishReason } from '../../../campaign/contact.ts'
import type { Person } from '../../records.ts'
import type { Place } from '../../standing.ts'
import { e164Of } from '../packed-contacts.ts'

/** Places by their code. */
export const PLACES: readonly Place[] = ['queued', 'leased', 'atOperator', 'finished']

/** SQL for the code of the place of `contacts c`: a lease is a row of its own. */
export const PLACE = `c.place + EXISTS (SELECT 1 FROM leases WHERE contact_id = c.id)`

/** A contact with everything the file has of it but the row that was imported. */
export interface StoredContact {
  readonly contact: Contact
  readonly place: Place
  readonly due: Instant
  readonly finished: FinishReason | null
  /** Positions of its phones that are on the stop list. */
  readonly stopped: readonly number[]
  /** E.164 by position; '' where it was withheld. */
  readonly phones: readonly string[]
}

interface ContactRow {
  id: number
  campaign: string
  zone: string
  priority: number
  attempts: number
  counts: string | null
  position: number
  demand: Demand['why'] | null
  demandOperator: string | null
  graceUntil: number
  place: number
  due: number
  finished: FinishReason | null
  calledIn: 'shown' | 'withheld' | null
}

interface PhoneRow {
  contact: number
  position: number
  number: number
  attempts: number
  usable: number
  digits: number | null
  stopped: number
}

/**
 * Reads contacts by id: many at once, in the order asked for; those that are not there are left
 * out.
 */
export class Contacts {
  private readonly contacts: Statement
  private readonly phones: Statement
  private readonly persons: Statement

  constructor(db: Database) {
    this.contacts = db.prepare(
      `SELECT c.id, k.name AS campaign, z.name AS zone, c.priority, c.attempts, c.counts,
              c.position, c.demand, c.demand_operator AS demandOperator,
              c.grace_until AS graceUntil, ${PLACE} AS place, c.due, c.finished,
              c.called_in AS calledIn
       FROM json_each(?) wanted CROSS JOIN contacts c ON c.id = wanted.value
       JOIN campaigns k ON k.id = c.campaign_id JOIN zones z ON z.id = c.zone_id
       ORDER BY wanted.key`,
    )
    this.phones = db.prepare(
      `SELECT p.contact_id AS contact, p.position, p.number_id AS number, p.attempts, p.usable,
              n.e164 AS digits, s.number_id IS NOT NULL AS stopped
       FROM json_each(?) wanted CROSS JOIN phones p ON p.contact_id = wanted.value
       JOIN numbers n ON n.id = p.number_id LEFT JOIN stops s ON s.number_id = p.number_id
       ORDER BY wanted.key, p.position`,
    )
    this.persons = db.prepare(
      `SELECT p.contact_id AS contact, p.key, p.data
       FROM json_each(?) wanted CROSS JOIN people p ON p.contact_id = wanted.value`,
    )
  }

  read(ids: readonly ContactId[]): StoredContact[] {
    const wanted = JSON.stringify([...new Set(ids)])
    const phones = groupPhones(this.phones.all(wanted) as PhoneRow[])
    const rows = this.contacts.all(wanted) as ContactRow[]
    return rows.map(row => storedContact(row, phones.get(row.id) ?? []))
  }

  /** Personal data of contacts that were read. */
  people(contacts: readonly StoredContact[]): Map<ContactId, Person> {
    const phones = new Map(contacts.map(one => [one.contact.id, one.phones]))
    const rows = this.persons.all(JSON.stringify([...phones.keys()])) as {
      contact: number
      key: string | null
      data: string
    }[]
    return new Map(
      rows.map(({ contact, key, data }) => [
        contact,
        { key, phones: phones.get(contact) ?? [], data: JSON.parse(data) },
      ]),
    )
  }
}

function groupPhones(rows: readonly PhoneRow[]): Map<ContactId, PhoneRow[]> {
  const groups = new Map<ContactId, PhoneRow[]>()
  for (const row of rows) {
    const group = groups.get(row.contact)
    if (group === undefined) groups.set(row.contact, [row])
    else group.push(row)
  }
  return groups
}

function storedContact(row: ContactRow, phones: readonly PhoneRow[]): StoredContact {
  const { id, campaign, zone, priority, attempts, position } = row
  return {
    contact: {
      id,
      campaign,
      zone,
      priority,
      attempts,
      counts: row.counts === null ? {} : JSON.parse(row.counts),
      phones: phones.map(contactPhone),
      position,
      demand: demandOf(row),
      ...(row.calledIn !== null && { calledIn: row.calledIn }),
    },
    place: PLACES[row.place]!,
    due: row.due,
    finished: row.finished,
    stopped: phones.filter(phone => phone.stopped === 1).map(phone => phone.position),
    phones: phones.map(phone => e164Of(phone.digits)),
  }
}

function contactPhone({ position, number, attempts, usable, stopped }: PhoneRow): ContactPhone {
  return { position, number, attempts, usable: usable === 1 && stopped === 0 }
}

/** @returns the demand that stands in the columns of a contact. */
export function demandOf(
  row: Pick<ContactRow, 'demand' | 'demandOperator' | 'graceUntil'>,
): Demand | null {
  const { demand: why, demandOperator: operator, graceUntil } = row
  return why === null ? null : { why, operator, graceUntil }
}
