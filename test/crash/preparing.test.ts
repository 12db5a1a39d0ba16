import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { leaseIds } from '../store/fixtures.ts'
import { live } from './child.ts'
import type { End } from './facts.ts'
import { campaignFolders, crashSite } from './site.ts'

const START = Date.parse('2026-03-03T10:00:00Z')
const OVER = fileURLToPath(new URL('./start-over-driver.ts', import.meta.url))

it('an import that is killed goes on where it stopped, and nobody comes twice', async () => {
  const rows = 9000
  const site = crashSite(rows)
  onTestFinished(() => rmSync(site, { recursive: true }))
  const dbFile = join(site, 'site.db')
  const folders = campaignFolders(site).slice(0, 1)
  const ends: End[] = [
    { kind: 'killedAt', fact: 'preparing', times: 1 },
    { kind: 'killed', facts: 1 },
    { kind: 'killedAt', fact: 'preparing', times: 3 },
    { kind: 'stops', after: 1000 },
  ]
  let before = 0
  for (const [n, end] of ends.entries()) {
    await live({ folders, dbFile, seed: n, at: START + n, end }, join(site, 'facts'))
    const store = await openSqliteStore({ file: dbFile, readOnly: true })
    const { total } = await store.funnel('steady', START)
    expect(total).toBeGreaterThanOrEqual(before)
    before = total
    await store.close()
    if (n === 0) expect(total).toBeGreaterThan(0)
    if (n === 0) expect(total).toBeLessThan(rows)
  }
  expect(before).toBe(rows)
}, 120_000)

it('a campaign whose start over is killed has started over whole, or not at all', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-crash-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'site.db')
  const random = seededRandom(1)
  let over = 0
  for (let n = 0; n < 4; n++) {
    over += await startOvers(file, random.integer(1, 3))
    const store = await openSqliteStore({ file })
    const [run, funnel] = [await store.run('demo'), await store.funnel('demo', 1000)]
    const fresh = funnel.ready['Europe/Rome'] ?? 0
    expect([0, 1000]).toContain(fresh)
    expect(fresh + (funnel.finished.disposition ?? 0) + funnel.leased).toBe(1000)
    // Each of the kills so far may have undone one of them.
    expect(run).toBeGreaterThanOrEqual(over - (n + 1))
    expect(run).toBeLessThanOrEqual(over)
    await store.restore()
    expect(await leaseIds(store, { limit: 1000 })).toHaveLength(fresh + funnel.leased)
    await store.close()
  }
}, 60_000)

/** Kills a process in the n-th time it starts over. @returns how often it began to. */
async function startOvers(file: string, times: number): Promise<number> {
  const child = spawn(process.execPath, [OVER, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  let ticks = 0
  child.stdout.on('data', (some: Buffer) => {
    ticks += some.length
    if (ticks >= times) child.kill('SIGKILL')
  })
  const [, signal] = await ended
  expect(signal).toBe('SIGKILL')
  return ticks
}
