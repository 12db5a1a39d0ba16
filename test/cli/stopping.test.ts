import { readFileSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { carillon, going, siteFolder, TUESDAY, underOlderNode } from './carillon.ts'

/** So fast that calls are up within a second, and slow enough to see them end. */
const PACED = ['--speed', '60', '--db', 'a.db']
const FIRST = ['--at', TUESDAY]

async function results(folder: string): Promise<Record<string, string>[]> {
  const { stdout } = await carillon(folder, 'results', 'campaigns/demo', '--db', 'a.db')
  return parse(stdout, { columns: true })
}

/** A run of the demo in which somebody is being talked to. */
async function dialing(folder: string, more: readonly string[] = FIRST) {
  const run = going(folder, 'run', 'campaigns/demo', ...PACED, ...more)
  await run.said(/demo: .* [1-9]\d* talking/)
  return run
}

describe('a run that is asked to stop', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s places no more calls, lets those in flight end, and prints its report',
    async signal => {
      const folder = siteFolder()
      const run = await dialing(folder)
      run.child.kill(signal)
      await run.said('Stopping: calls in flight end by themselves.')
      const { code, stdout } = await run.ended
      expect(code).toBe(0)
      expect(stdout).toMatch(/^Spring check: /)
      const rows = await results(folder)
      for (const { outcome, endedBy } of rows) {
        expect(outcome).not.toMatch(/^(lost|cancelled|)$/)
        expect(endedBy).not.toBe('')
      }
      const open = rows.filter(({ outcome, closedAt }) => outcome === 'connected' && !closedAt)
      expect(open).toEqual([])
    },
    30_000,
  )

  it.each([
    ['by Ctrl-C', going],
    ['by Ctrl-C, started with an older Node,', underOlderNode],
  ])(
    '%s before it dials says so in a line, and goes on when it is run again',
    async (_, start) => {
      const folder = siteFolder()
      const list = join(folder, 'campaigns/demo/contacts.csv')
      const header = readFileSync(list, 'utf8').split('\n')[0]
      const rows = Array.from({ length: 300_000 }, (_, n) => {
        return `N${n},,+44207${String(n).padStart(7, '0')},,,,`
      })
      writeFileSync(list, [header, ...rows].join('\n'))
      const run = start(folder, 'run', 'campaigns/demo', ...PACED, ...FIRST)
      const began = new Promise<void>(resolve => {
        const watcher = watch(folder, (_, name) => {
          if (name !== 'a.db-wal') return
          watcher.close()
          resolve()
        })
      })
      await began
      // A terminal sends it to the whole group.
      if (start === underOlderNode) process.kill(-run.child.pid!, 'SIGINT')
      else run.child.kill('SIGINT')
      const ended = { code: 130, stdout: '', stderr: 'Stopped before it was done.\n' }
      expect(await run.ended).toEqual(ended)
      writeFileSync(list, [header, ...rows.slice(0, 10)].join('\n'))
      const again = [
        'run',
        'campaigns/demo',
        '--speed',
        'max',
        '--duration',
        '1min',
        '--db',
        'a.db',
      ]
      expect(await carillon(folder, ...again, ...FIRST)).toMatchObject({ code: 0 })
    },
    30_000,
  )

  it('by the end of its terminal does the same, whichever Node it was started with', async () => {
    const folder = siteFolder()
    const run = underOlderNode(folder, 'run', 'campaigns/demo', ...PACED, ...FIRST)
    await run.said(/demo: .* [1-9]\d* talking/)
    process.kill(-run.child.pid!, 'SIGHUP')
    await run.said('Stopping')
    expect(await run.ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Spring/) })
    const rows = await results(folder)
    expect(rows.filter(({ outcome }) => outcome === '' || outcome === 'lost')).toEqual([])
  }, 30_000)

  it('by a signal to the older Node alone that started it does the same', async () => {
    const folder = siteFolder()
    const run = underOlderNode(folder, 'run', 'campaigns/demo', ...PACED, ...FIRST)
    await run.said(/demo: .* [1-9]\d* talking/)
    run.child.kill('SIGINT')
    await run.said('Stopping')
    expect(await run.ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Spring/) })
  }, 30_000)

  it('twice ends its calls now, and the next run goes on with the cards that were open', async () => {
    const folder = siteFolder()
    const run = await dialing(folder)
    const began = hostTimeline.monotonic()
    run.child.kill('SIGINT')
    await run.said('Stopping')
    run.child.kill('SIGINT')
    const { code, stdout } = await run.ended
    expect(hostTimeline.monotonic() - began).toBeLessThan(3000)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Spring check: /)
    const rows = await results(folder)
    expect(rows.filter(({ outcome }) => outcome === '' || outcome === 'lost')).toEqual([])
    const open = rows.filter(({ outcome, closedAt }) => outcome === 'connected' && !closedAt)
    expect(open.length).toBeGreaterThan(0)
    const again = ['--speed', 'max', '--duration', '3min', '--db', 'a.db']
    expect(await carillon(folder, 'run', 'campaigns/demo', ...again)).toMatchObject({ code: 0 })
    const later = new Map((await results(folder)).map(row => [row.attempt, row]))
    for (const { attempt } of open) expect(later.get(attempt)?.closedAt).not.toBe('')
  }, 30_000)
})

describe('a campaign that is stopped while it is dialed', () => {
  it('names those who are in a call as the list does', async () => {
    const folder = siteFolder()
    const run = await dialing(folder)
    const stopped = await carillon(folder, 'campaign', 'stop', 'campaigns/demo', '--db', 'a.db')
    run.child.kill('SIGKILL')
    expect(stopped.stdout).toMatch(
      /^"demo" places no more calls until it is started again\. In flight:\n( {2}M1\d{3}: .*\n)+$/,
    )
    await run.ended
  }, 30_000)
})

describe('an engine', () => {
  it('is the only one of its site, and leaves it to the next one when it is killed', async () => {
    const folder = siteFolder()
    const run = await dialing(folder)
    const second = await carillon(folder, 'run', 'campaigns/reminders', '--db', 'a.db')
    expect(second.stderr).toContain(`is held by process ${run.child.pid} on `)
    expect(second.stderr).toContain('which runs demo. A site has one engine: end that one first.')
    expect(second).toMatchObject({ code: 3, stdout: '' })
    run.child.kill('SIGKILL')
    await run.ended
    // What listened for commands is gone, its socket is still there.
    const explained = await carillon(folder, 'explain', 'campaigns/demo', '--db', 'a.db')
    expect(explained.stdout).toMatch(/^Spring check: not running\n/)
    const next = await dialing(folder, [])
    const live = await carillon(folder, 'explain', 'campaigns/demo', '--db', 'a.db')
    expect(live.stdout).toMatch(/^Spring check: dialing\n/)
    next.child.kill('SIGKILL')
    await next.ended
  }, 40_000)

  it('that was killed has its campaign started over when that is asked for', async () => {
    const folder = siteFolder()
    const run = await dialing(folder)
    run.child.kill('SIGKILL')
    await run.ended
    const lost = await results(folder)
    expect(lost.some(({ outcome }) => outcome === '')).toBe(true)
    const fresh = ['--fresh', '--speed', 'max', '--duration', '1min', '--at', TUESDAY]
    const ran = await carillon(folder, 'run', 'campaigns/demo', ...fresh, '--db', 'a.db')
    expect(ran).toMatchObject({ code: 0 })
    const rows = await results(folder)
    const ids = new Set(lost.map(({ attempt }) => attempt))
    expect(rows.some(({ attempt }) => ids.has(attempt))).toBe(false)
    expect(rows.every(({ outcome }) => outcome !== '')).toBe(true)
  }, 40_000)

  it('does not wait for cards of operators who have gone home', async () => {
    const folder = siteFolder()
    const run = await dialing(folder, [...FIRST, '--operators', '25'])
    run.child.kill('SIGKILL')
    await run.ended
    const flags = ['--exit-when-done', '--speed', 'max', '--db', 'a.db']
    const ran = await carillon(folder, 'run', 'campaigns/demo', ...flags)
    expect(ran.stderr).toMatch(/open cards wait for operators who are not here: operator-\d+/)
    expect(ran.code).toBe(0)
    const open = (await results(folder)).filter(row => row.outcome === 'connected' && !row.closedAt)
    for (const { operator } of open) expect(operator).toMatch(/^operator-/)
    await carillon(folder, 'run', 'campaigns/demo', ...flags, '--operators', '25')
    expect((await results(folder)).every(row => row.outcome !== 'connected' || row.closedAt)).toBe(
      true,
    )
  }, 60_000)
})
