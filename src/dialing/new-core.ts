import type { Subject } from 'rxjs'
import { assert } from '../base/assert.ts'
import type { Instant } from '../base/duration.ts'
import { windowOf } from '../campaign/budget-window.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { incomingOf } from '../campaign/incoming/incoming-of.ts'
import { LEG_DEFAULT, type LegKind } from '../campaign/rules/leg-kind.ts'
import type { Site } from '../campaign/site.ts'
import { localHour } from '../compliance/local-hour.ts'
import { rulebookOf } from '../compliance/rulebook.ts'
import { newOperator } from '../desk/operator.ts'
import { dispatch } from './calls/dispatch.ts'
import { FreeRow } from './capacity/free-row.ts'
import { newTrunkGate } from './capacity/trunk-gate.ts'
import type { BudgetRun, CampaignRun, Core, OperatorRun, TrunkRun } from './core.ts'
import type { EngineEvent } from './engine-event.ts'
import { Feed } from './feed/feed.ts'
import { LiveObservation } from './feed/observe.ts'
import { Pacer } from './feed/pacer.ts'
import { Inbox } from './inbox.ts'
import type { EngineParts } from './parts.ts'
import { codeOf } from './writing/ask-store.ts'
import { Journal } from './writing/journal.ts'
import { Pending } from './writing/pending.ts'
import { Troubles } from './writing/troubles.ts'

/** The state of an engine at its beginning. `drain` is called after each input has come in. */
export function createCore(
  parts: EngineParts,
  events: Subject<EngineEvent>,
  drain: () => void,
): Core {
  const { timeline, telephony, store, desk, site } = parts
  const now = timeline.monotonic()
  const wall = timeline.wall()
  const inbox = new Inbox()
  const trunks = trunksOf(site, now)
  const budgets = budgetsOf(site, wall)
  const operators = new Map(
    site.operators.map(({ id }): [string, OperatorRun] => [
      id,
      newOperatorRun(id, parts.legOf?.(id) ?? LEG_DEFAULT),
    ]),
  )
  const campaigns = new Map(
    parts.campaigns.map((campaign): [string, CampaignRun] => [
      campaign.id,
      newCampaignRun(() => core, { campaign, parts, trunks, budgets }),
    ]),
  )
  const core: Core = {
    timeline,
    telephony,
    store,
    desk,
    cards: new Map(),
    book: new Map(),
    inbox,
    journal: journalOf(parts, () => core),
    newId: parts.newId,
    supervision: site.supervision ?? { supervisors: [], tellOperators: true },
    supervised: new Map(),
    events,
    campaigns,
    ranked: [...campaigns.values()].sort((a, b) => a.campaign.priority - b.campaign.priority),
    operators,
    trunks,
    budgets,
    attempts: new Map(),
    outsides: new Map(),
    numbers: new Map(),
    stopped: new Set(),
    contacts: new Set(),
    unallotted: new Set(),
    asleep: new Set(),
    leaving: new Set(),
    toShow: new Set(),
    wantLine: new Set(),
    beginning: [],
    ending: false,
    now,
    wall,
    pending: new Pending(),
    troubles: new Troubles({
      failed: (what, code) => events.next({ at: core.wall, kind: 'store.failed', what, code }),
      recovered: () => events.next({ at: core.wall, kind: 'store.recovered' }),
    }),
    dispatch: (run, event) => dispatch(core, run, event),
    enqueue: input => {
      inbox.push({ at: timeline.monotonic(), wall: timeline.wall(), input })
      drain()
    },
  }
  return core
}

function journalOf({ timeline, store }: EngineParts, core: () => Core): Journal {
  return new Journal({
    timeline,
    write: entries => store.record(entries),
    waiting: change => (change === 1 ? core().pending.more() : core().pending.less()),
    failed: error =>
      core().enqueue({
        from: 'store',
        reply: { kind: 'failed', what: 'record', code: codeOf(error) },
      }),
    recovered: () =>
      core().enqueue({ from: 'store', reply: { kind: 'recovered', what: 'record' } }),
  })
}

function trunksOf({ trunks }: Site, now: number): ReadonlyMap<string, TrunkRun> {
  return new Map(
    trunks.map(({ id, lines, callsPerSecond }) => [
      id,
      { id, lines, gate: newTrunkGate(lines, callsPerSecond, now), congested: 0 },
    ]),
  )
}

function budgetsOf({ budgets }: Site, wall: Instant): ReadonlyMap<string, BudgetRun> {
  return new Map(
    budgets.map(rule => [
      rule.id,
      {
        rule,
        hourAt: localHour(rule.window.zone),
        ...windowOf(rule.window, wall),
        connected: 0,
        abandoned: 0,
      },
    ]),
  )
}

function newOperatorRun(id: string, leg: LegKind): OperatorRun {
  return {
    id,
    operator: newOperator,
    campaigns: [],
    allotted: null,
    bound: null,
    shown: 'signedOut',
    freeSince: 0,
    leg,
    phone: 'down',
    hasPhone: true,
    rung: null,
    droppedAt: -Infinity,
    faultSince: null,
    ringAfter: -Infinity,
    restsSince: null,
    coming: null,
    gone: false,
    wrapUpTimer: null,
    leavesAt: null,
  }
}

/** What a campaign is run with. */
interface Ground {
  readonly campaign: Campaign
  readonly parts: EngineParts
  readonly trunks: ReadonlyMap<string, TrunkRun>
  readonly budgets: ReadonlyMap<string, BudgetRun>
}

function newCampaignRun(core: () => Core, ground: Ground): CampaignRun {
  const { campaign, parts, trunks, budgets } = ground
  const budget = budgets.get(campaign.budget)
  assert(budget !== undefined, `the site has the budget ${campaign.budget}`)
  const run: CampaignRun = {
    id: campaign.id,
    campaign,
    incoming: incomingOf(campaign),
    rulebook: rulebookOf(campaign),
    trunks: campaign.trunks.map(id => {
      const trunk = trunks.get(id)
      assert(trunk !== undefined, `the site has the trunk ${id}`)
      return trunk
    }),
    budget,
    feed: new Feed(),
    pacer: new Pacer(parts.policyOf(campaign), () => new LiveObservation(core(), run), {
      now: () => core().now,
    }),
    because: null,
    learned: { kept: null, at: parts.timeline.monotonic() },
    decisionNoted: null,
    wished: 0,
    state: 'running',
    stopKept: false,
    buffer: [],
    demanded: [],
    zones: [campaign.hours.zone],
    unbound: new FreeRow(),
    boundCount: 0,
    demandBound: 0,
    busy: 0,
    ringing: 0,
    seeking: new Set(),
    live: 0,
    reservedShown: false,
    openCards: 0,
    supply: { general: { asking: false, notBefore: 0 }, demanded: { asking: false, notBefore: 0 } },
    funnel: null,
    funnelAsked: false,
    funnelAt: Number.NEGATIVE_INFINITY,
    tally: { placed: 0, answered: 0, connected: 0, abandoned: 0, ended: 0 },
  }
  return run
}
