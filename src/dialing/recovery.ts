import type { Duration, Instant } from '../base/duration.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { keepDefined } from '../campaign/card-rules.ts'
import type { Contact, Progress } from '../campaign/contact.ts'
import type { IncomingOutcome } from '../campaign/outcome.ts'
import { nextStep } from '../campaign/retry.ts'
import type { Store } from '../store/port.ts'
import type {
  AttemptMarks,
  JournalEntry,
  LiveAttempt,
  OpenCard,
  Restored,
} from '../store/records.ts'
import { zonesOf } from './choose/supply.ts'
import type { Core } from './core.ts'
import { CONNECT_WITHIN, LOST_PAUSE } from './limits.ts'
import { tellOperator } from './operators/tell-operator.ts'
import { learnedBefore } from './writing/keep-learned.ts'

/**
 * Takes up what an earlier engine left. Open cards wait for their operators, campaigns that were
 * stopped for somebody to start them. Budgets go on where they stood, policies with what they had
 * learned.
 */
export async function recover(core: Core): Promise<void> {
  const campaigns = [...core.campaigns.values()].map(run => run.campaign)
  await restoreCards(core, await settleLeft(core.store, campaigns, core.wall))
  for (const budget of core.budgets.values()) {
    const counts = await core.store.budgetCounts(budget.rule.id, budget.from, budget.to)
    budget.connected = counts.connected
    budget.abandoned = counts.abandoned
  }
  for (const run of core.campaigns.values()) {
    run.zones = zonesOf(run.zones, await core.store.zones(run.id))
    const kept = await learnedBefore(core, run)
    run.learned = { kept, at: core.now }
    run.pacer.begin(kept)
    run.stopKept = await core.store.isStopped(run.id)
    if (run.stopKept) run.state = 'stopped'
  }
}

/**
 * Ends attempts that were alive when an earlier engine ended: connected if they were known to be,
 * else lost, which counts against the budget at its worst.
 *
 * @param campaigns those that are run now; contacts of others wait for `LOST_PAUSE`.
 * @param at wall time, not before that of the earlier engine.
 * @returns what the store had when it was asked.
 */
export async function settleLeft(
  store: Store,
  campaigns: readonly Campaign[],
  at: Instant,
): Promise<Restored> {
  const restored = await store.restore()
  // Callers stand where they stood: nobody has called them.
  const callers = restored.live.filter(({ start }) => start.mode === 'incoming')
  const entries = restored.live.flatMap(live => {
    const rules = campaigns.find(one => one.id === live.start.campaign)
    return settle(rules, live, at)
  })
  if (entries.length > 0) await store.record(entries)
  if (callers.length > 0) await store.returnContacts(callers.map(({ contact }) => contact.id))
  return restored
}

function settle(
  rules: Campaign | undefined,
  { start, marks, contact }: LiveAttempt,
  at: Instant,
): JournalEntry[] {
  const isCaller = start.mode === 'incoming'
  const outcome = isCaller
    ? callersOutcomeOf(marks)
    : outcomeOf(marks, rules?.connectWithin ?? CONNECT_WITHIN)
  const over: JournalEntry = {
    kind: 'attempt',
    at,
    attempt: start.id,
    marks: { endedAt: at, endedBy: 'network', outcome },
  }
  // Whoever was spoken to has a card: the contact goes on from there, if it did not already.
  if (marks.connectedAt !== undefined || isCaller) return [over]
  const { position } = start
  const result = { kind: 'outcome', outcome: outcome === 'lost' ? 'lost' : 'abandoned' } as const
  const progress =
    rules === undefined
      ? withoutRules(contact, position, at + LOST_PAUSE)
      : nextStep({ rules, contact, position, result, now: at })
  return [over, { kind: 'contact', at, progress: { contact: contact.id, ...progress } }]
}

const callersOutcomeOf = ({ connectedAt }: AttemptMarks): IncomingOutcome =>
  connectedAt === undefined ? 'unserved' : 'served'

/** What is known decides, and where nothing is, the worst. */
function outcomeOf(
  { answeredAt, connectedAt }: AttemptMarks,
  connectWithin: Duration,
): 'connected' | 'abandoned' | 'lost' {
  if (answeredAt === undefined) return 'lost'
  const inTime = connectedAt !== undefined && connectedAt - answeredAt <= connectWithin
  return inTime ? 'connected' : 'abandoned'
}

/**
 * The campaign is not run now, so its plan is not at hand: the contact waits for long enough
 * whatever it says.
 */
function withoutRules(contact: Contact, position: number, at: Instant): Progress {
  return {
    state: 'waiting',
    attempts: contact.attempts + 1,
    counts: { ...contact.counts, lost: (contact.counts.lost ?? 0) + 1 },
    phones: contact.phones.map(phone =>
      phone.position === position ? { ...phone, attempts: phone.attempts + 1 } : phone,
    ),
    next: { kind: 'wait', at, position, demand: contact.demand },
  }
}

async function restoreCards(core: Core, { cards, live }: Restored): Promise<void> {
  const called = live.filter(({ start }) => start.mode !== 'incoming')
  const ended = new Map(called.map(({ start, marks }) => [start.id, marks]))
  const people = await core.store.people(cards.map(card => card.contact.id))
  for (const card of cards) {
    const run = core.campaigns.get(card.campaign)
    const operator = core.operators.get(card.operator)
    if (run === undefined) continue
    const person = people.get(card.contact.id)
    const kept = keepDefined(run.campaign.card, card.answers)
    core.cards.set(card.attempt, {
      view: {
        campaign: run.id,
        definition: run.campaign.card,
        dispositions: run.campaign.dispositions,
        data: person?.data ?? {},
        phone: person?.phones[card.position] ?? '',
        answers: kept.answers,
      },
      contact: card.contact,
      position: card.position,
      operator: card.operator,
      ...kept,
      live: true,
      closing: false,
      counted: countedAt(card, ended.get(card.attempt), run.campaign.connectWithin),
      rang: null,
      waited: 0,
    })
    run.openCards++
    if (operator !== undefined)
      tellOperator(core, operator, { kind: 'cardRestored', attempt: card.attempt })
  }
}

/** Calls whose end was written only now are counted by it. */
function countedAt(
  { counted }: OpenCard,
  marks: AttemptMarks | undefined,
  connectWithin: Duration,
): Instant | null {
  if (marks === undefined) return counted
  return outcomeOf(marks, connectWithin) === 'connected' ? (marks.answeredAt ?? null) : null
}
