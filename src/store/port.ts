import type { Instant } from '../base/duration.ts'
import type { BudgetId, CampaignId, ContactId, NumberId } from '../base/id.ts'
import type { Contact, ContactState, FinishReason } from '../campaign/contact.ts'
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
} from './records.ts'

/** Which contacts an engine asks for. */
export interface LeaseQuery {
  readonly campaign: CampaignId
  /** At most this many; 1 to 1000. */
  readonly limit: number
  /** Contacts that wait until this instant or earlier are due. */
  readonly now: Instant
  /** Only contacts of these zones: those where the calling hours are open now. */
  readonly zones: readonly string[]
  /**
   * `demanded`: only those that need a reserved operator (callbacks first of all); `general`: only
   * the others.
   */
  readonly which: 'general' | 'demanded'
  /**
   * Among contacts of one priority: those never called first, or those due for another attempt.
   * Within each of the two the longest due comes first, then the one added first.
   */
  readonly order: 'fresh' | 'retries'
}

/** What a lease hands out. */
export interface Leased {
  readonly contacts: readonly Contact[]
  /** Personal data by contact; it goes to the address book, never into a recording. */
  readonly people: ReadonlyMap<ContactId, Person>
}

/** A contact as `explain --contact` shows it. */
export interface ContactView {
  readonly contact: Contact
  readonly person: Person
  readonly state: ContactState
  /**
   * Until when it waits: given exactly when `state` is `waiting`; it is due from this instant on.
   */
  readonly nextAt: Instant | null
  readonly finished: FinishReason | null
  /** Positions of the phones that are on the stop list. */
  readonly stopped: readonly number[]
}

/** What a contact is looked for by. `phone` is any of its phones, in E.164 with the plus. */
export type ContactTrait = { readonly key: string } | { readonly phone: string }

/**
 * What must outlive the engine. Verbs of the domain; time is passed in; everything is asynchronous,
 * and calls made one after another take effect in that order. Operating errors reject with a
 * `CarillonError`; a rejected call has changed nothing. Of a campaign that was never put the store
 * says that it has no contacts, and refuses (NOT_FOUND) to add to it, to stop it, to keep what
 * was learned of it or to start it over.
 */
export interface Store {
  /** Makes a campaign known, or brings its title up to date. */
  putCampaign(campaign: CampaignId, title: string): Promise<void>
  /** Adds contacts; one batch is all or nothing. At most 10,000 a batch. */
  addContacts(campaign: CampaignId, contacts: readonly NewContact[], at: Instant): Promise<Added>
  /** Remembers that a file with this digest was imported whole. */
  markImported(campaign: CampaignId, digest: string, at: Instant): Promise<void>
  /** Whether it was. */
  wasImported(campaign: CampaignId, digest: string): Promise<boolean>
  /**
   * Puts every contact of the campaign back to its beginning, but those who called us and stand on
   * no list: these stay as they are, a promised callback included. Attempts stay, marked as of an
   * earlier run: the abandonment budget and the stop list forget nothing. Refused (rejects with
   * SITE_LOCKED) while attempts are live.
   */
  startOver(campaign: CampaignId, at: Instant): Promise<void>
  /**
   * Remembers that somebody stopped the campaign, or (`stopped` false) started it again: on disk
   * when this resolves. Starting over does not start it.
   */
  setStopped(campaign: CampaignId, stopped: boolean, at: Instant): Promise<void>
  /** Whether it was stopped, and not started since. */
  isStopped(campaign: CampaignId): Promise<boolean>
  /**
   * Writes behind what pacing has learned of the campaign, in place of what it had; may be lost in
   * a crash. Starting over does not forget it.
   *
   * @param learned whatever pacing will want to read; nobody's data.
   */
  keepLearned(campaign: CampaignId, learned: string, at: Instant): Promise<void>
  /** What `keepLearned` last kept, or null. */
  learned(campaign: CampaignId): Promise<string | null>
  /** How often the campaign was started over; 0 at first. */
  run(campaign: CampaignId): Promise<number>
  /** Zones that occur among the campaign's contacts. */
  zones(campaign: CampaignId): Promise<readonly string[]>

  /**
   * Hands out contacts and marks them leased: no other call returns them until they are returned,
   * or progress is recorded.
   */
  leaseContacts(query: LeaseQuery): Promise<Leased>
  /** Gives leased contacts back untouched; the next lease may return them at once. */
  returnContacts(contacts: readonly ContactId[]): Promise<void>
  /**
   * Who calls: the contact of the latest attempt, of any run, that showed the number called to
   * theirs; else a contact with their number, one who is listed first; else a new one, finished as
   * `calledIn`; else null. One that stood in line is leased, as by `leaseContacts`. Whoever
   * withholds their number is a new one each time.
   */
  takeCaller(query: CallerQuery): Promise<Caller | null>
  /** Personal data of contacts at hand, for cards restored after a crash. */
  people(contacts: readonly ContactId[]): Promise<ReadonlyMap<ContactId, Person>>

  /**
   * Writes attempts down before they are placed: when this resolves they are on disk and survive
   * a loss of power. Each is accepted or refused by itself, in the order given. The stop list
   * refuses nobody who calls us.
   */
  beginAttempts(starts: readonly AttemptStart[]): Promise<readonly Begun[]>
  /**
   * Writes a call to a number outside down, as durably; whether that number is on the stop list is
   * looked at in the same step, and then nothing is written.
   */
  beginOutside(start: OutsideStart): Promise<'begun' | 'stopList'>
  /** Writes behind what happened. May be lost in a crash; never reordered. All or nothing. */
  record(entries: readonly JournalEntry[]): Promise<void>
  /** Closes a card, as durably as `beginAttempts`. */
  closeCard(closing: CardClosing): Promise<void>
  /** Puts numbers on the stop list of the site. */
  stopNumbers(numbers: readonly NumberId[], why: string, at: Instant): Promise<void>

  /**
   * What an earlier engine left behind. Contacts it had leased and not called are made ready again.
   */
  restore(): Promise<Restored>
  /**
   * Counts of the budget by the moment of answer in [from, to), over every campaign and run:
   * `lost` attempts count as abandoned, at the moment they were begun if no answer is known.
   */
  budgetCounts(budget: BudgetId, from: Instant, to: Instant): Promise<BudgetCounts>

  /** The latest instant written by any run, or null: what `restore` says, and nothing changes. */
  lastAt(): Promise<Instant | null>

  /** Where the campaign's contacts stand at `now`. */
  funnel(campaign: CampaignId, now: Instant): Promise<Funnel>
  contactView(campaign: CampaignId, contact: ContactId): Promise<ContactView | null>
  /** Open cards of the campaign's present run, in order of the attempt's id. */
  openCards(campaign: CampaignId): Promise<readonly OpenCard[]>
  /**
   * The campaign's contacts with this key or phone, in order of id; at most `limit`. By key it may
   * look at every contact: for a person who asks, not for an engine.
   */
  findContacts(campaign: CampaignId, by: ContactTrait, limit: number): Promise<readonly ContactId[]>
  /** Attempts of the campaign's present run in order of id, after `after`; at most `limit`. */
  attempts(
    campaign: CampaignId,
    after: string | null,
    limit: number,
  ): Promise<readonly AttemptRecord[]>
  /** Finishes what was asked before, then closes. */
  close(): Promise<void>
}

/** People who answered: connected in time, and not. */
export interface BudgetCounts {
  readonly connected: number
  readonly abandoned: number
}
