import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadCampaigns } from '../../../src/app/load-campaigns.ts'
import { prepareSite } from '../../../src/app/prepare.ts'
import { campaignGround } from '../../../src/app/tune/campaign-ground.ts'
import { virtualRun } from '../../../src/app/virtual-run.ts'
import { DayReader } from '../../../src/sim/recording/day-reader.ts'
import { readRecording } from '../../../src/sim/recording/read-recording.ts'
import type { RecordingLine } from '../../../src/sim/recording/recording.ts'
import { worldOf } from '../../../src/sim/replay/world-of-day.ts'
import type { World } from '../../../src/sim/world/world.ts'
import { piecesOf } from '../../sim/recording/recorded-world.ts'

/** A busy machine may take its time: what is tested is what comes out. */
const PATIENT = { timeout: 60_000 }

const folder = mkdtempSync(join(tmpdir(), 'carillon-ground-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the demo for some virtual minutes. @returns its database, and the world it recorded. */
async function ran(minutes: number): Promise<{ readonly dbFile: string; readonly world: World }> {
  const dbFile = join(folder, `${minutes}.db`)
  const request = {
    loaded: loadCampaigns(['campaigns/demo']),
    operators: 6,
    mode: null,
    fresh: false,
    start: false,
  }
  const prepared = await prepareSite({ ...request, dbFile }, () => {})
  const lines: RecordingLine[] = []
  await virtualRun({
    ...prepared,
    speed: Infinity,
    duration: minutes * 60_000,
    exitWhenDone: false,
    start: Date.parse('2026-03-02T10:00:00Z'),
    seed: 7,
    record: line => void lines.push(line),
  }).drive()
  await prepared.release()
  const reader = new DayReader(null)
  const text = piecesOf(lines.map(line => `${JSON.stringify(line)}\n`))
  await readRecording(text, 'a.jsonl', reader)
  return { dbFile, world: worldOf(reader.day()) }
}

describe('a world made of the calls of a campaign', PATIENT, () => {
  it('is what a recording of them is', async () => {
    const { dbFile, world: recorded } = await ran(45)
    const { world, attempts, days } = await campaignGround('campaigns/demo', dbFile)
    expect(attempts).toBeGreaterThan(200)
    expect(days).toBe(1)
    expect(world.name).toBe('demo, recorded 2026-03-02')
    const { human, busy } = world.callee.shares[0]!.shares
    expect(human).toBeCloseTo(recorded.callee.shares[0]!.shares.human, 1)
    expect(busy).toBeCloseTo(recorded.callee.shares[0]!.shares.busy, 1)
    const middle = (of: World['talk']): number => {
      if (of.dist !== 'mixture') throw new Error('many lengths were seen')
      const values = of.of.map(part => (part.dist === 'fixed' ? part.value : Number.NaN))
      return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
    }
    expect(middle(world.talk)).toBeCloseTo(middle(recorded.talk), -1)
    expect(middle(world.wrap)).toBeCloseTo(middle(recorded.wrap), 0)
    expect(middle(world.callee.ring.human)).toBeCloseTo(middle(recorded.callee.ring.human), 0)
    expect(world.limits).toEqual(recorded.limits)
    expect(world.trunk).toEqual(recorded.trunk)
    expect(world.operators.profile[0]).toMatchObject({ at: 0, count: 6 })
  })

  it('is refused where the campaign was dialed too little, and it is said what to do', async () => {
    const { dbFile } = await ran(4)
    const few =
      /knows of \d+ calls of campaigns\/demo that are over; 200 are needed.(.|\n)*--record/
    await expect(campaignGround('campaigns/demo', dbFile)).rejects.toThrow(few)
    const none = campaignGround('campaigns/demo', join(folder, 'none.db'))
    await expect(none).rejects.toThrow(/knows of 0 calls/)
    await expect(none).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
