import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { noOpenCard } from '../../src/dialing/intake/card-door.ts'
import { carillon, going, siteFolder, TUESDAY } from './carillon.ts'

const DB = ['--db', 'a.db'] as const
const DEMO = 'campaigns/demo'

interface Listed {
  readonly attempt: string
  readonly operator: string
  readonly operatorState: string | null
  readonly filled: number
}

async function listed(folder: string): Promise<readonly Listed[]> {
  const { stdout } = await carillon(folder, 'cards', 'list', DEMO, ...DB, '--json')
  return JSON.parse(stdout).cards
}

/** A site whose engine was killed while made-up operators had cards open. */
async function leftOpen(): Promise<string> {
  const folder = siteFolder()
  const flags = ['--speed', '60', '--at', TUESDAY, '--operators', '25']
  const run = going(folder, 'run', DEMO, ...flags, ...DB)
  await run.said(/demo: .* [1-9]\d* talking/)
  run.child.kill('SIGKILL')
  await run.ended
  return folder
}

describe('open cards', () => {
  it('are listed, handed to others and closed where no engine runs', async () => {
    const folder = await leftOpen()
    const cards = await listed(folder)
    expect(cards.length).toBeGreaterThan(1)
    expect(cards.every(card => card.operatorState === null && card.filled > 0)).toBe(true)
    const text = await carillon(folder, 'cards', 'list', DEMO, ...DB)
    expect(text.stdout).toMatch(/^Spring check: \d+ cards are open\.\n +attempt +contact +operator/)
    const attempt = cards.find(({ operator }) => operator.startsWith('operator-'))!.attempt
    const explained = await carillon(folder, 'explain', DEMO, ...DB)
    expect(explained.stdout).toContain('carillon cards hand')
    const nobody = await carillon(folder, 'cards', 'hand', DEMO, attempt, '--to', 'nobody', ...DB)
    expect(nobody).toMatchObject({ code: 1, stdout: '' })
    expect(nobody.stderr).toContain('There is no operator "nobody" in the site file: ')
    const site = join(folder, 'campaigns/site.yaml')
    const anna = 'Anna Lindqvist, campaigns: ['
    writeFileSync(site, readFileSync(site, 'utf8').replace(`${anna}demo, `, anna))
    const elsewhere = await carillon(folder, 'cards', 'hand', DEMO, attempt, '--to', 'anna', ...DB)
    expect(elsewhere).toMatchObject({ code: 1, stdout: '' })
    expect(elsewhere.stderr).toMatch(
      /^anna does not serve the campaign "demo"; these do: bilal, chloe, .*, jan\.\n$/,
    )
    const to = nobody.stderr.trim().replace(/\.$/, '').split(/[ ,]+/).at(-1)!
    const handed = await carillon(folder, 'cards', 'hand', DEMO, attempt, '--to', to, ...DB)
    expect(handed).toMatchObject({ code: 0 })
    expect((await listed(folder)).find(card => card.attempt === attempt)?.operator).toBe(to)
    const close = ['cards', 'close', DEMO, attempt, '--disposition', 'booked', ...DB]
    const wrong = await carillon(
      folder,
      ...close,
      '--answer',
      'interest=perhaps',
      'no=1',
      '__proto__=1',
    )
    expect(wrong).toMatchObject({ code: 1, stdout: '' })
    expect(wrong.stderr).toContain('choose one of: yes, later, no')
    expect(wrong.stderr).toContain('The card has no field "no".')
    expect(wrong.stderr).toContain('The card has no field "__proto__".')
    const other = ['cards', 'close', 'campaigns/reminders', ...close.slice(3)]
    expect(await carillon(folder, ...other)).toMatchObject({
      code: 1,
      stderr: `${noOpenCard(attempt, 'reminders')}\n`,
    })
    const emptied = await carillon(folder, ...close, '--answer', 'interest=')
    expect(emptied.stderr).toBe('Comes to the check?: must be filled in to finish the contact.\n')
    const given = ['interest=yes', 'bicycles=2', 'work=', 'remindAt=+44 20 7946 0123']
    const closed = await carillon(folder, ...close, '--answer', ...given)
    expect(closed).toMatchObject({ code: 0, stderr: '' })
    expect((await listed(folder)).map(card => card.attempt)).not.toContain(attempt)
    const results = await carillon(folder, 'results', DEMO, '--format', 'json', ...DB)
    const record = JSON.parse(results.stdout).find((one: Listed) => one.attempt === attempt)
    expect(JSON.stringify(record)).toMatch(/booked.*"bicycles":2.*"\+442079460123"/)
    const again = await carillon(folder, ...close)
    expect(again.stderr).toContain(`There is no open card of attempt ${attempt} in "demo".`)
  }, 60_000)

  it('are closed without what was in a field that the card has no more, which is said', async () => {
    const folder = await leftOpen()
    const file = join(folder, DEMO, 'campaign.yaml')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('{ id: name, label: Name', '{ id: called, label: Name'))
    const { attempt } = (await listed(folder))[0]!
    const close = ['cards', 'close', DEMO, attempt, '--disposition', 'declined', ...DB]
    const closed = await carillon(folder, ...close, '--answer', 'interest=no')
    expect(closed).toMatchObject({ code: 0, stderr: '' })
    expect(closed.stdout).toBe(
      'The card is closed with "declined".\n' +
        'Left out, since the card has no such field any more: name.\n',
    )
  }, 60_000)

  it('are handed on through the running engine, to whom it runs with', async () => {
    const folder = await leftOpen()
    const left = (await listed(folder)).find(card => card.operator.startsWith('operator-'))!
    const run = going(folder, 'run', DEMO, '--speed', '20', ...DB)
    await run.said(/"carillon cards list"/)
    await run.said(/demo: /)
    const hand = ['cards', 'hand', DEMO, left.attempt, ...DB]
    const wrong = await carillon(folder, ...hand, '--to', 'nobody')
    expect(wrong.stderr).toContain('There is no operator "nobody" here; there are: ')
    const other = ['cards', 'hand', 'campaigns/reminders', left.attempt, '--to', 'nobody', ...DB]
    const elsewhere = 'The engine that runs here runs demo, and not "reminders": end it first.\n'
    expect(await carillon(folder, ...other)).toMatchObject({ code: 1, stderr: elsewhere })
    const to = wrong.stderr.trim().replace(/\.$/, '').split(/[ ,]+/).at(-1)!
    expect(await carillon(folder, ...hand, '--to', to)).toMatchObject({ code: 0, stderr: '' })
    const now = (await listed(folder)).find(card => card.attempt === left.attempt)
    expect([undefined, to]).toContain(now?.operator)
    run.child.kill('SIGKILL')
    await run.ended
  }, 60_000)
})

describe('a campaign that was stopped', () => {
  it('is not dialed by the next run, which says so, until it is started', async () => {
    const folder = siteFolder()
    const flags = ['--speed', 'max', '--exit-when-done', '--operators', '3', ...DB]
    const once = ['--at', TUESDAY, '--duration', '2min']
    await carillon(folder, 'run', DEMO, ...flags, ...once)
    const rows = async () =>
      (await carillon(folder, 'results', DEMO, ...DB)).stdout.split('\n').length
    const before = await rows()
    const stopped = await carillon(folder, 'campaign', 'stop', DEMO, ...DB)
    expect(stopped.stdout).toBe(
      '"demo" is stopped until it is started again. No call is in flight.\n',
    )
    const idle = await carillon(folder, 'run', DEMO, ...flags)
    expect(idle.stderr).toContain(
      'demo: it was stopped, so nothing is dialed. Start it with --start',
    )
    expect(idle.code).toBe(0)
    expect(await rows()).toBe(before)
    expect((await carillon(folder, 'explain', DEMO, ...DB)).stdout).toContain('stopped')
    const started = await carillon(folder, 'campaign', 'start', DEMO, ...DB)
    expect(started.stdout).toContain('is dialed by the next engine: "carillon run campaigns/demo"')
    await carillon(folder, 'campaign', 'stop', DEMO, ...DB)
    const going = await carillon(folder, 'run', DEMO, ...flags, '--start', '--duration', '2min')
    expect(going.stderr).not.toContain('was stopped')
    expect(await rows()).toBeGreaterThan(before)
  }, 60_000)
})
