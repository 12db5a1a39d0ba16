import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { smallWorldText } from '../../sim/worlds.ts'
import { carillon, siteFolder, TUESDAY } from '../carillon.ts'

/** A busy machine may take its time: what is tested is what comes out. */
const PATIENT = { timeout: 60_000 }

const folder = siteFolder()
const file = join(folder, 'day.jsonl')
beforeAll(async () => {
  const flags = ['--operators', '6', '--at', TUESDAY, '--speed', 'max', '--duration', '45min']
  const record = ['--mode', 'predictive', '--record', file, '--db', join(folder, 'a.db')]
  const ran = await carillon(folder, 'run', 'campaigns/demo', ...flags, ...record)
  expect(ran).toMatchObject({ code: 0 })
}, 60_000)

const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return name
}

interface Figures {
  readonly connected: number
  readonly abandoned: number
  readonly talkSec: number
  readonly wrapSec: number
  readonly operatorSec: number
}

describe('replay', () => {
  it('of a run by its own policy comes near what was recorded', PATIENT, async () => {
    const { code, stdout, stderr } = await carillon(folder, 'replay', file, '--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const result = JSON.parse(stdout)
    expect(Object.keys(result)).toEqual([
      ...['world', 'policy', 'seed', 'days', 'total', 'recorded'],
    ])
    expect(result).toMatchObject({ world: 'demo, recorded 2026-03-03', seed: 1 })
    expect(result.policy).toMatch(/^predictive,/)
    const [replayed, recorded]: Figures[] = [result.days[0], result.recorded]
    const occupancy = (of: Figures) => (of.talkSec + of.wrapSec) / of.operatorSec
    const abandonment = (of: Figures) => of.abandoned / (of.abandoned + of.connected)
    expect(recorded!.connected).toBeGreaterThan(100)
    expect(Math.abs(occupancy(replayed!) - occupancy(recorded!))).toBeLessThan(0.05)
    expect(Math.abs(abandonment(replayed!) - abandonment(recorded!))).toBeLessThan(0.02)
    expect(replayed!.operatorSec / recorded!.operatorSec).toBeCloseTo(1, 1)
  })

  it('shows both days side by side, under another policy', PATIENT, async () => {
    const ran = await carillon(folder, 'replay', file, '--policy', 'progressive', '--days', '2')
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const lines = ran.stdout.split('\n')
    expect(lines[0]).toBe('demo, recorded 2026-03-03, progressive, seed 1, mean of 2')
    expect(lines[1]).toMatch(/^ +as recorded +replayed$/)
    expect(lines.find(line => line.includes('abandonment'))).toMatch(/\d %\s+0\.00 %$/)
    expect(lines.find(line => line.includes('occupancy'))).toMatch(/[\d.]+ %\s+[\d.]+ %$/)
  })

  it('leaves out a last line that was cut off, and says so', PATIENT, async () => {
    const text = readFileSync(file, 'utf8').trimEnd()
    const cut = written('cut.jsonl', text.slice(0, -5))
    const { code, stderr } = await carillon(folder, 'replay', cut, '--policy', 'progressive')
    expect(code).toBe(0)
    const last = text.split('\n').length
    expect(stderr).toMatch(
      new RegExp(`^cut.jsonl:${last}: The last line is cut off, .*left out.\n$`),
    )
  })

  it('draws the day as it came out', PATIENT, async () => {
    const args = ['--policy', 'predictive', '--picture', 'replayed.svg']
    const ran = await carillon(folder, 'replay', file, ...args)
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const svg = readFileSync(join(folder, 'replayed.svg'), 'utf8')
    expect(svg).toContain('>demo, recorded 2026-03-03, replayed with predictive</text>')
    const connected = /connected +\d+ +(\d+)$/m.exec(ran.stdout)?.[1]
    expect(svg).toContain(`>${connected} people connected`)
    expect(svg).toContain('>Price')
  })

  it('of a simulated day that was recorded is that day again', PATIENT, async () => {
    const world = written(
      'small.yaml',
      smallWorldText({ talk_s: '{ dist: exponential, mean: 60 }' }),
    )
    const flags = ['--policy', 'ratio:2', '--record', 'small.jsonl', '--json']
    const simulated = await carillon(folder, 'simulate', world, ...flags)
    const replayed = await carillon(folder, 'replay', 'small.jsonl', '--json')
    expect(replayed).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(replayed.stdout).recorded).toEqual(JSON.parse(simulated.stdout).days[0])
    expect(JSON.parse(replayed.stdout).policy).toBe('ratio:2')
    const twice = await carillon(folder, 'simulate', world, '--days', '2', '--record', 'b.jsonl')
    expect(twice).toMatchObject({ code: 2, stdout: '' })
    expect(twice.stderr).toContain('A recording holds one day')
    expect(readdirSync(folder)).not.toContain('b.jsonl')
  })

  it('asks which campaign is meant, and names them', PATIENT, async () => {
    const [first, ...rest] = readFileSync(file, 'utf8').split('\n')
    const header = JSON.parse(first!)
    header.campaigns.push({ ...header.campaigns[0], id: 'other' })
    const both = written('both.jsonl', [JSON.stringify(header), ...rest].join('\n'))
    const unclear = await carillon(folder, 'replay', both)
    expect(unclear).toMatchObject({ code: 2, stdout: '' })
    expect(unclear.stderr).toContain('say which with --campaign: demo, other.')
    const clear = await carillon(folder, 'replay', both, '--campaign', 'demo')
    expect(clear).toMatchObject({ code: 0 })
  })

  it('refuses what it cannot use, in words', PATIENT, async () => {
    mkdirSync(join(folder, 'a-folder'), { recursive: true })
    const header = readFileSync(file, 'utf8').split('\n')[0]!
    const bad = `${header}\n{"at":0,"wall":0,"input":{"from":"desk","action":{"kind":"nap"}}}\n`
    const cases = [
      [[written('empty.jsonl', '')], 1, 'There is nothing in the recording empty.jsonl.'],
      [['missing.jsonl'], 1, 'The recording missing.jsonl cannot be read. Check the path.'],
      [['a-folder'], 1, 'The recording a-folder cannot be read. Check the path.'],
      [[written('other.jsonl', 'a: 1\n')], 1, 'other.jsonl:1:1: this line is not JSON.'],
      [
        [written('bad.jsonl', bad)],
        1,
        'bad.jsonl:2:1: input.action.kind: must be one of signIn, leaveAt, signOut',
      ],
      [[file, '--policy', 'magic'], 2, 'There is no policy "magic".'],
      [[file, '--picture', 'no/where.svg'], 1, 'The file no/where.svg cannot be written'],
    ] as const
    for (const [args, code, words] of cases) {
      const ran = await carillon(folder, 'replay', ...args)
      expect(ran.stderr).toContain(words)
      expect(ran).toMatchObject({ code, stdout: '' })
    }
  })
})
