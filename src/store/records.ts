import type { Instant } from '../base/duration.ts'
import type {
  AttemptId,
  BudgetId,
  CampaignId,
  ContactId,
  NumberId,
  OperatorId,
  TrunkId,
} from '../base/id.ts'
import type { Mode } from '../campaign/campaign.ts'
import type { CardAnswers } from '../campaign/card.ts'
import type { Contact, FinishReason, Progress } from '../campaign/contact.ts'
import type { Outcome } from '../campaign/outcome.ts'

/** A contact to be added: personal data goes in here and nowhere else. */
export interface NewContact {
  /** The contact's name in the manager's own system, or null. */
  readonly key: string | null
  /** IANA zone. */
  readonly zone: string
  /** 1 first … 9 last. */
  readonly priority: number
  /** E.164 with the plus, in calling order; at least one, no number twice. */
  readonly phones: readonly string[]
  /** The row's columns as they were read. */
  readonly data: Readonly<Record<string, string>>
}

/** What one batch of an import came to. `duplicates` are indexes into the batch. */
export interface Added {
  readonly added: number
  /**
   * A contact of the same campaign has the same first phone already, or stands earlier in the
   * batch. One that only called in is none: it becomes the new one. So does one who was talked to
   * when they called, and is a duplicate still, since they go on where that talk left them.
   */
  readonly duplicates: readonly number[]
}

/** A person's data, kept out of everything that is recorded. */
export interface Person {
  readonly key: string | null
  /** E.164 by position; '' where whoever called us withheld it. */
  readonly phones: readonly string[]
  readonly data: Readonly<Record<string, string>>
}

/** What an attempt is, from the moment it is decided: written durably before the call is placed. */
export interface AttemptStart {
  readonly id: AttemptId
  readonly contact: ContactId
  readonly campaign: CampaignId
  readonly position: number
  readonly number: NumberId
  readonly trunk: TrunkId
  readonly callerId: string
  readonly budget: BudgetId
  /** How it was dialed; `incoming`: the person called us, on `callerId`. */
  readonly mode: Mode | 'incoming'
  /** Who is reserved for it, or null where the reservation is the campaign's. */
  readonly reservedFor: OperatorId | null
  readonly begunAt: Instant
  /** The rules that allowed it, with their version. */
  readonly rules: string
}

/**
 * A call to a number outside that an operator wants in a talk: written durably before it is placed.
 * It is no attempt, and no contact's.
 */
export interface OutsideStart {
  readonly id: AttemptId
  /** The attempt whose talk it is for. */
  readonly attempt: AttemptId
  readonly operator: OperatorId
  /** E.164 with the plus. */
  readonly phone: string
  readonly trunk: TrunkId
  readonly callerId: string
  readonly begunAt: Instant
}

/** Whether an attempt may go on. A refusal changes nothing in the store. */
export type Begun =
  | { readonly kind: 'begun'; readonly attempt: AttemptId }
  | {
      readonly kind: 'refused'
      readonly attempt: AttemptId
      /** `stopList`: the number is on it; `numberBusy` / `contactBusy`: another attempt is live. */
      readonly rule: 'stopList' | 'numberBusy' | 'contactBusy'
    }

/**
 * What becomes known of an attempt while it lives. Instants are wall time; absent means not yet, or
 * never.
 */
export interface AttemptMarks {
  readonly placedAt?: Instant
  readonly provisionalAt?: Instant
  readonly answeredAt?: Instant
  readonly reservedAt?: Instant
  readonly connectedAt?: Instant
  readonly messageStartedAt?: Instant
  readonly messageEndedAt?: Instant
  readonly endedAt?: Instant
  readonly endedBy?: 'callee' | 'us' | 'network'
  /** Who had the person last; before anybody has, who was or is being joined to them. */
  readonly operator?: OperatorId
  readonly sip?: number
  readonly q850?: number
  /** Set exactly once; from then on the attempt is over. */
  readonly outcome?: Outcome
  /** The call's recordings: all of them, each time. */
  readonly recordings?: readonly RecordingMark[]
  /**
   * Which operators were in the talk, in the order in which they came: all of them, each time.
   * Absent where it was `operator` alone, from `connectedAt` to `endedAt`.
   */
  readonly talks?: readonly TalkMark[]
}

/** One operator's time in a talk: with the person, as a guest, or with somebody outside. */
export interface TalkMark {
  readonly operator: OperatorId
  readonly from: Instant
  /** Absent while they are in it; where the engine was lost meanwhile, `endedAt` is meant. */
  readonly to?: Instant
  /** Whether they had the card to close from `to` on, however long the call went on. */
  readonly wrapsUp?: boolean
}

/** One file of a call's recording. Absent instants are those that have not come yet. */
export interface RecordingMark {
  readonly file: string
  readonly startedAt: Instant
  readonly endedAt?: Instant
  /** Whose word there was that it may be: nobody's was asked for, or that of the contact. */
  readonly consent:
    | { readonly by: 'nobody' | 'column' }
    | { readonly by: 'operator'; readonly operator: OperatorId; readonly at: Instant }
  /** While nothing was taken down. */
  readonly pauses: readonly { readonly from: Instant; readonly to?: Instant }[]
}

/** Who calls us, and on which of our numbers. */
export interface CallerQuery {
  /** E.164, as is `to`; null: they withhold it, and nobody knows them. */
  readonly from: string | null
  readonly to: string
  /** Campaigns whose attempts are looked at. */
  readonly campaigns: readonly CampaignId[]
  /** Campaigns that show `to`: their contacts are looked at besides, in this order. */
  readonly showing: readonly CampaignId[]
  /** Where a caller is added whom nobody knows, and in which zone; null: nowhere. */
  readonly admit: { readonly campaign: CampaignId; readonly zone: string } | null
  readonly at: Instant
}

/** A person who calls, as a contact of one campaign. */
export interface Caller {
  readonly contact: Contact
  readonly person: Person
  /** Which of their phones they call from. */
  readonly position: number
}

/** Where a contact stands after something happened to it. */
export interface ContactProgress extends Progress {
  readonly contact: ContactId
}

/** Something that happened, written behind in batches and in order. */
export type JournalEntry =
  | {
      readonly kind: 'attempt'
      readonly at: Instant
      readonly attempt: AttemptId
      readonly marks: AttemptMarks
    }
  | { readonly kind: 'contact'; readonly at: Instant; readonly progress: ContactProgress }
  | {
      /**
       * A card was opened, its draft changed, or it went to another operator: draft and operator
       * replace those before.
       */
      readonly kind: 'card'
      readonly at: Instant
      readonly attempt: AttemptId
      readonly contact: ContactId
      readonly campaign: CampaignId
      readonly operator: OperatorId
      readonly answers: CardAnswers
    }
  | {
      readonly kind: 'operator'
      readonly at: Instant
      readonly operator: OperatorId
      readonly state: string
      readonly why: string | null
      readonly by: 'operator' | 'system' | 'supervisor'
    }
  | {
      readonly kind: 'note'
      readonly at: Instant
      readonly name: string
      readonly data: Readonly<Record<string, unknown>>
    }

/** The end of a card: written durably before the operator is told. */
export interface CardClosing {
  readonly at: Instant
  readonly attempt: AttemptId
  readonly contact: ContactId
  readonly operator: OperatorId
  readonly disposition: string
  /**
   * True when the disposition says that a machine answered: the attempt then counts as no
   * connection.
   */
  readonly machine: boolean
  readonly answers: CardAnswers
  readonly progress: ContactProgress
  /** The number to put on the stop list, or null. */
  readonly stop: NumberId | null
}

/** A card nobody has closed yet. */
export interface OpenCard {
  readonly attempt: AttemptId
  readonly contact: Contact
  readonly campaign: CampaignId
  readonly operator: OperatorId
  readonly answers: CardAnswers
  readonly openedAt: Instant
  readonly position: number
  /** The moment of the answer that its budget counts as a connection, or null: none is counted. */
  readonly counted: Instant | null
}

/** An attempt that was live when the store was last open. */
export interface LiveAttempt {
  readonly start: AttemptStart
  readonly marks: AttemptMarks
  readonly contact: Contact
}

/** What an engine finds when it starts. */
export interface Restored {
  readonly live: readonly LiveAttempt[]
  readonly cards: readonly OpenCard[]
  /** The latest instant written by any earlier run, or null: virtual time goes on from here. */
  readonly lastAt: Instant | null
}

/** Contacts of one campaign by what is to happen to them. They add up to `total`. */
export interface Funnel {
  readonly total: number
  /**
   * Ready to be called, by zone: whether they may be called now is for the calling hours to say.
   */
  readonly ready: Readonly<Record<string, number>>
  /** Due later, by zone. */
  readonly waiting: Readonly<Record<string, number>>
  readonly leased: number
  readonly atOperator: number
  readonly finished: Readonly<Partial<Record<FinishReason, number>>>
  /** The earliest instant of those waiting, or null. */
  readonly nextDueAt: Instant | null
  /** Of those waiting, how many were promised a callback. */
  readonly callbacks: number
}

/** A callback that an operator agreed with the person. */
export interface PromisedCallback {
  readonly at: Instant
  /** Who promised to call back themselves; null: anybody may. */
  readonly operator: OperatorId | null
}

/** One attempt as results and reports read it, with personal data. */
export interface AttemptRecord extends AttemptStart, AttemptMarks {
  readonly key: string | null
  /** E.164; '': whoever called us withheld it. */
  readonly phone: string
  readonly disposition: string | null
  /**
   * When the card was closed: the end of the wrap-up. Absent while it is open, or where there was
   * none.
   */
  readonly closedAt?: Instant
  readonly machine: boolean
  /** The callback agreed on its card, or null. */
  readonly callback: PromisedCallback | null
  readonly answers: CardAnswers | null
  readonly data: Readonly<Record<string, string>>
}
