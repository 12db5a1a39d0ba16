import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import { carillon, going, siteFolder, TUESDAY } from './carillon.ts'

/** A site with a database of twenty minutes of dialing. */
let folder = ''
beforeAll(async () => {
  folder = siteFolder()
  const flags = ['--speed', 'max', '--at', TUESDAY, '--duration', '20min', '--db', 'a.db']
  const ran = await carillon(folder, 'run', 'campaigns/demo', ...flags)
  expect(ran).toMatchObject({ code: 0 })
}, 30_000)

const read = (command: string, ...flags: readonly string[]) =>
  carillon(folder, command, 'campaigns/demo', '--db', 'a.db', ...flags)

type Row = Readonly<Record<string, unknown>>

/** A cell as it was before it was made safe for spreadsheets. */
const meant = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/, '')

describe('results', () => {
  it('as CSV are read back as what they are as JSON, row by row', async () => {
    const csv = await read('results', '--format', 'csv')
    const json = await read('results', '--format', 'json')
    expect([csv.code, csv.stderr, json.code, json.stderr]).toEqual([0, '', 0, ''])
    const rows: Record<string, string>[] = parse(csv.stdout, { columns: true })
    const attempts = JSON.parse(json.stdout) as (Row & { readonly card: Row; readonly data: Row })[]
    expect(rows).toHaveLength(attempts.length)
    for (const [i, { card, data, ...attempt }] of attempts.entries()) {
      const columns = { ...prefixed('', attempt), ...prefixed('data.', data) }
      for (const [name, value] of Object.entries(columns))
        expect([name, meant(rows[i]![name]!)]).toEqual([name, String(value ?? '')])
      for (const [name, value] of Object.entries(card ?? {})) {
        if (typeof value === 'string') expect(meant(rows[i]![`card.${name}`]!)).toBe(value)
      }
    }
  })

  it('begin with a byte order mark when that is asked for, and are safe in a spreadsheet', async () => {
    const { stdout } = await read('results', '--bom')
    expect(stdout.startsWith('\ufeffattempt,')).toBe(true)
    const cells = (parse(stdout, { bom: true }) as string[][]).flat()
    expect(cells.filter(cell => /^[=+\-@]/.test(cell))).toEqual([])
  })
})

const prefixed = (prefix: string, columns: Row): Row =>
  Object.fromEntries(Object.entries(columns).map(([name, value]) => [prefix + name, value]))

describe('explain', () => {
  it('says that no engine runs, and where the contacts stand', async () => {
    const { code, stdout, stderr } = await read('explain')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Spring check: not running\n.*Start it with "carillon run"\./)
    expect(stdout).toContain('240 contacts')
    const { state, funnel } = JSON.parse((await read('explain', '--json')).stdout)
    expect(state).toBe('notRunning')
    const { total, nextCallableAt: _, ...places } = funnel as Record<string, number>
    expect(Object.values(places).reduce((a, b) => a + b, 0)).toBe(total)
  })

  it('says of one contact why it is not called now, and when it will be', async () => {
    const rows: Record<string, string>[] = parse((await read('results')).stdout, { columns: true })
    const booked = rows.find(row => row.disposition === 'booked')!
    const done = await read('explain', '--contact', booked.contact!)
    expect(done.stdout).toContain(
      `Contact ${booked.contact} (${booked.key}): finished by what the operator said`,
    )
    const busy = rows.findLast(row => row.outcome === 'noAnswer')!
    const waits = await read('explain', '--contact', busy.contact!, '--json')
    const { state, attempts, text } = JSON.parse(waits.stdout)
    expect(attempts).toBe(rows.filter(row => row.contact === busy.contact).length)
    expect(state).toMatch(/^(waiting|finished)$/)
    expect(text).toContain(`Contact ${busy.contact} (${busy.key}): ${state}`)
    const nobody = await read('explain', '--contact', '9999')
    expect(nobody).toMatchObject({ code: 1, stdout: '' })
    expect(nobody.stderr).toContain('Campaign "demo" has no contact 9999')
  }, 20_000)

  it('knows a contact by whatever cell of the results names it', async () => {
    const rows: Record<string, string>[] = parse((await read('results')).stdout, { columns: true })
    const { contact, key, phone } = rows[0]!
    const texts = [contact, key, phone].map(async name => {
      return (await read('explain', '--contact', name!)).stdout
    })
    const [text, ...others] = await Promise.all(texts)
    expect(text).toContain(`Contact ${contact} (${key}): `)
    expect(others).toEqual([text, text])
    expect(phone).toMatch(/^'\+\d/)
  }, 20_000)

  it('judges by where the last run ended while that is ahead of the clock, and says so', async () => {
    const ahead = siteFolder()
    const flags = ['--speed', 'max', '--duration', '2min', '--db', 'a.db']
    const later = ['--at', '2099-03-03T10:00:00Z']
    await carillon(ahead, 'run', 'campaigns/demo', ...flags, ...later)
    const explain = (...more: string[]) =>
      carillon(ahead, 'explain', 'campaigns/demo', '--db', 'a.db', ...more)
    const { stdout } = await explain()
    expect(stdout).toMatch(/contacts at 2099-03-03T10:0\dZ, where the last run ended/)
    expect(stdout).toMatch(/\d+ callable now/)
    const contact = await explain('--contact', 'M1240')
    expect(contact.stdout).toMatch(/ready: it is called as soon as/)
    expect(contact.stdout).toMatch(/judged {4}at 2099-03-03T10:0\dZ, where the last run ended/)
    const json = JSON.parse((await explain('--json')).stdout)
    expect(json).toMatchObject({ judgedBy: 'lastRun' })
    expect(json.judgedAt).toMatch(/^2099-03-03T10:0/)
  }, 20_000)

  it('asks the engine while one runs, even where its socket has to be elsewhere', async () => {
    const deep = siteFolder()
    const db = join('a-folder-with-a-name-that-is-much-too-long-for-a-socket'.repeat(3), 'a.db')
    const flags = ['--speed', '60', '--at', TUESDAY, '--db', db]
    const run = going(deep, 'run', 'campaigns/demo', ...flags)
    await run.said(/demo: .* [1-9]\d* talking/)
    const explained = await carillon(deep, 'explain', 'campaigns/demo', '--db', db, '--json')
    const { state, funnel } = JSON.parse(explained.stdout)
    expect(state).toBe('dialing')
    expect(funnel.inFlight + funnel.atOperator).toBeGreaterThan(0)
    const called = await carillon(deep, 'explain', 'campaigns/demo', '--db', db, '--contact', '31')
    expect(called.stdout).toContain('Contact 31 (M1031): ')
    run.child.kill('SIGKILL')
    await run.ended
  }, 30_000)
})

it('report says the same twice, and nothing on stderr', async () => {
  const [one, two] = [await read('report'), await read('report')]
  expect(one).toEqual({ code: 0, stderr: '', stdout: expect.stringMatching(/^Spring check: /) })
  expect(two).toEqual(one)
})
