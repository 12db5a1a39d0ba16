import type { Instant } from '../../base/duration.ts'
import type { AttemptId, CampaignId, ContactId, OperatorId, TrunkId } from '../../base/id.ts'
import type { Mode } from '../../campaign/campaign.ts'
import type { BudgetRule } from '../../campaign/site.ts'
import { shownAs } from '../../campaign/transfers/transfer-rules.ts'
import type { OperatorStateName, PhoneState } from '../../desk/port.ts'
import type { Because } from '../../pacing/policy.ts'
import type { Funnel } from '../../store/records.ts'
import type { AttemptState } from '../attempt/attempt.ts'
import { isSlowed } from '../capacity/trunk-gate.ts'
import { promisedTo } from '../choose/demanded.ts'
import type { AttemptRun, CampaignRun, Core, OperatorRun, Tally } from '../core.ts'

/** What is going on in an engine, as data: for screens, for `explain` and for tests. Ids only. */
export interface Snapshot {
  readonly wall: Instant
  readonly campaigns: readonly CampaignView[]
  readonly operators: readonly OperatorView[]
  readonly trunks: readonly TrunkView[]
  readonly calls: readonly CallView[]
  /** Why nothing can be written at the moment, or null. */
  readonly storeTrouble: string | null
}

/** One campaign at work. */
export interface CampaignView {
  readonly id: CampaignId
  readonly title: string
  readonly mode: Mode
  readonly state: 'running' | 'stopping' | 'stopped'
  /** Lines by the state of their attempt. */
  readonly lines: Readonly<Partial<Record<AttemptState['name'], number>>>
  readonly tally: Tally
  readonly budget: BudgetView
  readonly because: Because | null
  readonly funnel: Funnel | null
  /** Contacts at hand, leased from the store. */
  readonly atHand: number
  /** Of those, how many wait for the operator they were promised to. */
  readonly promised: number
  readonly openCards: number
  /** Of those, how many nobody has in hand: their operators are away. */
  readonly waitingCards: number
  /** Of those again, how many are of operators who are not of this engine. */
  readonly leftCards: number
}

/** The window of an abandonment budget so far. */
export interface BudgetView {
  readonly rule: BudgetRule
  readonly from: Instant
  readonly to: Instant
  readonly connected: number
  readonly abandoned: number
}

/** One operator. */
export interface OperatorView {
  readonly id: OperatorId
  readonly state: OperatorStateName
  readonly why: string | null
  /** How their own phone stands. */
  readonly phone: PhoneState
  readonly campaign: CampaignId | null
  readonly campaigns: readonly CampaignId[]
}

/** One trunk. */
export interface TrunkView {
  readonly id: TrunkId
  readonly lines: number
  readonly used: number
  /** Share of the calls per second that is let through, below 1 while the carrier refuses. */
  readonly pace: number
  readonly slowed: boolean
  readonly congested: number
}

/** One call in flight. */
export interface CallView {
  readonly attempt: AttemptId
  readonly campaign: CampaignId
  readonly contact: ContactId
  readonly state: AttemptState['name']
  readonly operator: OperatorId | null
  /** Somebody outside who is in it, called into it, or has its person; null: nobody. */
  readonly outside: { readonly whom: string; readonly answered: boolean } | null
}

/** Looks at an engine without touching it. */
export function snapshot(core: Core): Snapshot {
  return {
    wall: core.timeline.wall(),
    campaigns: [...core.campaigns.values()].map(run => campaignView(core, run)),
    operators: [...core.operators.values()].map(operatorView),
    trunks: [...core.trunks.values()].map(({ id, gate, congested }) => ({
      id,
      lines: gate.lines,
      used: gate.used,
      pace: gate.pace,
      slowed: isSlowed(gate),
      congested,
    })),
    calls: [...core.attempts.values()].map(run => callView(core, run)),
    storeTrouble: core.troubles.code ?? (core.journal.full ? 'OVERLOADED' : null),
  }
}

function callView(core: Core, { id, campaign, contact, attempt, bound }: AttemptRun): CallView {
  const { state } = attempt
  const from = state.name === 'uniting' ? state.from : (bound?.id ?? null)
  const outside = core.outsides.get(attempt.outside?.id ?? '')
  return {
    attempt: id,
    campaign: campaign.id,
    contact: contact.id,
    state: state.name,
    operator: 'operator' in state ? state.operator : from,
    outside:
      outside === undefined ? null : { whom: shownAs(outside.to), answered: outside.answered },
  }
}

function campaignView(core: Core, run: CampaignRun): CampaignView {
  const lines: Partial<Record<AttemptState['name'], number>> = {}
  for (const attempt of core.attempts.values()) {
    if (attempt.campaign !== run) continue
    const { name } = attempt.attempt.state
    lines[name] = (lines[name] ?? 0) + 1
  }
  const { rule, from, to, connected, abandoned } = run.budget
  return {
    id: run.id,
    title: run.campaign.title,
    mode: run.campaign.mode,
    state: run.state,
    lines,
    tally: { ...run.tally },
    budget: { rule, from, to, connected, abandoned },
    because: run.because,
    funnel: run.funnel,
    atHand: run.buffer.length + run.demanded.length,
    promised: run.demanded.filter(contact => promisedTo(core, contact) !== null).length,
    openCards: run.openCards,
    ...awayCards(core, run),
  }
}

function awayCards({ cards, operators, attempts }: Core, run: CampaignRun) {
  let waitingCards = 0
  let leftCards = 0
  for (const [attempt, { view, live, closing, operator: id }] of cards) {
    if (view.campaign !== run.id || !live || closing || attempts.has(attempt)) continue
    const operator = operators.get(id)
    const state = operator?.operator.state
    if (state?.name === 'wrapUp' && state.attempt === attempt) continue
    waitingCards++
    if (operator === undefined) leftCards++
  }
  return { waitingCards, leftCards }
}

function operatorView(run: OperatorRun): OperatorView {
  const { state } = run.operator
  return {
    id: run.id,
    state: state.name,
    why: state.name === 'break' ? state.reason : null,
    phone: run.phone,
    campaign: run.allotted?.id ?? null,
    campaigns: run.campaigns,
  }
}
