import type { Database } from 'better-sqlite3'
import { assert } from '../../base/assert.ts'
import type { ContactId } from '../../base/id.ts'
import { assertLimit } from '../bounds.ts'
import type { ContactView, Leased, Store } from '../port.ts'
import { Acts } from './acts/acts.ts'
import { Attempts } from './acts/attempts.ts'
import { Campaigns } from './acts/campaigns.ts'
import { Cards } from './acts/cards.ts'
import { Journal } from './acts/journal.ts'
import { Outside } from './acts/outside.ts'
import { Stops } from './acts/stops.ts'
import { AddCaller } from './contacts/add-caller.ts'
import { AddContacts } from './contacts/add-contacts.ts'
import { Callers } from './contacts/callers.ts'
import { Contacts } from './contacts/contacts.ts'
import { FindContacts } from './contacts/find-contacts.ts'
import { Funnels } from './contacts/funnels.ts'
import { Lease } from './contacts/lease.ts'
import { Standings } from './contacts/standings.ts'
import { StartOver } from './contacts/start-over.ts'
import { Tallies } from './contacts/tallies.ts'
import type { PackedContacts } from './packed-contacts.ts'

/**
 * The verbs of the port as a thread of its own does them: at once, within a transaction of the
 * caller.
 */
export type Verbs = {
  readonly [V in Exclude<keyof Store, 'close' | 'addContacts'>]: (
    ...given: Parameters<Store[V]>
  ) => Awaited<ReturnType<Store[V]>>
} & {
  readonly addContacts: (
    ...given: [string, PackedContacts, number]
  ) => Awaited<ReturnType<Store['addContacts']>>
}

/** @returns the verbs on an open file. */
export function verbsOn(db: Database): Verbs {
  const tallies = new Tallies(db)
  const campaigns = new Campaigns(db)
  const contacts = new Contacts(db)
  const standings = new Standings(db, tallies)
  const attempts = new Attempts(db)
  const cards = new Cards(db)
  const lease = new Lease(db, tallies)
  const funnels = new Funnels(db, tallies)
  const stops = new Stops(db)
  const adding = new AddContacts(db)
  const finding = new FindContacts(db)
  const callers = new Callers(db, { contacts, adding: new AddCaller(db, tallies), standings })
  const startingOver = new StartOver(db, campaigns, tallies)
  const journal = new Journal(db)
  const outside = new Outside(db, journal)
  const acts = new Acts({ attempts, cards, standings, stops, tallies, journal })
  return {
    putCampaign: (name, title) => campaigns.put(name, title),
    addContacts: (name, batch, at) => adding.add(name, batch, at),
    markImported: (name, digest, at) => campaigns.markImported(name, digest, at),
    wasImported: (name, digest) => campaigns.wasImported(name, digest),
    startOver: name => startingOver.run(name),
    setStopped: (name, stopped) => campaigns.setStopped(name, stopped),
    isStopped: name => campaigns.isStopped(name),
    keepLearned: (name, learned, at) => campaigns.keepLearned(name, learned, at),
    learned: name => campaigns.learned(name),
    run: name => campaigns.find(name)?.run ?? 0,
    zones: name => campaigns.zones(name),
    leaseContacts: query => {
      assertLimit(query.limit)
      const campaign = campaigns.find(query.campaign)
      return leased(contacts, campaign === undefined ? [] : lease.lease(campaign.id, query))
    },
    returnContacts: ids => standings.return(ids),
    takeCaller: query => callers.take(query),
    people: ids => contacts.people(contacts.read(ids)),
    beginAttempts: starts => acts.begin(starts),
    beginOutside: start => outside.begin(start),
    record: entries => acts.record(entries),
    closeCard: closing => acts.closeCard(closing),
    stopNumbers: (numbers, why, at) => stops.add(numbers, why, at),
    restore: () => acts.restore(contacts),
    budgetCounts: (budget, from, to) => attempts.budgetCounts(budget, from, to),
    lastAt: () => acts.lastAt(),
    funnel: (name, now) => funnels.read(campaigns.find(name)?.id ?? null, now),
    contactView: (name, id) => contactView(contacts, name, id),
    findContacts: (name, by, limit) => finding.find(name, by, limit),
    openCards: name => acts.openCards(contacts, name),
    attempts: (name, after, limit) => {
      const campaign = campaigns.find(name)
      return campaign === undefined ? [] : attempts.read(campaign, after ?? '', limit)
    },
  }
}

function leased(contacts: Contacts, ids: readonly ContactId[]): Leased {
  const read = contacts.read(ids)
  return { contacts: read.map(one => one.contact), people: contacts.people(read) }
}

function contactView(contacts: Contacts, campaign: string, id: ContactId): ContactView | null {
  const stored = contacts.read([id])[0]
  if (stored === undefined || stored.contact.campaign !== campaign) return null
  const { contact, place, due, finished, stopped } = stored
  const person = contacts.people([stored]).get(id)
  assert(person !== undefined, `contact ${id} is a person`)
  const waits = place === 'queued' && due > 0
  return {
    contact,
    person,
    state: place === 'queued' ? (waits ? 'waiting' : 'ready') : place,
    nextAt: waits ? due : null,
    finished,
    stopped,
  }
}
