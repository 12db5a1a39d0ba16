import type { Instant } from '../../src/base/duration.ts'
import type { Contact, Demand, FinishReason } from '../../src/campaign/contact.ts'
import type { LeaseQuery, Store } from '../../src/store/port.ts'
import type {
  AttemptMarks,
  AttemptStart,
  CardClosing,
  ContactProgress,
  JournalEntry,
  NewContact,
} from '../../src/store/records.ts'

export const ROME = 'Europe/Rome'
export const LONDON = 'Europe/London'

/** Numbers 0 to 999 of those that Ofcom keeps for fiction. */
export function phone(n: number): string {
  return `+442079460${String(n).padStart(3, '0')}`
}

/** A contact with the phone of its number. */
export function person(n: number, more: Partial<NewContact> = {}): NewContact {
  const data = { name: `Person ${n}`, city: 'Atlantis' }
  return { key: `K${n}`, zone: ROME, priority: 5, phones: [phone(n)], data, ...more }
}

/** A store with campaign `demo` and these contacts. */
export async function withContacts(store: Store, contacts: readonly NewContact[]): Promise<Store> {
  await store.putCampaign('demo', 'Demo')
  await store.addContacts('demo', contacts, 1)
  return store
}

/** Asks for everything of campaign `demo` that is due at 1000. */
export function query(more: Partial<LeaseQuery> = {}): LeaseQuery {
  return {
    campaign: 'demo',
    limit: 100,
    now: 1000,
    zones: [ROME, LONDON],
    which: 'general',
    order: 'fresh',
    ...more,
  }
}

/** @returns the ids of what is leased, in order. */
export async function leaseIds(store: Store, more: Partial<LeaseQuery> = {}): Promise<number[]> {
  const { contacts } = await store.leaseContacts(query(more))
  return contacts.map(contact => contact.id)
}

/** The beginning of an attempt to the contact's next phone. */
export function start(
  id: string,
  contact: Contact,
  more: Partial<AttemptStart> = {},
): AttemptStart {
  return {
    id,
    contact: contact.id,
    campaign: contact.campaign,
    position: contact.position,
    number: contact.phones[contact.position]!.number,
    trunk: 'main',
    callerId: '+442079460999',
    budget: 'day',
    mode: 'progressive',
    reservedFor: null,
    begunAt: 1000,
    rules: 'uk@2026-01',
    ...more,
  }
}

export function marks(attempt: string, of: AttemptMarks, at: Instant = 1000): JournalEntry {
  return { kind: 'attempt', at, attempt, marks: of }
}

/** Nothing more is to be done for the contact. */
export function finished(contact: number, reason: FinishReason = 'disposition'): ContactProgress {
  const next = { kind: 'finished', reason } as const
  return { contact, state: 'finished', attempts: 1, counts: {}, phones: [], next }
}

/** The contact was busy once and waits until `at`. */
export function waiting(
  contact: number,
  at: Instant,
  demand: Demand | null = null,
): ContactProgress {
  const next = { kind: 'wait', at, position: 0, demand } as const
  return { contact, state: 'waiting', attempts: 1, counts: { busy: 1 }, phones: [], next }
}

export function atOperator(contact: number): ContactProgress {
  return { contact, state: 'atOperator', attempts: 0, counts: {}, phones: [], next: null }
}

export function progress(of: ContactProgress, at: Instant = 1000): JournalEntry {
  return { kind: 'contact', at, progress: of }
}

export function draft(attempt: string, contact: number, answers = {}, at = 1000): JournalEntry {
  return { kind: 'card', at, attempt, contact, campaign: 'demo', operator: 'anna', answers }
}

/** The card is closed and the contact is done. */
export function closing(
  attempt: string,
  contact: number,
  more: Partial<CardClosing> = {},
): CardClosing {
  return {
    at: 1000,
    attempt,
    contact,
    operator: 'anna',
    disposition: 'sold',
    machine: false,
    answers: { wants: 'tea' },
    progress: finished(contact),
    stop: null,
    ...more,
  }
}

/** Leases one contact, begins an attempt to it, and says which. */
export async function call(
  store: Store,
  id: string,
  more: Partial<AttemptStart> = {},
  which: Partial<LeaseQuery> = {},
): Promise<Contact> {
  const { contacts } = await store.leaseContacts(query({ ...which, limit: 1 }))
  await store.beginAttempts([start(id, contacts[0]!, more)])
  return contacts[0]!
}
