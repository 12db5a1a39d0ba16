import { assert, never } from '../../base/assert.ts'
import type { Instant } from '../../base/duration.ts'
import type { AttemptId, CampaignId } from '../../base/id.ts'
import { assertDistinct, assertOneContact } from '../bounds.ts'
import type { AttemptStart, Begun, CardClosing, ContactProgress, JournalEntry } from '../records.ts'
import { type AttemptRow, type AttemptTable, hasOpenCard } from './attempt-table.ts'
import type { CampaignRow } from './campaign-row.ts'
import type { ContactRow } from './contact-row.ts'
import type { ContactTable } from './contact-table.ts'
import type { NumberTable } from './number-table.ts'

/** Everything the memory store keeps. */
export interface Tables {
  readonly campaigns: Map<CampaignId, CampaignRow>
  readonly numbers: NumberTable
  readonly contacts: ContactTable
  readonly attempts: AttemptTable
  /** Whether finished contacts and attempts that are over are forgotten. */
  readonly forgets: boolean
}

/**
 * What an engine does with the store: each act is checked whole before anything of it is applied.
 */
export class Acts {
  /** The latest instant of any act, or null. */
  lastAt: Instant | null = null
  private readonly tables: Tables

  constructor(tables: Tables) {
    this.tables = tables
  }

  begin(starts: readonly AttemptStart[]): Begun[] {
    const { attempts, contacts } = this.tables
    assertDistinct(starts)
    for (const { id, contact, campaign, position, number } of starts) {
      assert(attempts.get(id) === undefined, `attempt ${id} is begun once`)
      const row = contacts.get(contact)?.contact
      const fits = row?.campaign === campaign && row.phones[position]?.number === number
      assert(fits, `attempt ${id} is to a phone of a contact of its campaign`)
    }
    return starts.map(start => this.beginOne(start))
  }

  beginOutside(phone: string, at: Instant): 'begun' | 'stopList' {
    const { numbers } = this.tables
    const number = numbers.find(phone)
    if (number !== undefined && numbers.isStopped(number)) return 'stopList'
    this.saw(at)
    return 'begun'
  }

  record(entries: readonly JournalEntry[]): void {
    const ended = new Set<AttemptId>()
    for (const entry of entries) this.check(entry, ended)
    for (const entry of entries) this.apply(entry)
  }

  closeCard(closing: CardClosing): void {
    const { attempts, contacts, numbers } = this.tables
    const attempt = attempts.get(closing.attempt)
    const contact = contacts.get(closing.contact)
    assert(attempt !== undefined, `attempt ${closing.attempt} is known`)
    assert(contact !== undefined, `contact ${closing.contact} is known`)
    assertOneContact(closing, attempt.start.contact)
    assert(attempt.card?.closedAt == null, `the card of ${closing.attempt} is closed once`)
    contacts.check(contact, closing.progress)
    if (closing.stop !== null) numbers.stop([closing.stop])
    attempts.closeCard(attempt, closing)
    this.saw(closing.at)
    this.progress(contact, closing.progress)
  }

  private beginOne(start: AttemptStart): Begun {
    const { attempts, campaigns, numbers } = this.tables
    const refused = (rule: 'stopList' | 'contactBusy' | 'numberBusy'): Begun => {
      return { kind: 'refused', attempt: start.id, rule }
    }
    if (start.mode !== 'incoming' && numbers.isStopped(start.number)) return refused('stopList')
    if (attempts.contactIsBusy(start.contact)) return refused('contactBusy')
    if (attempts.numberIsBusy(start.number)) return refused('numberBusy')
    const campaign = campaigns.get(start.campaign)
    assert(campaign !== undefined, `campaign ${start.campaign} is known`)
    const row = attempts.begin(start, campaign.run)
    if (!this.tables.forgets) campaign.attempts.push(row)
    this.saw(start.begunAt)
    return { kind: 'begun', attempt: start.id }
  }

  private check(entry: JournalEntry, ended: Set<AttemptId>): void {
    const { attempts, contacts, forgets } = this.tables
    if (entry.kind === 'attempt' || entry.kind === 'card') {
      const row = attempts.get(entry.attempt)
      // What was forgotten can still be spoken of: late news of an attempt that is over.
      assert(row !== undefined || forgets, `attempt ${entry.attempt} is known`)
      if (entry.kind === 'card' || entry.marks.outcome === undefined) return
      const over = row?.marks.outcome !== undefined || ended.has(entry.attempt)
      assert(!over, `attempt ${entry.attempt} has one outcome`)
      ended.add(entry.attempt)
    } else if (entry.kind === 'contact') {
      const row = contacts.get(entry.progress.contact)
      assert(row !== undefined || forgets, `contact ${entry.progress.contact} is known`)
      if (row !== undefined) contacts.check(row, entry.progress)
    }
  }

  private apply(entry: JournalEntry): void {
    this.saw(entry.at)
    switch (entry.kind) {
      case 'attempt': {
        const row = this.tables.attempts.get(entry.attempt)
        if (row === undefined) return
        this.tables.attempts.mark(row, entry.marks)
        if (entry.marks.outcome !== undefined) this.over(row)
        return
      }
      case 'contact': {
        const row = this.tables.contacts.get(entry.progress.contact)
        if (row !== undefined) this.progress(row, entry.progress)
        return
      }
      case 'card': {
        const row = this.tables.attempts.get(entry.attempt)
        if (row !== undefined) this.tables.attempts.draft(row, entry)
        return
      }
      case 'operator':
      case 'note':
        // Only a store on disk has a use for them: nobody asks this one what happened.
        return
      default:
        never(entry)
    }
  }

  private progress(row: ContactRow, progress: ContactProgress): void {
    this.tables.contacts.apply(row, progress)
    if (this.tables.forgets) this.forget(row)
  }

  /**
   * An attempt that is over is kept while its contact is out of the queue: a card may still refer
   * to it.
   */
  private over(attempt: AttemptRow): void {
    if (!this.tables.forgets) return
    const contact = this.tables.contacts.get(attempt.start.contact)
    if (contact === undefined) {
      this.tables.attempts.forget(attempt)
      return
    }
    contact.over.push(attempt)
    this.forget(contact)
  }

  private forget(row: ContactRow): void {
    if (row.place !== 'queued' && row.place !== 'finished') return
    const { attempts, contacts, campaigns, numbers } = this.tables
    if (row.over.some(hasOpenCard)) return
    for (const attempt of row.over.splice(0)) attempts.forget(attempt)
    const { id, phones, campaign: of } = row.contact
    if (row.finished === null || attempts.contactIsBusy(id)) return
    const campaign = campaigns.get(of)
    assert(campaign !== undefined, `campaign ${of} is known`)
    contacts.forget(row, campaign)
    for (const { number } of phones) numbers.release(number)
  }

  private saw(at: Instant): void {
    if (this.lastAt === null || at > this.lastAt) this.lastAt = at
  }
}
