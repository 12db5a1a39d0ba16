import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { smallWorldText } from '../sim/worlds.ts'
import { carillon, siteFolder } from './carillon.ts'

const SMALL = smallWorldText({
  day: '{ start: "2026-03-02T09:00:00Z", hours: 0.34 }',
  operators: '{ count: 3 }',
  callee: '{ human: 0.4, ring_s: { human: { dist: uniform, min: 2, max: 20 } } }',
})

/** A folder with a small world in it. */
function folder(text = SMALL): string {
  const cwd = siteFolder()
  writeFileSync(join(cwd, 'small.yaml'), text)
  return cwd
}

describe.concurrent('carillon bench pacing', { timeout: 60_000 }, () => {
  const RUN = ['bench', 'pacing', '--worlds', 'small.yaml', '--days', '2']
  const POLICIES = ['--policies', 'progressive predictive predictive,drop=N']

  it('prints a row for each world and policy, and how Carillon compares', async () => {
    const { code, stdout, stderr } = await carillon(folder(), ...RUN, ...POLICIES)
    expect(code).toBe(0)
    expect(stdout).toMatch(/\| small \| progressive \| [\d.]+ % \| [\d.]+ \| /)
    expect(stdout).toMatch(/\| small \| predictive,drop=N \|/)
    expect(stdout).toMatch(/\| `predictive` \| idle s a call \| × best ratio \|/)
    expect(stderr).toMatch(/6 days in [\d.]+ minutes/)
  })

  it('comes out the same again, as one line of JSON for each row', async () => {
    const run = () => carillon(folder(), ...RUN, ...POLICIES, '--json', '--seed', '4')
    const [first, again] = await Promise.all([run(), run()])
    expect(first.stdout).toBe(again.stdout)
    const rows = first.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(rows.map(row => row.policy)).toEqual([
      'progressive',
      'predictive',
      'predictive,drop=N',
      'predictive',
      'predictive,drop=N',
    ])
    expect(rows[0]).toMatchObject({ world: 'small', seed: 4, summary: { days: 2 } })
  })

  it.each([
    [['--days', '0'], 2, 'Give a whole number from 1'],
    [['--seed', 'x'], 2, 'Give a whole number'],
    [['--worlds', 'nowhere'], 2, 'There is no world "nowhere". Take drift-20, '],
    [['--worlds', 'none.yaml'], 1, 'The world file none.yaml cannot be read'],
    [['--policies', 'fast'], 2, 'There is no policy "fast". Take progressive; ratio:K'],
    [['--policies', 'predictive,guarantee=strong'], 2, 'must be one of default, strict'],
    [['--policies', ' '], 2, 'Name at least one'],
    [['--policies', 'ratio:best'], 1, 'Nobody has searched for ratio:best in the world small'],
  ])('refuses %j with what is allowed', async (args, code, words) => {
    const ran = await carillon(folder(), ...RUN, ...args)
    expect(ran.stderr).toContain(words)
    expect(ran.code).toBe(code)
    expect(ran.stdout).toBe('')
  })

  it('refuses a world with a mistake, with the path of the key', async () => {
    const ran = await carillon(folder(SMALL.replace('human: 0.4', 'human: 4')), ...RUN)
    expect(ran.stderr).toMatch(/small\.yaml:\d+:\d+: callee\.human: must be a share/)
    expect(ran.code).toBe(1)
  })
})

it('carillon simulate --carry-priors prints other days from the second on', async () => {
  const days = async (...more: string[]) => {
    const args = ['simulate', 'small.yaml', '--policy', 'predictive', '--days', '2', '--json']
    return JSON.parse((await carillon(folder(), ...args, ...more)).stdout).days
  }
  const [plain, carried] = await Promise.all([days(), days('--carry-priors')])
  expect(carried[0]).toEqual(plain[0])
  expect(carried[1]).not.toEqual(plain[1])
}, 60_000)

describe.concurrent('carillon simulate --picture', { timeout: 60_000 }, () => {
  it('draws the first day', async () => {
    const cwd = folder()
    const args = ['simulate', 'small.yaml', '--policy', 'predictive', '--picture', 'day.svg']
    const ran = await carillon(cwd, ...args)
    expect(ran.stderr).toBe('')
    expect(readFileSync(join(cwd, 'day.svg'), 'utf8')).toMatch(
      /^<svg (.|\n)*A day of small with predictive(.|\n)*<\/svg>\n$/,
    )
  })

  it('refuses a file that cannot be written before it begins', async () => {
    const cwd = folder()
    const ran = await carillon(cwd, 'simulate', 'small.yaml', '--picture', 'no/where.svg')
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toContain('The file no/where.svg cannot be written')
    expect(existsSync(join(cwd, 'no'))).toBe(false)
  })

  it('leaves a file that is there as it is', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'day.svg'), 'mine')
    const ran = await carillon(cwd, 'simulate', 'small.yaml', '--picture', 'day.svg')
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain('day.svg is there already. Name a new file.')
    expect(readFileSync(join(cwd, 'day.svg'), 'utf8')).toBe('mine')
  })
})

describe.concurrent('carillon simulate', { timeout: 60_000 }, () => {
  it('has no seconds for each call where nobody was connected', async () => {
    const cwd = folder(SMALL.replace('human: 0.4', 'human: 0'))
    const { stdout } = await carillon(cwd, 'simulate', 'small.yaml')
    expect(stdout).toContain('  idle         – (nobody was connected)\n')
  })
})
