import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { carillon, siteFolder, TUESDAY } from '../carillon.ts'

const MOMENT = ['--speed', 'max', '--duration', '1min']
const ADDED = /contacts? added/

/** The site of the demo, whose calls are simulated, and beside it one that names servers. */
let folder = ''
beforeEach(() => {
  folder = siteFolder()
  cpSync('deploy/sipp/campaigns', join(folder, 'real'), { recursive: true })
  const file = join(folder, 'real', 'site.yaml')
  // Nobody is at port 1, should anything get so far.
  writeFileSync(file, readFileSync(file, 'utf8').replace(/port: \d+/g, 'port: 1'))
  process.env.CARILLON_DRACHTIO_SECRET = 'not-known-to-everybody'
  process.env.CARILLON_FREESWITCH_SECRET = 'not-known-to-everybody'
})

const run = (...args: readonly string[]) => carillon(folder, 'run', ...args)

describe('The database of simulated calls', () => {
  it('is another than that of real ones, and found by its campaigns unless one is named.', async () => {
    expect(await run('campaigns/demo', ...MOMENT, '--at', TUESDAY)).toMatchObject({ code: 0 })
    expect(existsSync(join(folder, '.carillon', 'site.db'))).toBe(false)
    for (const command of [
      ['report', 'campaigns/demo'],
      ['results', 'campaigns/demo'],
      ['explain', 'campaigns/demo', '--contact', 'M1001'],
      ['cards', 'list', 'campaigns/demo'],
      ['recordings', 'list', 'campaigns/demo'],
      ['campaign', 'stop', 'campaigns/demo'],
      ['lists', 'import', 'campaigns/demo'],
    ])
      expect(await carillon(folder, ...command), command.join(' ')).toMatchObject({ code: 0 })
    const tuned = await carillon(folder, 'tune', 'campaigns/demo')
    expect(tuned.stderr).toMatch(/\.carillon\/virtual-site\.db knows of [1-9]/)
    const real = await carillon(folder, 'report', 'real/try')
    expect(real.stderr).toContain('There is no database .carillon/site.db yet.')
    expect(existsSync(join(folder, '.carillon', 'site.db'))).toBe(false)
  }, 30_000)
})

describe('A run that would go back in time is refused before anything is written', () => {
  it('where calls are real, and those before were simulated.', async () => {
    const [first, db] = ['2126-03-03T10:00:00Z', ['--db', 'a.db']]
    await run('real/try', '--virtual', ...MOMENT, '--at', first, ...db)
    appendFileSync(join(folder, 'real', 'try', 'contacts.csv'), 'T90,New,+442079460999\n')
    const refused = await run('real/try', ...db)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(/it is 2126-03-03T10:\S+ already: its calls were simulated/)
    expect(refused.stderr).not.toMatch(ADDED)
    const again = await run('real/try', '--virtual', ...MOMENT, ...db)
    expect(again.stderr).toContain('1 contact added')
  }, 30_000)

  it('where they are simulated, and somebody names an earlier moment.', async () => {
    await run('campaigns/demo', ...MOMENT, '--at', TUESDAY)
    const refused = await run('campaigns/reminders', ...MOMENT, '--at', '2026-03-03T09:59:59Z')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('time does not go back')
    expect(refused.stderr).not.toMatch(ADDED)
  }, 30_000)
})
