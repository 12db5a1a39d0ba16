import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/store/port.ts'
import type { AttemptRecord } from '../../../src/store/records.ts'
import { lockSite } from '../../../src/store/sqlite/site-lock.ts'
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts'
import { marks, person, withContacts } from '../fixtures.ts'
import { directStore } from './direct-store.ts'
import { newFile } from './folder.ts'

const CHILD = fileURLToPath(new URL('./crash-child.ts', import.meta.url))
const me = { pid: process.pid, host: hostname(), since: 0, runs: 'the test' }

/**
 * Runs the child until it has said `lines` lines, then kills it. @returns what it said in whole
 * lines.
 */
async function killedAfter(file: string, lines: number, during: () => Promise<void>) {
  const child = spawn(process.execPath, [CHILD, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  let said = ''
  for await (const chunk of child.stdout) {
    if (said === '') await during()
    said += chunk
    if (said.split('\n').length > lines) child.kill('SIGKILL')
  }
  const [, signal] = await exited
  return { pid: child.pid, signal, said: said.split('\n').slice(0, -1) }
}

function idsAfter(word: string, said: readonly string[]): string[] {
  return said.flatMap(line => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []))
}

async function everyAttempt(store: Store): Promise<Map<string, AttemptRecord>> {
  const all = await store.attempts('demo', null, 10_000)
  return new Map(all.map(attempt => [attempt.id, attempt]))
}

describe('a process that is killed', () => {
  it('leaves behind all it was told is done, a free lock, and live attempts to settle', async () => {
    const file = newFile()
    const first = directStore({ file })
    await withContacts(
      first,
      [...Array(1000).keys()].map(n => person(n)),
    )
    await first.close()
    for (const lines of [5, 37, 90]) {
      const { said, signal, pid } = await killedAfter(file, lines, async () => {
        await expect(lockSite(file, me)).rejects.toThrow(/held by process \d+ on .* runs demo/)
      })
      expect(signal).toBe('SIGKILL')
      expect(said.length).toBeGreaterThanOrEqual(lines)
      const release = await lockSite(file, me)
      const store = await openSqliteStore({ file })
      await settle(store, said, String(pid))
      await store.close()
      release()
    }
  }, 30_000)
})

/** Checks what the child left behind and ends it as an engine would. */
async function settle(store: Store, said: readonly string[], child: string): Promise<void> {
  const attempts = await everyAttempt(store)
  for (const id of idsAfter('begun', said)) expect(attempts.has(id)).toBe(true)
  for (const id of idsAfter('closed', said)) {
    expect(attempts.get(id)).toMatchObject({ disposition: 'sold', answers: { wants: 'tea' } })
  }
  const { live } = await store.restore()
  const open = [...attempts.values()].filter(({ outcome }) => outcome === undefined)
  expect(live.map(one => one.start.id)).toEqual(open.map(one => one.id))
  expect(live.every(one => one.start.id.startsWith(child))).toBe(true)
  const funnel = await store.funnel('demo', 1000)
  expect(funnel.leased).toBe(live.length)
  await store.record(live.map(({ start }) => marks(start.id, { outcome: 'lost' })))
  await store.restore()
  const left = (await store.funnel('demo', 1000)).leased
  expect(left).toBe(0)
  expect(await store.budgetCounts('day', 0, 1e9)).toMatchObject({
    abandoned: lost(attempts) + live.length,
  })
}

function lost(attempts: ReadonlyMap<string, AttemptRecord>): number {
  return [...attempts.values()].filter(({ outcome }) => outcome === 'lost').length
}
