import type { Duration, Instant } from '../../base/duration.ts'
import type { CampaignId, OperatorId } from '../../base/id.ts'
import type { DayResult } from '../result.ts'

/**
 * What a call came to. `unknown`: somebody or something answered, and nobody ever said which.
 * `cut`: it was taken back, or lost from sight, while it rang: what it would have come to is not
 * known.
 */
export type Fate =
  | 'person'
  | 'machine'
  | 'unknown'
  | 'busy'
  | 'invalid'
  | 'refused'
  | 'congestion'
  | 'unanswered'
  | 'cut'

/** One call of a recorded day. Moments are ms since the day's first line. */
export interface RecordedCall {
  readonly at: Duration
  fate: Fate
  /** From placing to what it came to; Infinity for one that rang until our own ring limit. */
  rang: Duration
  /** How long whoever answered was alone before an operator, the message or the end. */
  waited: Duration
  /** Whether they left by themselves then: `waited` is their whole patience. */
  left: boolean
  /** Whether an operator was joined to it. */
  joined: boolean
  /** Whether its end was seen. */
  over: boolean
}

/** A length of time that was seen, if `whole` to its end. */
export interface Seen {
  readonly at: Duration
  readonly length: Duration
  readonly whole: boolean
}

/** What operators do of their own accord, or are made to. */
export type ShiftAct =
  | { readonly kind: 'signIn' | 'signOut' | 'break' | 'ready' | 'gone' }
  | { readonly kind: 'leaveAt'; readonly at: Instant | null }

/** One operator comes, goes, or takes a break. */
export interface ShiftStep {
  readonly at: Duration
  readonly operator: OperatorId
  readonly act: ShiftAct
}

/** A day as it was recorded, for one campaign. */
export interface RecordedDay {
  readonly campaign: CampaignId
  /** The policy that paced it. */
  readonly policy: string
  readonly start: Instant
  readonly length: Duration
  readonly limits: {
    readonly abandonment: number
    readonly noAnswer: Duration
    readonly ringMinimum: Duration
    readonly connectWithin: Duration
  }
  /** All trunks of the campaign as one: what each moment has to offer, from 0 on. */
  readonly trunk: {
    readonly callsPerSecond: number
    readonly lines: readonly { readonly at: Duration; readonly lines: number }[]
  }
  /** Whether the network told machines from people. */
  readonly detectsMachines: boolean
  /** In the order of placing. */
  readonly calls: readonly RecordedCall[]
  readonly talks: Readonly<Record<'person' | 'machine', readonly Seen[]>>
  readonly wrapUps: readonly Seen[]
  readonly shifts: readonly ShiftStep[]
  /** When the campaign was stopped or started again, by somebody or by its calling hours. */
  readonly controls: readonly {
    readonly at: Duration
    readonly kind: 'start' | 'stop' | 'stopNow'
  }[]
  /** How many contacts there were to call by then, at each moment at which no more were. */
  readonly shortages: readonly { readonly at: Duration; readonly contacts: number }[]
  /**
   * How often a contact came up whom only their own operator may call: promised callbacks, and
   * people who were left without one.
   */
  readonly promised: number
  /** What the day came to, as recorded. */
  readonly figures: DayResult
}
