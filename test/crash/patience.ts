import type { Duration, Instant } from '../../src/base/duration.ts'
import type { Campaign } from '../../src/campaign/campaign.ts'
import type { RetryCase, RetryRule } from '../../src/campaign/retry-plan.ts'
import type { AttemptRecord } from '../../src/store/records.ts'
import type { Evidence } from './judge.ts'
import type { Truth } from './truth.ts'

/** What must lie between an attempt and the next one: null where none may follow. */
interface Pause {
  readonly from: Instant
  readonly delay: Duration | null
  readonly because: string
}

/** Contacts that were called again too soon, or that should not have been called again at all. */
export function impatience(truth: Truth, { attempts, campaigns }: Evidence): string[] {
  const problems: string[] = []
  for (const [contact, called] of byContact(attempts)) {
    const campaign = campaigns.get(called[0]!.campaign)!
    const times = new Map<string, number>()
    called.forEach((record, i) => {
      const what = caseOf(record)
      times.set(what, (times.get(what) ?? 0) + 1)
      const next = called[i + 1]
      if (next === undefined) return
      const { from, delay, because } = pauseAfter(record, campaign, truth, times.get(what)!)
      if (delay !== null && next.begunAt >= from + delay) return
      const early = delay === null ? '' : ` ${(from + delay - next.begunAt) / 1000} s too early`
      problems.push(`contact ${contact}: ${next.id} follows ${record.id} (${because})${early}`)
    })
  }
  return problems
}

function byContact(attempts: Evidence['attempts']): Map<number, AttemptRecord[]> {
  const found = new Map<number, AttemptRecord[]>()
  const inOrder = [...attempts.values()].sort((a, b) => a.begunAt - b.begunAt)
  for (const record of inOrder) {
    found.set(record.contact, [...(found.get(record.contact) ?? []), record])
  }
  return found
}

/** A card says what came of a call; where there is none the outcome does. */
function caseOf({ outcome, answers, disposition }: AttemptRecord): string {
  return answers === null ? `${outcome}` : `disposition:${disposition}`
}

function pauseAfter(record: AttemptRecord, campaign: Campaign, truth: Truth, times: number): Pause {
  const because = caseOf(record)
  const call = truth.calls.get(record.id)
  if (record.answers !== null) {
    const from = record.closedAt ?? Infinity
    return { from, because, delay: afterCard(record, campaign, times) }
  }
  if (record.outcome === 'notPlaced') return { from: record.begunAt, because, delay: 0 }
  const rule = campaign.retry.rules[record.outcome as RetryCase]
  // A call that was cut off by a crash ended with it.
  const from = call?.endedAt ?? record.begunAt
  return { from, because, delay: delayOf(rule, times) }
}

function afterCard(
  { disposition, closedAt }: AttemptRecord,
  { dispositions, retry }: Campaign,
  times: number,
): Duration | null {
  const then = dispositions.find(({ id }) => id === disposition)?.then
  if (closedAt === undefined || then === undefined || then === 'finish' || then === 'stop')
    return null
  if (then === 'callback') return 0
  if (then === 'wrongNumber') return delayOf(retry.rules.invalid, times)
  return delayOf(retry.dispositions[disposition!]!, times)
}

function delayOf(rule: RetryRule, times: number): Duration | null {
  if (times > rule.max) return null
  return rule.after[Math.min(times, rule.after.length) - 1] ?? null
}
