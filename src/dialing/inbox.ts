import { assert } from '../base/assert.ts'
import type { Instant } from '../base/duration.ts'
import type { AttemptId, CampaignId, OperatorId, SupervisorId, TrunkId } from '../base/id.ts'
import type { CallbackWish } from '../campaign/card.ts'
import type { Contact } from '../campaign/contact.ts'
import type { InCallAction, RecordingAct } from '../desk/port.ts'
import type { Begun, Funnel } from '../store/records.ts'
import type { CallEvent, LegEvent, TrunkCapacity } from '../telephony/call-event.ts'
import type { IncomingRefusal } from '../telephony/incoming.ts'
import type { SupervisionWay } from '../telephony/supervision.ts'
import type { AttemptTimer } from './attempt/attempt.ts'
import { INBOX_MAX } from './limits.ts'

/** What an operator did, as the engine sees it: no answers of the card, no names. */
export type DeskInput = { readonly operator: OperatorId } & (
  | { readonly kind: 'signIn'; readonly campaigns: readonly CampaignId[] }
  | { readonly kind: 'signOut' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'break'; readonly reason: string }
  | { readonly kind: 'leaveAt'; readonly at: Instant | null }
  | { readonly kind: 'startCall'; readonly attempt: AttemptId }
  | { readonly kind: 'saveCard'; readonly attempt: AttemptId }
  | {
      readonly kind: 'closeCard'
      readonly attempt: AttemptId
      readonly disposition: string
      readonly callback: CallbackWish | null
    }
  | { readonly kind: 'extendWrapUp'; readonly attempt: AttemptId }
  | { readonly kind: 'hangUp'; readonly attempt: AttemptId }
  | InCallAction
  | OutsideAction
  | { readonly kind: 'record'; readonly attempt: AttemptId; readonly act: RecordingAct }
  | { readonly kind: 'gone' }
  | { readonly kind: 'phoneKnown'; readonly isThere: boolean }
)

/** Somebody outside is to come into a call, or to have its person. */
export interface OutsideAction {
  readonly kind: 'outside'
  readonly attempt: AttemptId
  readonly act: 'invite' | 'transfer'
  /** Their place among the campaign's numbers; null: it is none of them. */
  readonly to: number | null
}

/** What somebody in charge asks for. */
export type ControlInput =
  /** The campaign is dialed, by the next engine where this one is to end. */
  | { readonly kind: 'start'; readonly campaign: CampaignId }
  /**
   * No call is placed from now on; those in flight end by themselves. The campaign stays stopped,
   * in the next engine too, until it is started.
   */
  | { readonly kind: 'stop'; readonly campaign: CampaignId }
  /** The engine is to end: the same for all, for good, and not remembered. */
  | { readonly kind: 'windDown' }
  /** Every campaign is stopped, which is not remembered, and calls in flight are ended now. */
  | { readonly kind: 'stopNow' }
  | { readonly kind: 'breakFor'; readonly operator: OperatorId; readonly reason: string }
  /** A supervisor comes to an operator, or does so in another way; or leaves. */
  | {
      readonly kind: 'supervise'
      readonly supervisor: SupervisorId
      readonly operator: OperatorId
      readonly way: SupervisionWay
    }
  | { readonly kind: 'stopSupervising'; readonly supervisor: SupervisorId }
  /** An open card goes to somebody else. */
  | { readonly kind: 'handCard'; readonly attempt: AttemptId; readonly to: OperatorId }
  /** An open card is closed in its operator's place, as it is filled in. */
  | {
      readonly kind: 'closeCard'
      readonly attempt: AttemptId
      readonly disposition: string
      readonly callback: CallbackWish | null
    }

/** What the store is asked to do. */
export type Asked =
  | 'lease'
  | 'begin'
  | 'closeCard'
  | 'stopNumbers'
  | 'stopCampaign'
  | 'record'
  | 'read'
  | 'learned'

/** Of these, what is asked for until it is done, and says only that it is. */
export type Lasting = 'record' | 'stopNumbers' | 'stopCampaign' | 'learned'

/** What the store answered. */
export type StoreInput =
  | {
      readonly kind: 'leased'
      readonly campaign: CampaignId
      readonly which: 'general' | 'demanded'
      readonly asked: number
      readonly contacts: readonly Contact[]
    }
  | { readonly kind: 'begun'; readonly results: readonly Begun[] }
  | {
      readonly kind: 'outsideBegun'
      readonly outside: AttemptId
      readonly result: 'begun' | 'stopList'
    }
  | { readonly kind: 'outsideFailed'; readonly outside: AttemptId; readonly code: string }
  | { readonly kind: 'cardStored'; readonly attempt: AttemptId; readonly disposition: string }
  | {
      readonly kind: 'funnel'
      readonly campaign: CampaignId
      readonly funnel: Funnel
    }
  /** Something that had failed was written after all. */
  | { readonly kind: 'recovered'; readonly what: Lasting }
  | {
      readonly kind: 'failed'
      readonly what: Asked
      readonly code: string
      readonly campaign?: CampaignId
      readonly which?: 'general' | 'demanded'
      readonly attempts?: readonly AttemptId[]
    }

/** Who calls, as far as they are known. */
export interface KnownCaller {
  readonly contact: Contact
  /** Which of their phones they call from. */
  readonly position: number
}

/** Somebody calls one of our numbers. */
export interface IncomingInput {
  readonly from: 'incoming'
  /** The network's name for the call. */
  readonly call: string
  readonly trunk: TrunkId
  /** Our own number that they called, E.164. */
  readonly called: string
  /** Whose call it is, or why it is turned away. */
  readonly who: KnownCaller | IncomingRefusal
}

/** Everything that can reach the engine from outside. Carries ids, never names or numbers. */
export type Input =
  | { readonly from: 'telephony'; readonly event: CallEvent | LegEvent }
  | IncomingInput
  | { readonly from: 'trunk'; readonly capacity: TrunkCapacity }
  | { readonly from: 'desk'; readonly action: DeskInput }
  | { readonly from: 'store'; readonly reply: StoreInput }
  | { readonly from: 'control'; readonly command: ControlInput }
  | { readonly from: 'timer'; readonly attempt: AttemptId; readonly timer: AttemptTimer }
  | { readonly from: 'wrapUp'; readonly operator: OperatorId; readonly attempt: AttemptId }
  | { readonly from: 'preview'; readonly attempt: AttemptId }
  | { readonly from: 'clock' }

/** One line of the recording: what came in, and when by both clocks. */
export interface Entry {
  readonly at: number
  readonly wall: Instant
  readonly input: Input
}

/**
 * The one way into the engine: ordered and bounded. Whoever enqueues returns at once; the engine
 * takes entries out at its own pace, so that nothing outside ever runs in the middle of a decision.
 */
export class Inbox {
  private entries: Entry[] = []
  private next = 0

  get size(): number {
    return this.entries.length - this.next
  }

  /** Adds an entry at the end. More than `INBOX_MAX` waiting is a bug of the engine's pace. */
  push(entry: Entry): void {
    assert(this.size < INBOX_MAX, `the inbox holds more than ${INBOX_MAX} inputs`)
    this.entries.push(entry)
  }

  /** Takes the oldest entry out, or undefined. */
  take(): Entry | undefined {
    const entry = this.entries[this.next]
    if (entry === undefined) {
      this.entries.length = 0
      this.next = 0
      return undefined
    }
    this.next++
    // Spent entries are dropped in large steps, so that taking one stays cheap.
    if (this.next > 1024 && this.next * 2 > this.entries.length) {
      this.entries = this.entries.slice(this.next)
      this.next = 0
    }
    return entry
  }
}
