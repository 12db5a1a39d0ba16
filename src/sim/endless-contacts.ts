import type { Instant } from '../base/duration.ts'
import type { CampaignId } from '../base/id.ts'
import type { Leased, LeaseQuery, Store } from '../store/port.ts'
import type { NewContact } from '../store/records.ts'

/** Contacts a world makes up as they are asked for. */
export interface MadeUpContacts {
  readonly campaign: CampaignId
  /** IANA zone they all live in. */
  readonly zone: string
  /** How many there are in all; null: as many as are asked for. */
  readonly count: number | null
  /** How many there are by a moment, where they come one by one; absent: all from the start. */
  readonly ready?: (at: Instant) => number
}

/**
 * A lease that finds too few brings in this many more at once: few enough to hold, many enough to
 * be rare.
 */
const BATCH = 1000

/**
 * A store that never runs out of contacts, or only after `count`: a lease that finds too few adds
 * the missing ones first. Everything else is the store's own.
 */
export function withMadeUpContacts(store: Store, contacts: MadeUpContacts): Store {
  let made = 0

  const add = async (query: LeaseQuery): Promise<boolean> => {
    const { count, ready = () => Infinity, zone } = contacts
    const left = Math.min(count ?? Infinity, ready(query.now)) - made
    const size = Math.max(0, Math.min(BATCH, left))
    const batch = Array.from({ length: size }, () => madeUp(made++, zone))
    if (batch.length > 0) await store.addContacts(contacts.campaign, batch, query.now)
    return batch.length > 0
  }

  const leaseContacts = async (query: LeaseQuery): Promise<Leased> => {
    const first = await store.leaseContacts(query)
    const missing = query.limit - first.contacts.length
    const mine = query.campaign === contacts.campaign && query.which === 'general'
    if (missing === 0 || !mine || !(await add(query))) return first
    const second = await store.leaseContacts({ ...query, limit: missing })
    return {
      contacts: [...first.contacts, ...second.contacts],
      people: new Map([...first.people, ...second.people]),
    }
  }

  return new Proxy(store, {
    get(target, key) {
      if (key === 'leaseContacts') return leaseContacts
      const own: unknown = Reflect.get(target, key)
      return typeof own === 'function' ? own.bind(target) : own
    },
  })
}

/**
 * The n-th of them. Country code 999 is assigned to nobody (ITU-T E.164), so the number reaches
 * nobody.
 */
function madeUp(n: number, zone: string): NewContact {
  const phone = `+999${String(n).padStart(9, '0')}`
  return { key: null, zone, priority: 5, phones: [phone], data: {} }
}
