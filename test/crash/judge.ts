import type { Instant } from '../../src/base/duration.ts'
import type { AttemptId } from '../../src/base/id.ts'
import type { Campaign } from '../../src/campaign/campaign.ts'
import type { BudgetCounts } from '../../src/store/port.ts'
import type { AttemptRecord } from '../../src/store/records.ts'
import { inTime, reachedPerson, type TrueCall, type Truth } from './truth.ts'

/** What a database says, read after a crash. */
export interface Evidence {
  readonly attempts: ReadonlyMap<AttemptId, AttemptRecord>
  readonly campaigns: ReadonlyMap<string, Campaign>
}

/** In ms of virtual time: journal entries wait for 100 ms, and for their way to the disk. */
const LOSABLE = 1000

/** Everything that a crash must not have done to the database, and did. */
export function problemsIn(truth: Truth, { attempts, campaigns }: Evidence): string[] {
  return [
    ...acknowledged(truth, attempts),
    ...liveOnce(truth, attempts),
    ...[...attempts.values()].flatMap(record => {
      const call = truth.calls.get(record.id)
      const within = campaigns.get(record.campaign)!.connectWithin
      return call === undefined ? [] : againstTruth(record, call, within)
    }),
    ...stopListKept(truth, attempts),
  ]
}

/** What the store said is done, is there; and so is every call that was placed. */
function acknowledged(truth: Truth, attempts: Evidence['attempts']): string[] {
  const problems: string[] = []
  for (const id of [...truth.begun, ...truth.calls.keys()])
    if (!attempts.has(id)) problems.push(`${id} was called and is not on disk`)
  for (const { id, to } of truth.calls.values())
    if (attempts.get(id)?.phone !== to) problems.push(`${id} called another number than on disk`)
  for (const [id, outcome] of truth.recorded) {
    const record = attempts.get(id)
    if (outcome !== null && record?.outcome !== outcome)
      problems.push(`${id} was recorded as ${outcome} and is ${record?.outcome}`)
    if (outcome === null && record?.connectedAt === undefined)
      problems.push(`the connection of ${id} was recorded and is lost`)
  }
  for (const [id, { disposition }] of truth.closed) {
    const record = attempts.get(id)
    if (record?.closedAt === undefined || record.disposition !== disposition)
      problems.push(`the card of ${id} was closed with ${disposition} and is missing`)
  }
  return problems
}

/**
 * One live attempt for a contact and a number, and none of an engine before the one that started
 * last.
 */
function liveOnce(truth: Truth, attempts: Evidence['attempts']): string[] {
  const problems: string[] = []
  const live = [...attempts.values()].filter(({ outcome }) => outcome === undefined)
  const contacts = new Set(live.map(({ contact }) => contact))
  const numbers = new Set(live.map(({ number }) => number))
  if (contacts.size < live.length) problems.push('a contact has two live attempts')
  if (numbers.size < live.length) problems.push('a number has two live attempts')
  for (const { id } of truth.budgets === null ? [] : live)
    if (truth.before.has(id)) problems.push(`${id} is live after another engine has taken it up`)
  return problems
}

/** An end that is known is the true one; one that is not is taken at its worst, and is of late. */
function againstTruth(record: AttemptRecord, call: TrueCall, within: number): string[] {
  const { id, outcome } = record
  const heard = inTime(call, within)
  const late = (at: Instant | null) => at === null || call.lastWord - at <= LOSABLE
  if (outcome === undefined) return []
  if (outcome === 'connected') return heard ? [] : [`${id} is connected, and was not in time`]
  if (outcome === 'lost') return late(call.cause && call.endedAt) ? [] : [`${id} lost its end`]
  if (heard) return late(call.connectedAt) ? [] : [`${id} was connected, and is ${outcome}`]
  if (reachedPerson(call))
    return outcome === 'abandoned' ? [] : [`${id} left a person alone, and is ${outcome}`]
  if (call.answered !== null)
    return outcome === 'machine' || late(call.endedAt) ? [] : [`${id} is not ${outcome}`]
  return outcome === expected(call) ? [] : [`${id} ended as ${call.cause}, and is ${outcome}`]
}

function expected({ cause }: TrueCall): string | null {
  return cause === 'hangUp' ? 'noAnswer' : cause
}

/** Nobody is called on a number that was on the stop list. */
function stopListKept(truth: Truth, attempts: Evidence['attempts']): string[] {
  return [...attempts.values()].flatMap(({ id, number }) => {
    const allowed = truth.stopped.get(number)
    const called = truth.calls.has(id) && allowed !== undefined && !allowed.has(id)
    return called ? [`${id} called a number that was on the stop list`] : []
  })
}

/** Counts of a budget must not be better than what the people met who were called so. */
export function budgetProblems(
  calls: Iterable<TrueCall>,
  evidence: Evidence,
  counts: BudgetCounts,
): string[] {
  const { connected, abandoned } = trueCounts(calls, evidence)
  const problems: string[] = []
  if (counts.connected > connected)
    problems.push(`the budget has ${counts.connected} connected; ${connected} were`)
  if (counts.abandoned < abandoned)
    problems.push(`the budget has ${counts.abandoned} abandoned; ${abandoned} were`)
  return problems
}

function trueCounts(calls: Iterable<TrueCall>, { attempts, campaigns }: Evidence): BudgetCounts {
  let connected = 0
  let abandoned = 0
  for (const call of calls) {
    if (!reachedPerson(call)) continue
    const { campaign } = attempts.get(call.id)!
    if (inTime(call, campaigns.get(campaign)!.connectWithin)) connected++
    else abandoned++
  }
  return { connected, abandoned }
}

/** Calls to one number, or of one contact, that overlapped in truth. */
export function overlaps(truth: Truth, { attempts }: Evidence): string[] {
  const calls = [...truth.calls.values()].sort((a, b) => a.placedAt - b.placedAt)
  const busyUntil = new Map<string | number, Instant>()
  return calls.flatMap(({ id, to, placedAt, endedAt }) => {
    const keys = [to, attempts.get(id)!.contact]
    const twice = keys.some(key => (busyUntil.get(key) ?? 0) > placedAt)
    for (const key of keys) busyUntil.set(key, endedAt)
    return twice ? [`${id} was called while the call before was still up`] : []
  })
}
