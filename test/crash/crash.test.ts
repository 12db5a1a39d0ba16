import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { loadCampaigns } from '../../src/app/load-campaigns.ts'
import { minutes, seconds } from '../../src/base/duration.ts'
import { type Random, seededRandom } from '../../src/base/random.ts'
import { attemptPages } from '../../src/reports/pages.ts'
import type { Store } from '../../src/store/port.ts'
import type { AttemptRecord } from '../../src/store/records.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { live } from './child.ts'
import type { End, Fact } from './facts.ts'
import { budgetProblems, type Evidence, overlaps, problemsIn } from './judge.ts'
import { impatience } from './patience.ts'
import { CONTACTS, campaignFolders, crashSite } from './site.ts'
import { Truth } from './truth.ts'

/** `npm run test:long` has more of them. */
const KILLS = Number(process.env.CRASH_KILLS ?? 8)
const SEED = Number(process.env.CRASH_SEED ?? 3)
/** The most facts that a process says before it is killed: some minutes of dialing. */
const FACTS_MAX = 1500
/**
 * Facts at which a process is killed at once, and how many of them there may be: often where more
 * can go wrong.
 */
const SEAMS: readonly (readonly [fact: Fact['kind'], most: number])[] = [
  ['preparing', 4],
  ['started', 1],
  ['begun', 50],
  ['placed', 50],
  ['answered', 30],
  ['connected', 30],
  ['connected', 30],
  ['ended', 50],
  ['recorded', 80],
  ['closed', 30],
  ['closed', 30],
  ['closed', 30],
  ['stopped', 3],
  ['stopped', 3],
]

/** A Tuesday morning. */
const START = Date.parse('2026-03-03T10:00:00Z')

it(`keeps every promise while the engine is killed ${KILLS} times (seed ${SEED})`, async () => {
  const site = crashSite()
  onTestFinished(() => rmSync(site, { recursive: true }))
  const dbFile = join(site, 'site.db')
  const folders = campaignFolders(site)
  const campaigns = new Map(loadCampaigns(folders).campaigns.map(one => [one.id, one]))
  const random = seededRandom(SEED)
  const truth = new Truth(START)
  for (let n = 0; n <= KILLS; n++) {
    const last = n === KILLS
    const at = truth.at + seconds(random.integer(0, 120))
    const end: End = last ? { kind: 'stops', after: minutes(20) } : drawEnd(random)
    truth.learn(await live({ folders, dbFile, seed: SEED + n, at, end }, join(site, 'facts')))
    const store = await openSqliteStore({ file: dbFile, readOnly: true })
    const evidence = { campaigns, attempts: await everyAttempt(store, [...campaigns.keys()]) }
    const where = `after life ${n}: ${JSON.stringify(end)}`
    expect(problemsIn(truth, evidence), where).toEqual([])
    expect(overlaps(truth, evidence), where).toEqual([])
    expect(impatience(truth, evidence), where).toEqual([])
    const before = [...truth.calls.values()].filter(({ id }) => truth.before.has(id))
    for (const counts of Object.values(truth.budgets ?? {}))
      expect(budgetProblems(before, evidence, counts), where).toEqual([])
    if (last) await nothingHangs(store, truth, evidence)
    await store.close()
  }
}, 600_000)

function drawEnd(random: Random): End {
  if (random.uniform() < 0.4)
    return { kind: 'killed', facts: random.integer(1, random.integer(1, FACTS_MAX)) }
  const [fact, most] = SEAMS[random.integer(0, SEAMS.length - 1)]!
  return { kind: 'killedAt', fact, times: random.integer(1, most) }
}

async function everyAttempt(store: Store, campaigns: readonly string[]) {
  const all = new Map<string, AttemptRecord>()
  for (const campaign of campaigns) {
    for await (const page of attemptPages(store, campaign))
      for (const record of page) all.set(record.id, record)
  }
  return all
}

/** The last process came to its end by itself: it left nobody and nothing in the middle. */
async function nothingHangs(store: Store, truth: Truth, evidence: Evidence): Promise<void> {
  const records = [...evidence.attempts.values()]
  expect(records.filter(({ outcome }) => outcome === undefined)).toEqual([])
  expect(records.filter(one => one.answers !== null && one.closedAt === undefined)).toEqual([])
  expect(new Set(records.map(({ outcome }) => outcome))).toContain('lost')
  for (const campaign of evidence.campaigns.keys()) {
    const { total, leased, atOperator } = await store.funnel(campaign, truth.at)
    expect({ total, leased, atOperator }).toEqual({ total: CONTACTS, leased: 0, atOperator: 0 })
  }
  const counts = await store.budgetCounts('all', 0, Infinity)
  expect(budgetProblems(truth.calls.values(), evidence, counts)).toEqual([])
}
