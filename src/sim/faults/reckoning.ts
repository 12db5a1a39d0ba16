import type { Instant } from '../../base/duration.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { Engine } from '../../dialing/engine.ts'
import type { Store } from '../../store/port.ts'
import type { AttemptRecord } from '../../store/records.ts'
import type { Storm } from './storm.ts'
import { RETRY_DELAY } from './storm-site.ts'
import type { Witness, Witnessed } from './witness.ts'

/** What is looked at when a storm is over. */
export interface Aftermath {
  readonly storm: Storm
  readonly engine: Engine
  readonly store: Store
  readonly witness: Witness
  readonly campaigns: readonly Campaign[]
  readonly wall: Instant
}

/** When everything is over: whether the store, the engine and what really happened agree. */
export async function reckon(aftermath: Aftermath): Promise<readonly string[]> {
  const { campaigns, store, wall } = aftermath
  const problems = [...checkOperators(aftermath)]
  const all: AttemptRecord[] = []
  for (const { id } of campaigns) {
    const attempts = await store.attempts(id, null, 100_000)
    all.push(...attempts)
    problems.push(...attempts.flatMap(attempt => checkAttempt(aftermath, attempt)))
    problems.push(...checkRetries(attempts))
    const { total, finished, ...rest } = await store.funnel(id, wall)
    const done = Object.values(finished).reduce((sum, count) => sum + count, 0)
    if (done !== total) problems.push(`${id}: ${done} of ${total}, ${JSON.stringify(rest)}`)
  }
  const written = new Set(all.map(attempt => attempt.id))
  for (const attempt of aftermath.witness.calls.keys())
    if (!written.has(attempt)) problems.push(`${attempt} was placed and is not in the store`)
  return [...problems, ...(await checkBudget(aftermath, all))]
}

function checkOperators({ engine }: Aftermath): readonly string[] {
  const { operators, calls } = engine.snapshot()
  return [
    ...calls.map(call => `${call.attempt} is still ${call.state}`),
    ...operators
      .filter(({ campaigns }) => campaigns.length > 0)
      .filter(({ state }) => state !== 'free' && state !== 'reserved')
      .map(({ id, state, why }) => `${id} is stuck in ${state} (${why})`),
  ]
}

function checkAttempt({ witness, storm }: Aftermath, attempt: AttemptRecord): readonly string[] {
  const { id, outcome, disposition, connectedAt } = attempt
  const call = witness.calls.get(id)
  if (outcome === undefined) return [`${id} has no outcome`]
  if (call === undefined)
    return outcome === 'notPlaced' ? [] : [`${id} is ${outcome} and was never placed`]
  if (outcome === 'notPlaced') return [`${id} was placed and is written down as not placed`]
  const problems: string[] = []
  if (!call.over) problems.push(`${id} is ${outcome} and still up`)
  if (outcome === 'connected' && connectedAt === undefined)
    problems.push(`${id} was connected at a time that nobody knows`)
  if (connectedAt !== undefined && disposition === null)
    problems.push(`${id} was connected and its card was never closed`)
  // Events that overtake each other may turn the truth around; nobody can tell it from them then.
  if (storm.faults.eventsLate > 0) return problems
  return [...problems, ...checkTruth(id, outcome, call)]
}

/** Whoever answered and may be a person was connected in time, or counts as abandoned. */
function checkTruth(id: string, outcome: string, call: Witnessed): readonly string[] {
  const { answered, connectedAt } = call
  const counted = outcome === 'connected' || outcome === 'abandoned'
  if (answered === null || answered.by === 'machine')
    return counted ? [`${id} is ${outcome} and nobody answered`] : []
  const inTime = connectedAt !== null && connectedAt - answered.at <= 2000
  const truth = inTime ? 'connected' : 'abandoned'
  return outcome === truth ? [] : [`${id} was ${truth} and is written down as ${outcome}`]
}

/** Nobody is called again before the plan's delay, and never twice at once. */
function checkRetries(attempts: readonly AttemptRecord[]): readonly string[] {
  const last = new Map<number, AttemptRecord>()
  const problems: string[] = []
  for (const attempt of attempts) {
    if (attempt.outcome === 'notPlaced') continue
    const before = last.get(attempt.contact)
    last.set(attempt.contact, attempt)
    if (before?.endedAt === undefined) continue
    const gap = attempt.begunAt - before.endedAt
    if (gap < RETRY_DELAY)
      problems.push(`${attempt.id} comes ${gap} ms after ${before.id} (${before.outcome})`)
  }
  return problems
}

/** The budget in memory, the one in the store and the attempts say the same. */
async function checkBudget(
  { engine, store }: Aftermath,
  attempts: readonly AttemptRecord[],
): Promise<readonly string[]> {
  const budget = engine.snapshot().campaigns[0]!.budget
  const stored = await store.budgetCounts('budget', budget.from, budget.to)
  const listed = { connected: 0, abandoned: 0 }
  for (const { outcome, machine } of attempts) {
    if (outcome === 'connected' && !machine) listed.connected++
    if (outcome === 'abandoned' || outcome === 'lost') listed.abandoned++
  }
  const says = ({ connected, abandoned }: typeof listed) => `${connected}/${abandoned}`
  const [a, b, c] = [says(budget), says(stored), says(listed)]
  return a === b && b === c ? [] : [`budget: engine ${a}, store ${b}, attempts ${c}`]
}
