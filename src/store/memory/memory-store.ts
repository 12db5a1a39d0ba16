import { assert } from '../../base/assert.ts'
import type { Instant } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
import type { BudgetId, CampaignId, ContactId, NumberId } from '../../base/id.ts'
import type { Contact } from '../../campaign/contact.ts'
import { assertBatch, assertLimit } from '../bounds.ts'
import { attemptsLive, storeClosed, unknownCampaign } from '../failures.ts'
import type { BudgetCounts, ContactTrait, ContactView, Leased, LeaseQuery, Store } from '../port.ts'
import type {
  Added,
  AttemptRecord,
  AttemptStart,
  Begun,
  Caller,
  CallerQuery,
  CardClosing,
  Funnel,
  JournalEntry,
  NewContact,
  OpenCard,
  OutsideStart,
  Person,
  Restored,
} from '../records.ts'
import { Acts, type Tables } from './acts.ts'
import { AttemptLog } from './attempt-log.ts'
import { type AttemptRow, AttemptTable } from './attempt-table.ts'
import { callerOf } from './callers.ts'
import { type CampaignRow, funnelOf, newCampaign } from './campaign-row.ts'
import type { ContactRow } from './contact-row.ts'
import { ContactTable } from './contact-table.ts'
import { NumberTable } from './number-table.ts'
import { attemptRecordOf, contactOf, contactViewOf, liveAttemptOf, openCardOf } from './views.ts'

/** How the memory store behaves. */
export interface MemoryStoreOptions {
  /**
   * `live` forgets finished contacts and attempts that are over, with everything but the counts, so
   * that a long simulation stays flat in memory; a campaign can then not be started over, and
   * budget counts are exact to the minute.
   */
  readonly retain: 'all' | 'live'
}

/** In ms. Fine enough for windows that begin and end at a full minute, as all do. */
const LIVE_RESOLUTION = 60_000

/** The store in memory, for simulation and tests: nothing outlives the process. */
export class MemoryStore implements Store {
  private readonly tables: Tables
  private readonly acts: Acts
  private closed = false

  constructor({ retain }: MemoryStoreOptions = { retain: 'all' }) {
    const campaigns = new Map<CampaignId, CampaignRow>()
    const forgets = retain === 'live'
    this.tables = {
      campaigns,
      numbers: new NumberTable(),
      contacts: new ContactTable(campaigns),
      attempts: new AttemptTable(forgets ? LIVE_RESOLUTION : 0),
      forgets,
    }
    this.acts = new Acts(this.tables)
  }

  async putCampaign(campaign: CampaignId, title: string): Promise<void> {
    const row = this.find(campaign)
    if (row === undefined) this.tables.campaigns.set(campaign, newCampaign(campaign, title))
    else row.title = title
  }

  async addContacts(campaign: CampaignId, contacts: readonly NewContact[]): Promise<Added> {
    const row = this.known(campaign)
    assertBatch(contacts)
    const { numbers, contacts: table, attempts } = this.tables
    const duplicates: number[] = []
    contacts.forEach((contact, index) => {
      const first = numbers.find(contact.phones[0]!)
      const holder = first === undefined ? undefined : row.firstPhones.get(first)
      if (holder === undefined) {
        const held = contact.phones.map(phone => numbers.hold(phone))
        table.add(row, contact, held)
        return
      }
      if (holder.finished !== 'calledIn') duplicates.push(index)
      if (holder.contact.calledIn === undefined) return
      const others = contact.phones.slice(1).map(phone => numbers.hold(phone))
      table.adopt(holder, contact, others, attempts.contactIsBusy(holder.contact.id))
    })
    return { added: contacts.length - duplicates.length, duplicates }
  }

  async markImported(campaign: CampaignId, digest: string): Promise<void> {
    this.known(campaign).imports.add(digest)
  }

  async wasImported(campaign: CampaignId, digest: string): Promise<boolean> {
    return this.find(campaign)?.imports.has(digest) ?? false
  }

  async startOver(campaign: CampaignId): Promise<void> {
    const row = this.known(campaign)
    if (this.tables.forgets) {
      const what = 'This store forgets what is over and cannot start over: open a new one.'
      throw new CarillonError('NOT_SUPPORTED', what)
    }
    const live = this.tables.attempts.live().filter(({ start }) => start.campaign === campaign)
    if (live.length > 0) throw attemptsLive(campaign, live.length)
    row.run++
    row.attempts = new AttemptLog()
    this.tables.contacts.startOver(row)
  }

  async setStopped(campaign: CampaignId, stopped: boolean): Promise<void> {
    this.known(campaign).stopped = stopped
  }

  async isStopped(campaign: CampaignId): Promise<boolean> {
    return this.find(campaign)?.stopped ?? false
  }

  async keepLearned(campaign: CampaignId, learned: string): Promise<void> {
    this.known(campaign).learned = learned
  }

  async learned(campaign: CampaignId): Promise<string | null> {
    return this.find(campaign)?.learned ?? null
  }

  async run(campaign: CampaignId): Promise<number> {
    return this.find(campaign)?.run ?? 0
  }

  async zones(campaign: CampaignId): Promise<readonly string[]> {
    return [...(this.find(campaign)?.zones ?? [])].sort()
  }

  async leaseContacts(query: LeaseQuery): Promise<Leased> {
    const campaign = this.find(query.campaign)
    assertLimit(query.limit)
    const people = new Map<ContactId, Person>()
    const contacts: Contact[] = []
    for (const row of campaign ? this.tables.contacts.lease(query, campaign) : []) {
      contacts.push(contactOf(row, this.tables.numbers))
      people.set(row.contact.id, row.person)
    }
    return { contacts, people }
  }

  async returnContacts(contacts: readonly ContactId[]): Promise<void> {
    for (const row of this.rows(contacts)) {
      if (row.place === 'leased') this.tables.contacts.giveBack(row)
    }
  }

  async takeCaller(query: CallerQuery): Promise<Caller | null> {
    this.assertOpen()
    const row = callerOf(this.tables, query) ?? this.admit(query)
    if (row === null) return null
    this.tables.contacts.take(row)
    const position = row.person.phones.indexOf(query.from ?? '')
    return { contact: contactOf(row, this.tables.numbers), person: row.person, position }
  }

  private admit({ from, admit }: CallerQuery): ContactRow | null {
    if (admit === null) return null
    const { numbers, contacts } = this.tables
    const campaign = this.known(admit.campaign)
    const number = from === null ? numbers.holdWithheld() : numbers.hold(from)
    return contacts.addCaller(campaign, admit.zone, from, number)
  }

  async people(contacts: readonly ContactId[]): Promise<ReadonlyMap<ContactId, Person>> {
    return new Map(this.rows(contacts).map(row => [row.contact.id, row.person]))
  }

  async beginAttempts(starts: readonly AttemptStart[]): Promise<readonly Begun[]> {
    this.assertOpen()
    return this.acts.begin(starts)
  }

  async beginOutside({ phone, begunAt }: OutsideStart): Promise<'begun' | 'stopList'> {
    this.assertOpen()
    return this.acts.beginOutside(phone, begunAt)
  }

  async record(entries: readonly JournalEntry[]): Promise<void> {
    this.assertOpen()
    this.acts.record(entries)
  }

  async closeCard(closing: CardClosing): Promise<void> {
    this.assertOpen()
    this.acts.closeCard(closing)
  }

  async stopNumbers(numbers: readonly NumberId[]): Promise<void> {
    this.assertOpen()
    this.tables.numbers.stop(numbers)
  }

  async restore(): Promise<Restored> {
    this.assertOpen()
    const { attempts, contacts, numbers } = this.tables
    for (const row of contacts.all()) {
      const uncalled = row.place === 'leased' && !attempts.contactIsBusy(row.contact.id)
      if (uncalled) contacts.giveBack(row)
    }
    return {
      live: attempts.live().map(row => liveAttemptOf(row, this.contactOf(row), numbers)),
      cards: this.cards(() => true),
      lastAt: this.acts.lastAt,
    }
  }

  async budgetCounts(budget: BudgetId, from: Instant, to: Instant): Promise<BudgetCounts> {
    this.assertOpen()
    return this.tables.attempts.budgetCounts(budget, from, to)
  }

  async lastAt(): Promise<Instant | null> {
    this.assertOpen()
    return this.acts.lastAt
  }

  async funnel(campaign: CampaignId, now: Instant): Promise<Funnel> {
    return funnelOf(this.find(campaign), now)
  }

  async contactView(campaign: CampaignId, contact: ContactId): Promise<ContactView | null> {
    const row = this.find(campaign)?.contacts.get(contact)
    return row === undefined ? null : contactViewOf(row, this.tables.numbers)
  }

  async findContacts(
    campaign: CampaignId,
    by: ContactTrait,
    limit: number,
  ): Promise<readonly ContactId[]> {
    const rows = [...(this.find(campaign)?.contacts.values() ?? [])]
    const has = ({ person }: ContactRow): boolean =>
      'key' in by ? person.key === by.key : person.phones.includes(by.phone)
    return rows
      .filter(has)
      .map(row => row.contact.id)
      .slice(0, limit)
  }

  async openCards(campaign: CampaignId): Promise<readonly OpenCard[]> {
    this.assertOpen()
    return this.cards(({ start }) => start.campaign === campaign)
  }

  async attempts(
    campaign: CampaignId,
    after: string | null,
    limit: number,
  ): Promise<readonly AttemptRecord[]> {
    const rows = this.find(campaign)?.attempts.after(after, limit) ?? []
    return rows.map(row => attemptRecordOf(row, this.contactOf(row), this.tables.numbers))
  }

  async close(): Promise<void> {
    this.closed = true
  }

  /** Open cards of the present run of their campaign. */
  private cards(which: (row: AttemptRow) => boolean): OpenCard[] {
    const { attempts, campaigns, numbers } = this.tables
    const current = (row: AttemptRow) => row.run === campaigns.get(row.start.campaign)?.run
    const rows = attempts.withOpenCard().filter(row => current(row) && which(row))
    return rows.map(row => openCardOf(row, this.contactOf(row), numbers))
  }

  private assertOpen(): void {
    if (this.closed) throw storeClosed()
  }

  private find(campaign: CampaignId): CampaignRow | undefined {
    this.assertOpen()
    return this.tables.campaigns.get(campaign)
  }

  private known(campaign: CampaignId): CampaignRow {
    const row = this.find(campaign)
    if (row === undefined) throw unknownCampaign(campaign)
    return row
  }

  private rows(contacts: readonly ContactId[]): ContactRow[] {
    this.assertOpen()
    return contacts.flatMap(id => this.tables.contacts.get(id) ?? [])
  }

  private contactOf({ start }: AttemptRow): ContactRow {
    const row = this.tables.contacts.get(start.contact)
    assert(row !== undefined, `contact ${start.contact} is known`)
    return row
  }
}
