import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tendRecordings } from '../../../src/app/recordings/tend-recordings.ts'
import { hours } from '../../../src/base/duration.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import { NO_RECORDING } from '../../../src/campaign/rules/no-recording.ts'
import type { JournalEntry } from '../../../src/store/records.ts'
import { campaignOf } from '../../support/campaigns.ts'

const NOW = Date.UTC(2026, 2, 2)
const id = (n: number): string => `0193f2a4-0000-7000-8000-00000000000${n}`

describe('Recordings', () => {
  let home: string
  let folder: string
  const rows: JournalEntry[] = []

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'carillon-'))
    folder = join(home, 'recordings')
    rows.length = 0
  })
  afterEach(() => rmSync(home, { recursive: true }))

  /** A file of this age in hours. */
  function put(path: string, age: number): string {
    const place = join(home, path)
    mkdirSync(dirname(place), { recursive: true })
    writeFileSync(place, 'sound')
    utimesSync(place, (NOW - hours(age)) / 1000, (NOW - hours(age)) / 1000)
    return place
  }

  function tend(timeline: VirtualTimeline, kind: 'all' | 'none' = 'all') {
    const recording = { ...NO_RECORDING, which: { kind }, folder, keep: hours(48) } as const
    const store = { record: async (some: readonly JournalEntry[]) => void rows.push(...some) }
    return tendRecordings({ campaigns: () => [campaignOf({ recording })], store, timeline })
  }

  it('are deleted when they were kept for long enough, each with a row, and none before', async () => {
    const old = put(`recordings/2026-02-27/demo/1-${id(1)}.wav`, 50)
    const young = put(`recordings/2026-03-01/demo/2-${id(2)}.wav`, 40)
    const none = put('recordings/2026-02-27/demo/notes.wav', 5000)
    const stop = tend(new VirtualTimeline(NOW))
    await stop()
    expect([old, young, none].map(existsSync)).toEqual([false, true, true])
    const file = `2026-02-27/demo/1-${id(1)}.wav`
    const data = { campaign: 'demo', attempt: id(1), file }
    expect(rows).toEqual([{ kind: 'note', at: NOW, name: 'recording.deleted', data }])
  })

  it('are looked at again every day', async () => {
    const young = put(`recordings/2026-03-01/demo/2-${id(2)}.wav`, 40)
    const timeline = new VirtualTimeline(NOW)
    const stop = tend(timeline)
    timeline.step()
    await stop()
    expect([existsSync(young), existsSync(dirname(young)), timeline.wall() - NOW]).toEqual([
      false,
      false,
      hours(24),
    ])
  })

  it('are deleted as well when their campaign records no more', async () => {
    const old = put(`recordings/2026-02-27/demo/1-${id(1)}.wav`, 50)
    await tend(new VirtualTimeline(NOW), 'none')()
    expect([existsSync(old), rows.length]).toEqual([false, 1])
  })

  it('are never looked for outside their folder', async () => {
    const outside = put(`elsewhere/2026-02-27/demo/1-${id(1)}.wav`, 5000)
    mkdirSync(join(folder, '2026-02-27'), { recursive: true })
    symlinkSync(join(home, 'elsewhere/2026-02-27/demo'), join(folder, '2026-02-27/demo'))
    symlinkSync(outside, join(folder, `2026-02-27/1-${id(1)}.wav`))
    await tend(new VirtualTimeline(NOW))()
    expect([existsSync(outside), rows]).toEqual([true, []])
  })
})
