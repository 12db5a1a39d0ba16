import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { carillon, siteFolder, TUESDAY } from './carillon.ts'

const MAX = ['--speed', 'max', '--at', TUESDAY]
const DONE = [...MAX, '--exit-when-done']
const MINUTES = [...MAX, '--duration', '8min']

/** What a campaign's results are, row by row. */
async function results(folder: string, campaign: string): Promise<Record<string, string>[]> {
  const { code, stdout } = await carillon(folder, 'results', campaign, '--db', 'a.db')
  expect(code).toBe(0)
  return parse(stdout, { columns: true })
}

describe('a run', () => {
  it('prints its report on stdout and everything else on stderr, and is repeated by its seed', async () => {
    const [one, two] = [siteFolder(), siteFolder()]
    const command = ['run', 'campaigns/demo', 'campaigns/reminders', ...MINUTES, '--db', 'a.db']
    const first = await carillon(one, ...command)
    // On a new database there is nothing to start over: the run is the same.
    const again = await carillon(two, ...command, '--fresh')
    expect([first.code, again.code]).toEqual([0, 0])
    expect(first.stdout).toMatch(/^Spring check: 2026-03-03 10:00 to 2026-03-03 10:\d\d UTC\n/)
    expect(first.stdout).toContain('\nAppointment reminders: ')
    expect(first.stderr).toContain('240 contacts added, 0 duplicates, 0 rejected.')
    expect(again.stdout).toBe(first.stdout)
    for (const campaign of ['campaigns/demo', 'campaigns/reminders']) {
      for (const format of ['csv', 'json']) {
        const flags = ['results', campaign, '--db', 'a.db', '--format', format]
        const [a, b] = [await carillon(one, ...flags), await carillon(two, ...flags)]
        expect(a).toMatchObject({ code: 0, stderr: '' })
        expect(b.stdout).toBe(a.stdout)
      }
    }
    const other = await carillon(one, ...command, '--fresh', '--seed', '2')
    expect(other.code).toBe(0)
    expect(other.stdout).not.toBe(first.stdout)
  }, 60_000)

  it('ends when nothing is left to be done, and a second one places no call', async () => {
    const folder = siteFolder()
    await carillon(folder, 'run', 'campaigns/reminders', ...DONE, '--db', 'a.db')
    const before = await results(folder, 'campaigns/reminders')
    const explained = await carillon(folder, 'explain', 'campaigns/reminders', '--db', 'a.db')
    expect(explained.stdout).toMatch(/^Appointment reminders: finished\n/)
    const again = ['--exit-when-done', '--speed', 'max', '--db', 'a.db']
    const ran = await carillon(folder, 'run', 'campaigns/reminders', ...again)
    expect(ran.code).toBe(0)
    expect(ran.stderr).toContain('reminders: every contact is finished, so nobody is called.')
    expect(await results(folder, 'campaigns/reminders')).toEqual(before)
  }, 60_000)

  it('can print its report as JSON, as report does', async () => {
    const folder = siteFolder()
    const flags = ['--db', 'a.db', '--json']
    const ran = await carillon(folder, 'run', 'campaigns/reminders', ...MINUTES, ...flags)
    const { campaigns } = JSON.parse(ran.stdout)
    expect(campaigns).toMatchObject([{ campaign: 'reminders', figures: {}, budgets: {} }])
    const report = await carillon(folder, 'report', 'campaigns/reminders', ...flags)
    expect(report.stdout).toBe(ran.stdout)
    const rows = await results(folder, 'campaigns/reminders')
    expect(rows).toHaveLength(campaigns[0].figures.attempts)
  }, 60_000)
})

describe('a run for some time', () => {
  it('places no call after it, and the next run goes on where it stopped', async () => {
    const folder = siteFolder()
    const flags = ['--speed', 'max', '--duration', '5min', '--db', 'a.db']
    const stop = Date.parse(TUESDAY) + 300_000
    await carillon(folder, 'run', 'campaigns/demo', ...flags, '--at', TUESDAY)
    const first = await results(folder, 'campaigns/demo')
    expect(first.length).toBeGreaterThan(50)
    for (const { begunAt, outcome } of first) {
      expect(Date.parse(begunAt!)).toBeLessThanOrEqual(stop)
      expect(outcome).not.toBe('')
    }
    const then = await carillon(folder, 'run', 'campaigns/demo', ...flags)
    expect(then.stderr).not.toContain('contacts added')
    const both = await results(folder, 'campaigns/demo')
    expect(both.slice(0, first.length)).toEqual(first)
    expect(both.length).toBeGreaterThan(first.length + 50)
    const started = Date.parse(both[first.length]!.begunAt!)
    expect(started).toBeGreaterThan(stop)
  }, 60_000)

  it('starts over with --fresh, and keeps the stop list and the budget', async () => {
    const folder = siteFolder()
    const flags = [...MAX, '--duration', '25min', '--db', 'a.db']
    await carillon(folder, 'run', 'campaigns/demo', ...flags)
    const before = await results(folder, 'campaigns/demo')
    const stopped = before.filter(one => one.disposition === 'neverAgain').map(one => one.phone)
    expect(stopped.length).toBeGreaterThan(0)
    const people = before.filter(({ outcome }) => outcome === 'connected').length
    const fresh = await carillon(folder, 'run', 'campaigns/demo', ...flags, '--fresh')
    const after = await results(folder, 'campaigns/demo')
    expect(after.length).toBeGreaterThan(200)
    const ids = new Set(before.map(({ attempt }) => attempt))
    expect(after.filter(({ attempt }) => ids.has(attempt))).toEqual([])
    expect(after.filter(({ phone }) => stopped.includes(phone))).toEqual([])
    const more = after.filter(({ outcome }) => outcome === 'connected').length
    expect(fresh.stdout).toContain(`(0 of ${people + more}) of at most 3.0 %`)
  }, 60_000)
})

describe('the mode of a run', () => {
  it.each([
    ['preview', /^[a-z]+$/],
    ['progressive', /^[a-z]+$/],
    ['power', /^$/],
  ])(
    '%s is what it is asked to be',
    async (mode, reservedFor) => {
      const folder = siteFolder()
      const flags = [...MAX, '--duration', '3min', '--db', 'a.db', '--mode', mode]
      const { code, stdout } = await carillon(folder, 'run', 'campaigns/demo', ...flags)
      expect(code).toBe(0)
      expect(stdout).toContain('Spring check: ')
      const rows = await results(folder, 'campaigns/demo')
      expect(rows.length).toBeGreaterThan(5)
      expect(new Set(rows.map(row => row.mode))).toEqual(new Set([mode]))
      for (const row of rows) expect(row.reservedFor).toMatch(reservedFor)
    },
    30_000,
  )
})

describe('a run that has to wait says so at once', () => {
  it('without operators', async () => {
    const folder = siteFolder()
    const flags = [...MAX, '--duration', '1h', '--operators', '0', '--db', 'a.db']
    const { code, stdout, stderr } = await carillon(folder, 'run', 'campaigns/demo', ...flags)
    expect(stderr).toContain('demo: no operator is at work, so nothing is dialed.')
    expect(stdout).toContain('nobody was called yet')
    expect(code).toBe(0)
  })

  it('without contacts', async () => {
    const folder = siteFolder()
    const file = join(folder, 'campaigns/demo/contacts.csv')
    writeFileSync(file, `${readFileSync(file, 'utf8').split('\n')[0]}\n`)
    const flags = [...MAX, '--duration', '1h', '--db', 'a.db']
    const { code, stderr } = await carillon(folder, 'run', 'campaigns/demo', ...flags)
    expect(stderr).toContain('demo: there is nobody to call: no row of contacts.csv became a con')
    expect(code).toBe(0)
    const explained = await carillon(folder, 'explain', 'campaigns/demo', '--db', 'a.db')
    expect(explained.stdout).toMatch(/^Spring check: no contacts\n/)
  })
})
