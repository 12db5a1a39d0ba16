import type { Subject } from 'rxjs'
import type { Duration, Instant } from '../base/duration.ts'
import type {
  AttemptId,
  BudgetId,
  CampaignId,
  ContactId,
  NumberId,
  OperatorId,
  SupervisorId,
  TrunkId,
} from '../base/id.ts'
import type { Cancel, Timeline } from '../base/timeline.ts'
import type { Campaign, IncomingRules } from '../campaign/campaign.ts'
import type { Contact } from '../campaign/contact.ts'
import type { LegKind } from '../campaign/rules/leg-kind.ts'
import type { BudgetRule, SupervisionRules } from '../campaign/site.ts'
import type { OutsideNumber } from '../campaign/transfers/transfer-rules.ts'
import type { Rulebook } from '../compliance/rulebook.ts'
import type { Cards } from '../desk/cards.ts'
import type { Operator } from '../desk/operator.ts'
import type { Desk, OperatorStateName, OutsideEnd, PhoneState } from '../desk/port.ts'
import type { Because } from '../pacing/policy.ts'
import type { Store } from '../store/port.ts'
import type { AttemptStart, Funnel, Person, TalkMark } from '../store/records.ts'
import type { Telephony } from '../telephony/port.ts'
import type { Attempt, AttemptEvent } from './attempt/attempt.ts'
import type { FreeRow } from './capacity/free-row.ts'
import type { TrunkGate } from './capacity/trunk-gate.ts'
import type { EngineEvent } from './engine-event.ts'
import type { Feed } from './feed/feed.ts'
import type { Pacer } from './feed/pacer.ts'
import type { Inbox, Input } from './inbox.ts'
import type { CallRecording } from './recording/call-recording.ts'
import type { Journal } from './writing/journal.ts'
import type { Pending } from './writing/pending.ts'
import type { Troubles } from './writing/troubles.ts'

/** One live attempt as the engine holds it. */
export interface AttemptRun {
  readonly id: AttemptId
  readonly campaign: CampaignRun
  readonly contact: Contact
  /** What was, or will be, written down of it. */
  start: AttemptStart
  /** The trunk whose line it has, or null before it needs one. */
  trunk: TrunkRun | null
  /** Whether it was promised an operator of its own: it is then no part of the pacing. */
  readonly demanded: boolean
  /** The network's name for the call of a person who calls us; null: we call them. */
  readonly incoming: string | null
  attempt: Attempt
  /** The operator promised to this attempt, until somebody is joined. */
  bound: OperatorRun | null
  timer: Cancel | null
  /** The moment of the answer, or null. */
  answeredAt: Instant | null
  /** Monotonic ms of placing, or null before. */
  placedAt: number | null
  /** Monotonic ms at which the network said that it rings, or null: it has not said so. */
  ringsSince: number | null
  /** How long it rang, once that is over: until the answer, or until it was given up. */
  rang: Duration | null
  /** How long whoever answered was without an operator; 0: one was free. */
  waited: Duration
  /** Whether it is among its campaign's ringing lines. */
  paced: boolean
  /** What kept it from being begun, or null. */
  refused: 'stopList' | 'numberBusy' | 'contactBusy' | null
  /** Whether the person asked, by key, never to be called again. */
  stopPressed: boolean
  /** Whether the carrier has been heard on it, for the trunk's throttle. */
  heard: boolean
  /** Its recording, once the person and an operator hear each other; null: there is none. */
  recording: CallRecording | null
  /** Which operators are or were in its talk, in the order in which they came. */
  talks: readonly TalkMark[]
}

/** A call to a number outside that an operator wants in a talk: a line of its own, no attempt. */
export interface OutsideRun {
  readonly id: AttemptId
  readonly call: AttemptRun
  readonly operator: OperatorId
  readonly to: OutsideNumber
  readonly trunk: TrunkRun
  /** Whether the network has it: until then it is being written down. */
  placed: boolean
  answered: boolean
  /** Whether the carrier has been heard on it, for the trunk's throttle. */
  heard: boolean
  /** Whether we have asked for its end. */
  ending: boolean
  /** Why we have done so, where that is not plain; null: it is. */
  why: OutsideEnd | null
  timer: Cancel | null
}

/** One operator as the engine holds them. */
export interface OperatorRun {
  readonly id: OperatorId
  operator: Operator
  /** The state that their screen was told last. */
  shown: OperatorStateName
  /** Campaigns signed in to, in the order of the site file. */
  campaigns: readonly CampaignId[]
  /** The campaign this operator counts for now, or null. */
  allotted: CampaignRun | null
  /** The attempt this operator is promised to, or null. */
  bound: AttemptRun | null
  /** Monotonic ms; keeps its value while reserved. */
  freeSince: number
  readonly leg: LegKind
  /** How their phone stands: only while it is up can anybody be joined to them. */
  phone: PhoneState
  /** Whether there is a phone to call at all: one that registers may not have. */
  hasPhone: boolean
  /** Since when their phone is rung while they are at work, or null: it is not. */
  rung: Rung | null
  /** Monotonic ms at which the leg last dropped by itself. */
  droppedAt: number
  /** Monotonic ms since when their phone could not be called for a fault of ours, or null. */
  faultSince: number | null
  /** Monotonic ms before which the phone is not rung: it has just dropped out of a call. */
  ringAfter: number
  /** Monotonic ms since when they are free and nothing rings for them, or null: it is otherwise. */
  restsSince: number | null
  /** What the operator asked for and waits for the phone to come up. */
  coming: 'signIn' | 'ready' | null
  /** Whether the screen went away in mid-call: the person is passed on when the leg is down. */
  gone: boolean
  wrapUpTimer: Cancel | null
  /** Monotonic ms from which on they have said they will be away, or null. */
  leavesAt: number | null
}

/** The phone of an operator at work is being rung. */
export interface Rung {
  /** Monotonic ms. */
  readonly since: number
  /** The campaign that has work for them; null: the leg they had dropped. */
  readonly campaign: CampaignRun | null
}

/** A trunk shared by the campaigns. */
export interface TrunkRun {
  readonly id: TrunkId
  /** What the site allows; the network may have less. */
  readonly lines: number
  gate: TrunkGate
  /** Calls refused for want of room since the engine started. */
  congested: number
}

/** An abandonment budget's window so far. */
export interface BudgetRun {
  readonly rule: BudgetRule
  /** Local hour of the day in its zone, 0–24 with its fraction. */
  readonly hourAt: (at: Instant) => number
  from: Instant
  to: Instant
  connected: number
  abandoned: number
}

/** One campaign as the engine runs it. */
export interface CampaignRun {
  readonly id: CampaignId
  readonly campaign: Campaign
  /** What becomes of people who call back. */
  readonly incoming: IncomingRules
  readonly rulebook: Rulebook
  readonly trunks: readonly TrunkRun[]
  readonly budget: BudgetRun
  /** What the policy is told beside counts. */
  readonly feed: Feed<AttemptRun, OperatorRun>
  /** Asks the policy, and holds its state. */
  readonly pacer: Pacer
  because: Because | null
  /** What the store has of what the policy learned, and when that was asked for, monotonic ms. */
  learned: { readonly kept: string | null; readonly at: number }
  /** What was last written down of it, and when, in monotonic ms. */
  decisionNoted: { readonly rule: string; readonly at: number } | null
  /** Lines wanted in the decision being made and not started yet. */
  wished: number
  state: 'running' | 'stopping' | 'stopped'
  /** Whether somebody stopped it: the store keeps that until somebody starts it. */
  stopKept: boolean
  /** Contacts at hand, leased ahead, in the order of calling. */
  buffer: Contact[]
  /** Contacts at hand that need an operator of their own. */
  demanded: Contact[]
  /** Zones among the contacts. */
  zones: readonly string[]
  /** Free operators allotted to the campaign and promised to no attempt. */
  readonly unbound: FreeRow<OperatorRun>
  /** Operators promised to attempts that pacing counts. */
  boundCount: number
  /** Operators promised to demanded attempts. */
  demandBound: number
  /** Operators who talk or wrap up. */
  busy: number
  /** Lines started and not answered yet, without demanded ones. */
  ringing: number
  /** People who answered and have no operator yet, the longest waiting first. */
  readonly seeking: Set<AttemptRun>
  /** Attempts alive, whatever their state. */
  live: number
  /** Whether free operators are shown as reserved for the campaign. */
  reservedShown: boolean
  /** Cards that are open. */
  openCards: number
  readonly supply: Record<'general' | 'demanded', SupplyLine>
  /** What the store last said of the contacts, or null before the first word. */
  funnel: Funnel | null
  funnelAsked: boolean
  /** Monotonic ms of the last word of it. */
  funnelAt: number
  readonly tally: Tally
}

/** One kind of lease of a campaign. */
export interface SupplyLine {
  asking: boolean
  /** Monotonic ms before which the store is not asked again, as it had nothing. */
  notBefore: number
}

/** Counts since the engine started. */
export interface Tally {
  placed: number
  answered: number
  connected: number
  abandoned: number
  ended: number
}

/** Personal data of contacts at hand. Nothing of it is ever recorded. */
export type AddressBook = Map<ContactId, Person>

/** What every part of the engine works on. */
export interface Core {
  readonly timeline: Timeline
  readonly telephony: Telephony
  readonly store: Store
  readonly desk: Desk
  readonly cards: Cards
  readonly book: AddressBook
  readonly inbox: Inbox
  readonly journal: Journal
  readonly newId: () => AttemptId
  readonly supervision: SupervisionRules
  /** Who is with which operator, told or not yet. */
  readonly supervised: Map<SupervisorId, OperatorId>
  readonly events: Subject<EngineEvent>
  readonly campaigns: ReadonlyMap<CampaignId, CampaignRun>
  /** The campaigns in the order in which they are served: best priority first. */
  readonly ranked: readonly CampaignRun[]
  readonly operators: Map<OperatorId, OperatorRun>
  readonly trunks: ReadonlyMap<TrunkId, TrunkRun>
  readonly budgets: ReadonlyMap<BudgetId, BudgetRun>
  readonly attempts: Map<AttemptId, AttemptRun>
  /** Calls to numbers outside, by the id of their own. */
  readonly outsides: Map<AttemptId, OutsideRun>
  /** Numbers in a live attempt, whichever campaign's. */
  readonly numbers: Map<NumberId, AttemptId>
  /**
   * Numbers whose holder asked never to be called again since the engine started: they hold from
   * that moment, before the store has them on its list.
   */
  readonly stopped: Set<NumberId>
  /** Contacts in a live attempt: a card may be closed before the network has ended its call. */
  readonly contacts: Set<ContactId>
  /** Free operators of several campaigns whom the allocator has given to none. */
  readonly unallotted: Set<OperatorRun>
  /** Operators without a task whose phones are not up: nobody can be joined to them. */
  readonly asleep: Set<OperatorRun>
  /** Operators who have said from when on they will be away. */
  readonly leaving: Set<OperatorRun>
  /** Operators whose reservation may have to be shown or taken back. */
  readonly toShow: Set<OperatorRun>
  /** Previewed attempts that are to be placed and have no line yet. */
  readonly wantLine: Set<AttemptRun>
  /** Attempts decided and not yet handed to the store. */
  beginning: AttemptRun[]
  /** Whether the engine is to end: nothing is started here any more, whatever is asked for. */
  ending: boolean
  /** Monotonic ms of the input being worked on. */
  now: number
  wall: Instant
  /** Replies of the store that are still to come. */
  readonly pending: Pending
  /** What the store refuses at the moment. */
  readonly troubles: Troubles
  /** Lets something happen to an attempt and does what follows; see `calls/dispatch.ts`. */
  dispatch(run: AttemptRun, event: AttemptEvent): void
  /** Puts an input into the inbox, stamped with both clocks, and sees that it is worked on. */
  enqueue(input: Input): void
}
