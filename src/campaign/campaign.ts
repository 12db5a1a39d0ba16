import type { Duration } from '../base/duration.ts'
import type { BudgetId, CampaignId, TrunkId } from '../base/id.ts'
import type { CallingHours } from './calling-hours.ts'
import type { CardDefinition } from './card.ts'
import type { ContactsSource } from './contacts-source.ts'
import type { Disposition } from './disposition.ts'
import type { RetryPlan } from './retry-plan.ts'
import type { LegKind } from './rules/leg-kind.ts'
import type { RecordingRules } from './rules/recording-rules.ts'
import type { TransferRules } from './transfers/transfer-rules.ts'

/** How lines follow operators. See the design of each in `src/pacing/policies`. */
export type Mode = 'preview' | 'progressive' | 'power' | 'predictive'

/** A list, a card, rules and a mode. Read from `campaign.yaml`; see `campaigns/demo`. */
export interface Campaign {
  readonly id: CampaignId
  readonly title: string
  readonly mode: Mode
  /** Lines for each free operator in mode `power`; at least 1. */
  readonly powerRatio: number
  /** How mode `predictive` paces. */
  readonly predictive: PredictiveRules
  /** 1 is served first, 9 last; operators and lines go to a lower number before a higher one. */
  readonly priority: number
  /** Share among campaigns of one priority; greater than 0. */
  readonly weight: number
  /** Trunks in order of preference; at least one. */
  readonly trunks: readonly TrunkId[]
  readonly budget: BudgetId
  /** The number shown to the callee, E.164. */
  readonly callerId: string
  readonly hours: CallingHours
  readonly ring: RingLimits
  /**
   * How long an answered person may be without an operator before the message; 2 s by default (47
   * CFR 64.1200(a)(7)).
   */
  readonly connectWithin: Duration
  readonly message: AbandonmentMessage
  readonly retry: RetryPlan
  readonly afterAbandoned: AfterAbandoned
  readonly dispositions: readonly Disposition[]
  readonly card: CardDefinition
  readonly contacts: ContactsSource
  readonly order: ContactOrder
  readonly wrapUp: WrapUpRules
  /** How long a personal callback waits for its own operator before anyone may take it. */
  readonly callbackGrace: Duration
  /** Mode `preview`: how long the operator may read before they are taken to be away. */
  readonly previewLimit: Duration
  readonly recording: RecordingRules
  /** What becomes of people who call back; left out: see `incomingOf`. */
  readonly incoming?: IncomingRules
  /** Numbers outside that operators may bring into their calls; left out: none. */
  readonly transfers?: TransferRules
  /** The phones of operators whose own entry says nothing; left out: `held`. */
  readonly leg?: LegKind
}

/** What a campaign in mode `predictive` may decide about its pacing. */
export interface PredictiveRules {
  /**
   * How surely the budget's limit holds at the end of its window. `default`: but for a small,
   * tested chance. `strict`: whatever the lines in flight come to, at the cost of idle operators.
   */
  readonly guarantee: 'default' | 'strict'
  /** Whether surplus lines may be taken back once they have rung for `ring.minimum`. */
  readonly dropLines: boolean
  /** The largest share of all lines that may be taken back so, 0 to 1. */
  readonly dropShareMax: number
  /**
   * No line is started whose answer finds nobody with a greater chance than this, 0 to 1, however
   * much of the budget is left: lower, and people are abandoned more evenly over the day.
   */
  readonly priceMax: number
}

/** How long a call may and must ring. */
export interface RingLimits {
  /** A call not answered for this long is ended as no answer. */
  readonly limit: Duration
  /**
   * No call is taken back by us before it has rung this long; 15 s by law in the US and the UK (16
   * CFR 310.4(b)(4)(ii)).
   */
  readonly minimum: Duration
}

/** What a person hears when nobody can speak to them in time. */
export interface AbandonmentMessage {
  /** Who called and why, in words. */
  readonly text: string
  /** The sound of it, by its path in the folder of the campaign: what is played on real lines. */
  readonly file?: string
  /** The key that puts the number on the stop list; null for none. */
  readonly stopKey: string | null
}

/** What becomes of people who call the number that the campaign shows. */
export interface IncomingRules {
  /**
   * - `operators`: a free operator, with the card of their contact; nobody in time: the message.
   * - `message`: nobody; they hear who called and why.
   * - `nobody`: they find it busy.
   */
  readonly to: 'operators' | 'message' | 'nobody'
  /** How long a caller waits for an operator, with music, before the message. */
  readonly wait: Duration
  /** What a caller gets who is on no list of the campaigns that show this number. */
  readonly unknown: 'operators' | 'message'
  /** What they hear; null: the message for people nobody could speak to. */
  readonly message: AbandonmentMessage | null
}

/**
 * What a person whom we called and left without an operator may expect. Ofcom's statement on
 * persistent misuse: no call to that number for 72 hours without a guaranteed operator.
 */
export interface AfterAbandoned {
  /**
   * For this long after an abandoned call the person is not called without a guaranteed operator;
   * 72 h by default.
   */
  readonly lockout: Duration
  /**
   * True: the attempts that follow have a reserved operator each, so that they need not wait.
   * False: they wait.
   */
  readonly demandOperator: boolean
}

/**
 * `fresh`: contacts never called come first; `retries`: those due for another attempt come first.
 */
export type ContactOrder = 'fresh' | 'retries'

/** How long an operator may work on a card after the call. */
export interface WrapUpRules {
  /**
   * After this long the operator is taken to be away. 0: no wrap-up, the card closes with the call.
   */
  readonly limit: Duration
  /** By how much one extension moves the limit. */
  readonly extension: Duration
  /** How many extensions one wrap-up may have. */
  readonly extensionsMax: number
  /**
   * With limit 0: the disposition recorded with the card as it is when the call ends. Null
   * otherwise.
   */
  readonly disposition: string | null
}
