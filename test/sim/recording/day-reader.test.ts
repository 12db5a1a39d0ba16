import { describe, expect, it } from 'vitest'
import type { Input } from '../../../src/dialing/inbox.ts'
import type { RecordingHeader, RecordingLine } from '../../../src/sim/recording/recording.ts'
import { smallWorld } from '../worlds.ts'
import { dayOf, recordedWorld } from './recorded-world.ts'

const LIVELY = {
  day: '{ start: "2026-03-02T09:00:00Z", hours: 1 }',
  operators: `
  count: 6
  profile:
    - { at_min: 0, count: 6 }
    - { at_min: 20, count: 3, announced_min: 2 }
    - { at_min: 30, count: 5 }
  leave: at_once`,
  callee: `
  human: 0.3
  machine: 0.15
  busy: 0.05
  congestion: 0.02
  ring_s:
    human: { dist: lognormal, mean: 10, cv: 0.5 }
    machine: { dist: lognormal, mean: 18, cv: 0.3 }
  patience_s: { dist: lognormal, mean: 2, cv: 0.5 }`,
  talk_s: '{ dist: lognormal, mean: 60, cv: 1 }',
  wrap_s: '{ dist: lognormal, mean: 10, cv: 0.5 }',
  trunk: '{ lines: 30, cps: 10 }',
}

/** A busy machine may take its time: what is tested is what comes out. */
const PATIENT = { timeout: 60_000 }

describe('the day of a recording', PATIENT, () => {
  it.each(['predictive', 'ratio:3', 'progressive'])(
    'comes to the figures that were true of it, under %s',
    async policy => {
      const { result, day } = await recordedWorld(smallWorld(LIVELY), policy)
      const { answered, connected, abandoned, machines, overLimit, ...exact } = day.figures
      expect(result).toMatchObject(exact)
      // Of those who reached nobody, it is only known how many machines there must have been.
      const differs = 0.08 * result.answered
      expect(Math.abs(answered - result.answered)).toBeLessThanOrEqual(differs)
      expect(Math.abs(abandoned - result.abandoned)).toBeLessThanOrEqual(differs)
      // Whose card was still open at the end has not been named either.
      expect(Math.abs(connected - result.connected)).toBeLessThanOrEqual(6)
      expect(Math.abs(machines - result.machines)).toBeLessThanOrEqual(6)
      expect(result.connected).toBeGreaterThan(100)
      expect(result.machines).toBeGreaterThan(40)
    },
  )

  const campaign = {
    policy: 'progressive',
    trunks: ['city'],
    budget: 'members',
    ring: { limit: 20_000, minimum: 15_000 },
    connectWithin: 2000,
    machineDispositions: ['mailbox'],
  }
  const header: RecordingHeader = {
    recording: 1,
    trunks: [
      { id: 'city', lines: 30, callsPerSecond: 5 },
      { id: 'spare', lines: 4, callsPerSecond: 1 },
    ],
    budgets: [{ id: 'members', limit: 0.05 }],
    campaigns: [
      { id: 'spring', ...campaign },
      { id: 'autumn', ...campaign, trunks: ['city', 'spare'] },
    ],
  }
  const START = Date.UTC(2026, 2, 2, 9)
  const line = (at: number, what: Input): RecordingLine => ({ at, wall: START + at, input: what })
  const desk = (at: number, action: Extract<Input, { from: 'desk' }>['action']) =>
    line(at, { from: 'desk', action })
  const told = (at: number, event: Extract<Input, { from: 'telephony' }>['event']) =>
    line(at, { from: 'telephony', event })
  const placed = (at: number, attempt: string, campaign = 'spring'): RecordingLine => ({
    at,
    wall: START + at,
    placed: { attempt, campaign },
  })
  const comes = (at: number, operator: string): RecordingLine[] => [
    desk(at, { operator, kind: 'signIn', campaigns: ['spring', 'autumn'] }),
    told(at, { kind: 'operatorUp', operator }),
  ]
  const call = (at: number, attempt: string, operator: string, campaign?: string) => [
    placed(at, attempt, campaign),
    told(at + 5000, { kind: 'answered', attempt, by: 'person' }),
    told(at + 5100, { kind: 'connected', attempt, operator }),
    told(at + 65_100, { kind: 'ended', attempt, cause: 'hangUp', from: 'callee' }),
  ]
  const closed = (at: number, attempt: string, disposition = 'done') =>
    line(at, { from: 'store', reply: { kind: 'cardStored', attempt, disposition } })

  it('is that of one campaign, and says which there are', async () => {
    const lines = [header, ...comes(0, 'anna'), ...call(1000, 'a', 'anna', 'autumn')]
    await expect(dayOf(lines)).rejects.toThrow('say which with --campaign: spring, autumn.')
    await expect(dayOf(lines, 'summer')).rejects.toThrow('holds no campaign summer')
    await expect(dayOf(lines, 'spring')).rejects.toThrow('nobody was called for spring')
    const day = await dayOf(lines, 'autumn')
    expect(day).toMatchObject({
      campaign: 'autumn',
      start: START,
      length: 66_100,
      limits: { abandonment: 0.05, noAnswer: 20_000, ringMinimum: 15_000, connectWithin: 2000 },
      trunk: { callsPerSecond: 6, lines: [{ at: 0, lines: 34 }] },
      figures: { dialed: 1, answered: 1, connected: 1, answerToOperatorMsP50: 100 },
    })
  })

  it('has an operator elsewhere while they work for another campaign', async () => {
    const day = await dayOf(
      [
        header,
        ...comes(0, 'anna'),
        ...call(0, 'a', 'anna', 'autumn'),
        closed(70_000, 'a'),
        ...call(80_000, 'b', 'anna'),
        closed(155_000, 'b'),
        line(160_000, { from: 'clock' }),
      ],
      'spring',
    )
    expect(day.shifts.map(({ at, act }) => [at, act.kind])).toEqual([
      [0, 'signIn'],
      [5100, 'break'],
      [70_000, 'ready'],
    ])
    // Free for 5.1 s, then until the second call was connected, then from its card on.
    expect(day.figures).toMatchObject({ idleSec: 25.2, talkSec: 60, wrapSec: 9.9, dialed: 1 })
  })

  it('tells breaks from work, and what was seen to its end from what was not', async () => {
    const day = await dayOf(
      [
        header,
        ...comes(0, 'anna'),
        ...call(0, 'a', 'anna').slice(0, 3),
        desk(30_000, { operator: 'anna', kind: 'break', reason: 'tea' }),
        ...call(0, 'a', 'anna').slice(3),
        closed(75_100, 'a'),
        desk(100_000, { operator: 'anna', kind: 'ready' }),
        ...call(100_000, 'b', 'anna').slice(0, 3),
        line(120_000, { from: 'control', command: { kind: 'windDown' } }),
      ],
      'spring',
    )
    expect(day.talks.person).toEqual([
      expect.objectContaining({ at: 5100, length: 60_000, whole: true }),
      expect.objectContaining({ at: 105_100, length: 14_900, whole: false }),
    ])
    expect(day.wrapUps).toEqual([{ at: 65_100, length: 10_000, whole: true }])
    expect(day.figures.operatorSec).toBeCloseTo(75.1 + 20)
    expect(day.controls).toEqual([{ at: 120_000, kind: 'stop' }])
  })

  it('has a break asked for while a line rang begin after its card', async () => {
    const day = await dayOf(
      [
        header,
        ...comes(0, 'anna'),
        ...call(0, 'a', 'anna').slice(0, 2),
        desk(5000, { operator: 'anna', kind: 'break', reason: 'tea' }),
        ...call(0, 'a', 'anna').slice(2),
        closed(75_100, 'a'),
        line(200_000, { from: 'clock' }),
      ],
      'spring',
    )
    expect(day.figures).toMatchObject({ idleSec: 5, talkSec: 60, wrapSec: 10 })
  })

  it('tells a wrap-up past its limit from one that was ended', async () => {
    const day = await dayOf(
      [
        header,
        ...comes(0, 'anna'),
        ...call(0, 'a', 'anna'),
        line(95_100, { from: 'wrapUp', operator: 'anna', attempt: 'a' }),
        line(200_000, { from: 'clock' }),
      ],
      'spring',
    )
    expect(day.wrapUps).toEqual([{ at: 65_100, length: 30_000, whole: false }])
    expect(day.shifts.at(-1)).toMatchObject({ at: 95_100, act: { kind: 'break' } })
    expect(day.figures.operatorSec).toBeCloseTo(95.1)
  })

  it('is closed while somebody is free for long and nobody is called', async () => {
    const HOUR = 3_600_000
    const shortage = line(HOUR / 2, {
      from: 'store',
      reply: { kind: 'leased', campaign: 'spring', which: 'general', asked: 20, contacts: [] },
    })
    const dayWith = (...between: readonly RecordingLine[]) =>
      dayOf(
        [
          header,
          ...comes(0, 'anna'),
          ...call(0, 'a', 'anna'),
          closed(75_000, 'a'),
          ...between,
          // Free from here on, and the next call comes an hour later.
          ...call(HOUR, 'b', 'anna'),
          line(HOUR + 70_000, { from: 'clock' }),
          closed(2 * HOUR, 'b'),
          line(2 * HOUR + 840_000, { from: 'clock' }),
        ],
        'spring',
      )
    expect((await dayWith()).controls).toEqual([
      { at: 75_000, kind: 'stop' },
      { at: HOUR, kind: 'start' },
    ])
    // Here it was open, and there was nobody left to call.
    expect((await dayWith(shortage)).controls).toEqual([])
  })

  it('knows what a call came to, and when that was never seen', async () => {
    const end = (at: number, attempt: string, cause: 'cancelled' | 'noAnswer' | 'refused') =>
      told(at, { kind: 'ended', attempt, cause, from: cause === 'refused' ? 'callee' : 'us' })
    const day = await dayOf(
      [
        header,
        ...['a', 'b', 'c', 'd', 'e', 'f'].map(id => placed(0, id)),
        end(3000, 'a', 'refused'),
        told(4000, { kind: 'answered', attempt: 'b', by: 'person' }),
        told(5500, { kind: 'ended', attempt: 'b', cause: 'hangUp', from: 'callee' }),
        end(16_000, 'c', 'cancelled'),
        told(18_000, { kind: 'answered', attempt: 'd', by: 'person' }),
        end(20_000, 'e', 'noAnswer'),
        told(26_000, { kind: 'announced', attempt: 'd', completed: true }),
        told(26_100, { kind: 'ended', attempt: 'd', cause: 'hangUp', from: 'us' }),
      ],
      'spring',
    )
    const none = { waited: 0, left: false, joined: false, at: 0, over: true }
    expect(day.calls).toEqual([
      { ...none, fate: 'refused', rang: 3000 },
      { ...none, fate: 'person', rang: 4000, waited: 1500, left: true },
      { ...none, fate: 'cut', rang: 16_000 },
      { ...none, fate: 'person', rang: 18_000, waited: 2000 },
      { ...none, fate: 'unanswered', rang: Infinity },
      { ...none, fate: 'cut', rang: 26_100, over: false },
    ])
    expect(day.figures).toMatchObject({ answered: 2, abandoned: 2, cancelled: 1, overLimit: true })
  })
})
