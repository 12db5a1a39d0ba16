import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { flaws } from '../../sim/pictures/well-formed.ts'
import { smallWorldText } from '../../sim/worlds.ts'
import { carillon, siteFolder, TUESDAY } from '../carillon.ts'

/** A busy machine may take its time: what is tested is what comes out. */
const PATIENT = { timeout: 120_000 }

const WORLD = smallWorldText({
  name: 'small & <quick>',
  day: '{ start: "2026-03-02T09:00:00Z", hours: 0.1 }',
  operators: '{ count: 2 }',
  callee: '{ human: 0.3, ring_s: { human: { dist: uniform, min: 2, max: 20 } } }',
})

/** A folder with a small world in it. */
function folder(text = WORLD): string {
  const cwd = siteFolder()
  writeFileSync(join(cwd, 'small.yaml'), text)
  return cwd
}

describe('tune', PATIENT, () => {
  it('prints what was tried, the least idle time first, and what it recommends', async () => {
    const cwd = folder()
    const files = ['--picture', 'tuned.svg', '--write', 'best.yaml']
    const ran = await carillon(cwd, 'tune', 'small.yaml', '--days', '2', ...files)
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const lines = ran.stdout.split('\n')
    const rows = lines.filter(line =>
      /^\+? +[\d.]+ ± [\d.]+ +[\d.]+ ± [\d.]+ % +\d of 2 /.test(line),
    )
    const idle = rows.map(row => Number(/[\d.]+/.exec(row)?.[0]))
    expect(idle.length).toBeGreaterThan(30)
    expect(idle).toEqual([...idle].sort((a, b) => a - b))
    const best = rows.filter(row => row.endsWith('<- recommended'))
    expect(best).toHaveLength(1)
    const recommended = /^Recommended: (.+), the least/m.exec(ran.stdout)?.[1]
    expect(best[0]).toContain(` ${recommended}  <-`)
    expect(best[0]).toContain('0 of 2')
    expect(ran.stdout).toMatch(
      /None of the 2 days was over the limit, the worst at [\d.]+ %; even so up to 78 % of days/,
    )
    const svg = readFileSync(join(cwd, 'tuned.svg'), 'utf8')
    expect(flaws(svg)).toEqual([])
    expect(svg).toContain(`recommended: ${recommended}`)
    const keys = readFileSync(join(cwd, 'best.yaml'), 'utf8')
    expect(keys).toMatch(/^# By carillon tune, on small & <quick>: 2 days, seed 1\.\n# .*\nmode: /)
    for (const line of keys.split('\n').slice(2))
      expect(ran.stdout).toContain(`\n  ${line}`.trimEnd())
  })

  it('comes out the same again, as one JSON document', async () => {
    const cwd = folder()
    const run = () => carillon(cwd, 'tune', 'small.yaml', '--days', '1', '--json', '--seed', '4')
    const [first, again] = [await run(), await run()]
    expect(first).toEqual(again)
    const result = JSON.parse(first.stdout)
    expect(Object.keys(result)).toEqual([
      ...['world', 'about', 'days', 'seed', 'limit', 'tried', 'recommended', 'certainty'],
    ])
    expect(result).toMatchObject({ world: 'small & <quick>', days: 1, seed: 4, limit: 0.03 })
    expect(result.tried[0].idleSecPerCall).toEqual({ mean: expect.any(Number), halfWidth: null })
    const { policy, campaignYaml } = result.recommended
    expect(result.tried.map((one: { policy: string }) => one.policy)).toContain(policy)
    expect(campaignYaml).toMatch(/^mode: /)
    expect(result.certainty).toMatchObject({ nextDiffers: false, daysOverAtMost: 0.95 })
  })

  it('says so where nothing keeps the limit, and writes nothing', async () => {
    const limits = '{ abandonment: 0, no_answer_s: 25, ring_min_s: 15, connect_within_s: 2 }'
    const nobody = {
      operators: '{ count: 0 }',
      limits,
      day: '{ start: "2026-03-02T09:00:00Z", hours: 0.1 }',
    }
    const cwd = folder(smallWorldText(nobody))
    const ran = await carillon(cwd, 'tune', 'small.yaml', '--days', '1', '--write', 'best.yaml')
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain('Nothing is recommended')
    expect(ran.stderr).toContain('best.yaml is not written')
    expect(existsSync(join(cwd, 'best.yaml'))).toBe(false)
  })
})

describe('tune on a day of a campaign', PATIENT, () => {
  const cwd = siteFolder()
  const run = (...args: readonly string[]) => carillon(cwd, ...args)
  beforeAll(async () => {
    const flags = ['--operators', '6', '--at', TUESDAY, '--speed', 'max', '--duration', '25min']
    const files = ['--record', 'day.jsonl', '--db', 'a.db']
    expect(await run('run', 'campaigns/demo', ...flags, ...files)).toMatchObject({ code: 0 })
  }, 60_000)

  it('that was recorded replays it', async () => {
    const { code, stdout, stderr } = await run('tune', 'day.jsonl', '--days', '1')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^day\.jsonl: one day, replayed\. Intervals are of what it leaves open/)
    expect(stdout).toContain('\ntrunk      30 lines, 5 calls a second\n')
    expect(stdout).toMatch(/\ndemo, recorded 2026-03-03: \d+ settings, 1 day each, seed 1/)
  })

  it('that its database knows of makes a world of it, and says which', async () => {
    const site = join(cwd, 'campaigns/site.yaml')
    writeFileSync(site, readFileSync(site, 'utf8').replace('window: day', 'window: month'))
    const { code, stdout, stderr } = await run(
      'tune',
      'campaigns/demo',
      '--days',
      '1',
      '--db',
      'a.db',
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^campaigns\/demo: a world made of \d+ calls of one day in a\.db/)
    expect(stdout).toContain('\nIts budget counts over longer than a day; here each day is judged')
    expect(stdout).toMatch(
      /\npeople {5}answer of all calls: 10:00 \d+ %; after [\d.]+ s of ringing/,
    )
  })

  it('of which too little is known is refused with what to do', async () => {
    const ran = await run('tune', 'campaigns/reminders', '--db', 'a.db')
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toContain('knows of 0 calls of campaigns/reminders that are over; 200 are')
    expect(ran.stderr).toContain('carillon run campaigns/reminders --record day.jsonl')
  })
})

describe.concurrent('tune refuses what it cannot use, before it begins', PATIENT, () => {
  it.each([
    [['--days', '0'], 2, 'Give a whole number from 1'],
    [['--seed', 'x'], 2, 'Give a whole number'],
    [['--speed', 'max'], 2, "unknown option '--speed'"],
    [['--campaign', 'demo'], 2, 'small.yaml is no recording: leave --campaign out.'],
    [['--picture', 'no/where.svg'], 1, 'The file no/where.svg cannot be written.'],
    [['--write', 'no/where.yaml'], 1, 'The file no/where.yaml cannot be written.'],
    [['--write', 'small.yaml'], 2, 'small.yaml is there already. Name a new file.'],
  ] as const)('%j', async (args, code, words) => {
    const cwd = folder()
    const ran = await carillon(cwd, 'tune', 'small.yaml', ...args)
    expect(ran.stderr).toContain(words)
    expect(ran).toMatchObject({ code, stdout: '' })
    expect(readdirSync(cwd).sort()).toEqual(['campaigns', 'small.yaml'])
    expect(readFileSync(join(cwd, 'small.yaml'), 'utf8')).toBe(WORLD)
  })

  it('a world with a mistake, with the path of the key', async () => {
    const ran = await carillon(
      folder(WORLD.replace('human: 0.3', 'human: 3')),
      'tune',
      'small.yaml',
    )
    expect(ran.stderr).toMatch(/small\.yaml:\d+:\d+: callee\.human: must be a share/)
    expect(ran).toMatchObject({ code: 1, stdout: '' })
  })

  it('a recording with a mistake, however it is called', async () => {
    const cwd = folder('{"recording": "today"}\n')
    const ran = await carillon(cwd, 'tune', 'small.yaml')
    expect(ran.stderr).toMatch(/^small\.yaml:1:1: recording: /)
    expect(ran).toMatchObject({ code: 1, stdout: '' })
  })

  it('what is not there, and a campaign that is not sound', async () => {
    const cwd = folder()
    const none = await carillon(cwd, 'tune', 'none.yaml')
    expect(none.stderr).toContain('none.yaml cannot be read. Check the path.')
    expect(none).toMatchObject({ code: 1, stdout: '' })
    const above = await carillon(cwd, 'tune', 'campaigns')
    expect(above.stderr).toContain('campaigns/demo')
    expect(above).toMatchObject({ code: 1, stdout: '' })
  })
})
