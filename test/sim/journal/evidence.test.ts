import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '../../../src/base/duration.ts'
import { evidenceOf } from '../../../src/sim/journal/evidence.ts'
import { type JournalCall, journalCall } from '../../../src/sim/journal/journal-call.ts'
import { worldOf } from '../../../src/sim/replay/world-of-day.ts'
import { load } from '../../campaign/folders.ts'
import { attempt, NINE, talked } from '../../reports/fixtures.ts'

const loaded = load({})
if (!loaded.ok) throw new Error('the small campaign is sound')
const { campaign, site } = loaded

const DAY = hours(24)
const moved = (call: JournalCall | null, by: number): JournalCall => ({
  ...call!,
  at: call!.at + by,
  to: call!.to + by,
})
const talk = (by: number) => moved(journalCall(talked(60, 0), campaign), by)
const busy = (by: number) => {
  const record = attempt({ placedAt: NINE, endedAt: NINE + seconds(2), outcome: 'busy' })
  return moved(journalCall(record, campaign), by)
}
const each = (count: number, every: number, make: (by: number) => JournalCall, from = 0) =>
  Array.from({ length: count }, (_, n) => make(from + n * every))

describe('what the journal of a campaign tells of a day', () => {
  it('is a world with the shares of each hour, and the site of the campaign', () => {
    const calls = [
      ...each(12, minutes(5), talk),
      ...each(6, minutes(5), talk, hours(1)),
      ...each(6, minutes(5), busy, hours(1) + minutes(30)),
    ]
    const world = worldOf(evidenceOf(calls, campaign, site))
    expect(world.day).toMatchObject({ start: NINE, warmUp: 0 })
    expect(world.callee.shares.map(({ from, shares }) => [from, shares.human])).toEqual([
      [0, 1],
      [hours(1), 0.5],
    ])
    expect(world.talk).toMatchObject({ of: expect.arrayContaining([expect.anything()]) })
    expect(world.trunk).toMatchObject({ lines: 10, callsPerSecond: 2 })
    expect(world.limits).toMatchObject({ abandonment: 0.03, noAnswer: seconds(25) })
  })

  it('takes setting and operators of the fullest day, and people of all at their time of day', () => {
    const calls = [
      ...each(12, minutes(5), talk),
      ...each(5, minutes(5), busy, DAY),
      // On that other day somebody was called who falls out of the hours of the first.
      busy(DAY + hours(5)),
    ]
    const { days, shifts, ...evidence } = evidenceOf(calls, campaign, site)
    expect(days).toBe(2)
    expect(evidence.start).toBe(NINE)
    expect(evidence.length).toBe(minutes(55) + seconds(88))
    expect(evidence.calls).toHaveLength(17)
    expect(worldOf({ ...evidence, shifts }).callee.shares[0]!.shares).toMatchObject({
      human: 12 / 17,
      busy: 5 / 17,
    })
    expect(shifts).toEqual([{ at: 0, operator: 'anna', act: { kind: 'signIn' } }])
  })

  it('takes those nobody named for people and machines as often as they are among the others', () => {
    const machine = (by: number) =>
      moved(journalCall(talked(6, 0, { machine: true }), campaign), by)
    const abandoned = (by: number) => {
      const record = attempt({
        placedAt: NINE,
        answeredAt: NINE + seconds(8),
        endedAt: NINE + seconds(20),
        endedBy: 'us',
        outcome: 'abandoned',
      })
      return moved(journalCall(record, campaign), by)
    }
    const calls = [
      ...each(5, minutes(5), talk),
      ...each(5, minutes(5), machine, minutes(2)),
      ...each(4, minutes(5), abandoned, minutes(3)),
    ]
    const { shares } = worldOf(evidenceOf(calls, campaign, site)).callee
    expect(shares[0]!.shares).toMatchObject({ human: 0.5, machine: 0.5 })
  })

  it('keeps what machines take of operators apart from talks', () => {
    const machine = (by: number) =>
      moved(journalCall(talked(6, 0, { machine: true }), campaign), by)
    const calls = [...each(6, minutes(5), talk), ...each(6, minutes(5), machine, minutes(2))]
    const { talks } = evidenceOf(calls, campaign, site)
    expect(talks.person.map(({ length }) => length)).toEqual(Array(6).fill(seconds(60)))
    expect(talks.machine.map(({ length }) => length)).toEqual(Array(6).fill(seconds(6)))
  })
})
