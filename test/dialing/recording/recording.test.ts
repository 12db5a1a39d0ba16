import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { NO_RECORDING } from '../../../src/campaign/rules/no-recording.ts'
import type { RecordingRules } from '../../../src/campaign/rules/recording-rules.ts'
import type { RecordingAct } from '../../../src/desk/port.ts'
import { isDrawn } from '../../../src/dialing/recording/follow-recording.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const ALL = { kind: 'all' } as const
const SPOKEN = { kind: 'spoken' } as const

/** Anna talks from 2 s on to somebody who talks for 100 s. */
async function talking(
  rules: Partial<RecordingRules>,
  options: Partial<RigOptions> = {},
): Promise<Rig> {
  const recording = { ...NO_RECORDING, folder: '/rec', ...rules }
  const callee = () => person(seconds(2), { talk: seconds(100) })
  const rig = await rigOf({
    campaigns: [{ recording }],
    contacts: { demo: [0] },
    callee,
    ...options,
  })
  await rig.signIn()
  await rig.until(3)
  return rig
}

const act = async (rig: Rig, what: RecordingAct): Promise<void> => {
  const attempt = [...rig.core.attempts.keys()][0]!
  rig.desk.act({ operator: 'anna', kind: 'record', attempt, act: what })
  await rig.settle()
}

const asked = (rig: Rig): readonly string[] =>
  rig.commands.filter(one => one.name === 'record').map(one => one.recording!.kind)
const shown = (rig: Rig): readonly string[] =>
  rig.desk.shown('anna', 'recording').map(one => one.recording)
const parts = async (rig: Rig) => (await rig.records())[0]!.recordings ?? []

describe('The recording of a call', () => {
  it('lasts from the moment both hear each other until the end of the call', async () => {
    const rig = await talking({ which: ALL })
    expect(shown(rig)).toEqual(['on'])
    await rig.until(110)
    const [record] = await rig.records()
    const file = `/rec/2026-03-03/demo/1-${record!.id}.wav`
    const { connectedAt: startedAt, endedAt } = record!
    const consent = { by: 'nobody' }
    expect(record!.recordings).toEqual([{ file, startedAt, endedAt, consent, pauses: [] }])
    expect(asked(rig)).toEqual(['start'])
  })

  it('ends when we hang up, not when their side has heard so seconds later', async () => {
    const rig = await talking({ which: ALL })
    rig.deaf.add('hangUp')
    await rig.until(10)
    const attempt = [...rig.core.attempts.keys()][0]!
    const hungUpAt = rig.core.wall
    rig.desk.act({ operator: 'anna', kind: 'hangUp', attempt })
    await rig.until(14)
    expect((await parts(rig))[0]!.endedAt).toBe(hungUpAt)
    rig.tell({ kind: 'ended', attempt, cause: 'hangUp', from: 'us' })
    await rig.until(15)
    const [record] = await rig.records()
    expect([record!.endedAt, record!.recordings![0]!.endedAt]).toEqual([hungUpAt, hungUpAt])
    expect(asked(rig)).toEqual(['start'])
  })

  it('is none where the campaign wants none', async () => {
    const rig = await talking({})
    for (const what of ['start', 'consent', 'resume'] as const) await act(rig, what)
    expect([asked(rig), shown(rig)]).toEqual([[], []])
  })

  it('waits for the consent that the operator says, and ends when it is taken back', async () => {
    const rig = await talking({ which: ALL, consent: SPOKEN })
    expect([asked(rig), shown(rig)]).toEqual([[], ['awaitsConsent']])
    await rig.until(10)
    await act(rig, 'consent')
    await rig.until(20)
    await act(rig, 'refuse')
    expect(asked(rig)).toEqual(['start', 'stop'])
    await rig.until(21)
    const [part] = await parts(rig)
    expect(part!.consent).toEqual({ by: 'operator', operator: 'anna', at: part!.startedAt })
    expect(part!.endedAt! - part!.startedAt).toBe(seconds(10))
  })

  it('takes the word of the contact’s column, and no other', async () => {
    const consent = { kind: 'column', column: 'may', values: ['да'] } as const
    const contact = (may: string) => ({ demo: [{ phones: ['+12125550100'], data: { may } }] })
    const yes = await talking({ which: ALL, consent }, { contacts: contact(' ДА ') })
    expect(asked(yes)).toEqual(['start'])
    const no = await talking({ which: ALL, consent }, { contacts: contact('нет') })
    expect([asked(no), shown(no)]).toEqual([[], ['awaitsConsent']])
    await act(no, 'consent')
    expect(asked(no)).toEqual(['start'])
  })

  it('is silent while a card number is said, and says so on the attempt', async () => {
    const rig = await talking({ which: ALL })
    await act(rig, 'pause')
    await rig.until(8)
    await act(rig, 'resume')
    await rig.until(9)
    expect([asked(rig), shown(rig)]).toEqual([
      ['start', 'pause', 'resume'],
      ['on', 'paused', 'on'],
    ])
    const [part] = await parts(rig)
    expect(part!.pauses.map(({ from, to }) => to! - from)).toEqual([seconds(5)])
  })

  it('hides the keys that the person presses from the screen while it is paused', async () => {
    const rig = await talking({ which: ALL })
    const press = async (digit: string) => {
      rig.tell({ kind: 'digit', attempt: rig.attemptTo(0), digit })
      await rig.settle()
    }
    await press('1')
    await act(rig, 'pause')
    await press('4')
    await act(rig, 'resume')
    await press('2')
    expect(rig.desk.shown('anna', 'digit').map(({ digit }) => digit)).toEqual(['1', '2'])
  })

  it('begins and ends with the operator’s word where it is on demand, in a file each', async () => {
    const rig = await talking({ which: { kind: 'onDemand' } })
    expect(asked(rig)).toEqual([])
    for (const what of ['start', 'stop', 'start'] as const) {
      await act(rig, what)
      await rig.until(rig.timeline.monotonic() / 1000 + 5)
    }
    const files = (await parts(rig)).map(({ file }) => file.replace(/^.*[0-9a-f]{12}/, ''))
    expect(files).toEqual(['.wav', '-2.wav'])
  })

  it('is not for the operator to stop where the campaign records all', async () => {
    const rig = await talking({ which: ALL })
    await act(rig, 'stop')
    expect(asked(rig)).toEqual(['start'])
  })

  it('that fails is told, and the call goes on', async () => {
    const rig = await talking({ which: ALL }, { recordingFails: () => true })
    expect(rig.events.some(({ kind }) => kind === 'recording.failed')).toBe(true)
    expect([shown(rig).at(-1), rig.core.attempts.size]).toEqual(['failed', 1])
    await rig.until(110)
    expect([(await rig.records())[0]!.outcome, await parts(rig)]).toEqual(['connected', []])
  })

  it('is drawn by the attempt, so that the same run records the same calls again', () => {
    const ids = Array.from({ length: 2000 }, (_, i) => `0193f2a4-0000-7000-8000-${i}`)
    const drawn = (of: number) => ids.filter(id => isDrawn({ kind: 'share', of }, id)).length / 2000
    expect([drawn(0), drawn(1)]).toEqual([0, 1])
    expect(Math.abs(drawn(0.1) - 0.1)).toBeLessThan(0.02)
  })
})
