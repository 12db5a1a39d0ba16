import { describe, expect, it } from 'vitest'
import { minutes } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { policyByName } from '../../../src/sim/policy-names.ts'
import type { RecordedDay } from '../../../src/sim/recording/recorded-day.ts'
import { type ReplayResult, replay } from '../../../src/sim/replay/replay.ts'
import { abandonmentOf, type DayResult } from '../../../src/sim/result.ts'
import { runDay } from '../../../src/sim/run-day.ts'
import type { World } from '../../../src/sim/world/world.ts'
import { recordedWorld } from '../recording/recorded-world.ts'
import { smallWorld } from '../worlds.ts'

/** A day with a lunch, a change of who answers, and a carrier without room for a while. */
const DAY = smallWorld({
  day: '{ start: "2026-03-02T09:00:00Z", hours: 2 }',
  operators: `
  count: 8
  profile: [ { at_min: 0, count: 8 }, { at_min: 50, count: 4 }, { at_min: 70, count: 8 } ]`,
  callee: `
  human: 0.2
  busy: 0.05
  by_time: [ { from_min: 60, human: 0.5 } ]
  ring_s: { human: { dist: lognormal, mean: 10, cv: 0.5 } }`,
  talk_s: '{ dist: lognormal, mean: 70, cv: 1 }',
  wrap_s: '{ dist: lognormal, mean: 15, cv: 0.6 }',
  trunk: '{ lines: 60, cps: 10, faults: [ { from_min: 100, to_min: 105, congestion: 1 } ] }',
})

const withCongestion = (step: World['callee']['shares'][number]) => ({
  ...step,
  shares: { ...step.shares, congestion: 0.1 },
})

const again = (day: RecordedDay, policy: string | null, seed = 1): Promise<ReplayResult> =>
  replay({ day, policy, days: 1, seed, clock: hostTimeline })

const occupancy = ({ talkSec, wrapSec, operatorSec }: DayResult): number =>
  (talkSec + wrapSec) / operatorSec

/** What the world itself comes to under a policy, with the chance the recorded day had. */
async function truth(world: World, policy: string): Promise<DayResult> {
  const random = seededRandom(1).fork('day 0')
  const named = policyByName(policy, world)
  return (await runDay({ world, policy: named, random, number: 0 })).result
}

/** A busy machine may take its time: what is tested is what comes out. */
const PATIENT = { timeout: 60_000 }

describe('a replay', PATIENT, () => {
  it.each(['predictive', 'ratio:2.5', 'progressive'])(
    'under the policy that was recorded comes to what was recorded: %s',
    async policy => {
      const { day } = await recordedWorld(DAY, policy)
      const { recorded, total, days, policy: name } = await again(day, null)
      expect(name).toBe(policy)
      expect(Math.abs(total.occupancy - occupancy(recorded))).toBeLessThan(0.01)
      expect(Math.abs(total.abandonment - abandonmentOf(recorded))).toBeLessThan(0.005)
      expect(Math.abs(days[0]!.dialed / recorded.dialed - 1)).toBeLessThan(0.03)
    },
  )

  it.each(['predictive', 'ratio:2.5', 'progressive'])(
    'of a carrier that refuses calls now and then is the day call by call, under %s',
    async policy => {
      const refusing = {
        ...DAY,
        callee: { ...DAY.callee, shares: DAY.callee.shares.map(withCongestion) },
      }
      const { day, result } = await recordedWorld(refusing, policy)
      const { days } = await again(day, null)
      const { dialed, cancelled, connected, idleSec, talkSec } = result
      expect(days[0]).toMatchObject({ dialed, cancelled, connected, idleSec, talkSec })
    },
  )

  it.each([
    ['progressive', 'predictive'],
    ['progressive', 'ratio:2.5'],
    ['predictive', 'progressive'],
    ['ratio:2.5', 'predictive'],
  ])('of %s under %s comes to what that would have come to', async (before, policy) => {
    const { day } = await recordedWorld(DAY, before)
    const { days, total } = await again(day, policy)
    const really = await truth(DAY, policy)
    expect(Math.abs(total.occupancy - occupancy(really))).toBeLessThan(0.04)
    expect(Math.abs(total.abandonment - abandonmentOf(really))).toBeLessThan(0.02)
    expect(Math.abs(days[0]!.connected / really.connected - 1)).toBeLessThan(0.08)
  })

  it('with one seed is one replay, and with another leaves open what the recording does', async () => {
    const { day } = await recordedWorld(DAY, 'progressive')
    const first = await again(day, 'ratio:3', 7)
    expect((await again(day, 'ratio:3', 7)).days).toEqual(first.days)
    expect((await again(day, 'ratio:3', 8)).days).not.toEqual(first.days)
  })

  it('keeps a change of who answers at its time of day, however fast it dials', async () => {
    const { day } = await recordedWorld(DAY, 'progressive')
    const answersBy = async (policy: string) => {
      const half = { ...day, length: minutes(60) }
      const [morning, whole] = [await again(half, policy), await again(day, policy)]
      const [a, b] = [morning.days[0]!, whole.days[0]!]
      return [a.answered / a.dialed, (b.answered - a.answered) / (b.dialed - a.dialed)]
    }
    const [before, after] = await answersBy('ratio:4')
    expect(before).toBeCloseTo(0.2, 1)
    expect(after).toBeGreaterThan(0.36)
  })

  it('ends where contacts ended, however fast it dials', async () => {
    const world = { ...DAY, contacts: 300 }
    const { day, result } = await recordedWorld(world, 'progressive')
    expect(result.dialed).toBe(300)
    expect((await again(day, 'ratio:4')).days[0]!.dialed).toBe(300)
  })

  it('has the lines that were there, and nobody dials while the campaign is stopped', async () => {
    const { day } = await recordedWorld(DAY, 'progressive')
    const lines = { ...day, trunk: { ...day.trunk, lines: [{ at: 0, lines: 5 }] } }
    expect((await again(lines, 'ratio:4')).days[0]!.maxLines).toBe(5)
    const stopped = { ...day, controls: [{ at: minutes(30), kind: 'stop' as const }] }
    const upTo30 = { ...day, length: minutes(30) }
    const [short, long] = [await again(upTo30, 'progressive'), await again(stopped, 'progressive')]
    expect(long.days[0]!.dialed).toBe(short.days[0]!.dialed)
  })

  it('has operators on their breaks, and at work again after them', async () => {
    const { day } = await recordedWorld(DAY, 'progressive')
    const first = day.shifts[0]!.operator
    const rest = [
      { at: minutes(10), operator: first, act: { kind: 'break' } },
      { at: minutes(40), operator: first, act: { kind: 'ready' } },
    ] as const
    const shifts = [...day.shifts, ...rest].sort((a, b) => a.at - b.at)
    const [all, some] = [await again(day, null), await again({ ...day, shifts }, null)]
    const fewer = all.days[0]!.operatorSec - some.days[0]!.operatorSec
    // A break begins when the card is closed.
    expect(fewer).toBeGreaterThan(20 * 60)
    expect(fewer).toBeLessThanOrEqual(30 * 60)
  })

  it('has whoever signs out during a card and in again before its end back at work', async () => {
    const { day } = await recordedWorld(DAY, 'progressive')
    const everybody = [...new Set(day.shifts.map(({ operator }) => operator))]
    const [out, back] = [minutes(10), minutes(10) + 100]
    const steps = everybody.flatMap(operator => [
      { at: out, operator, act: { kind: 'signOut' as const } },
      { at: back, operator, act: { kind: 'signIn' as const } },
    ])
    const half = { ...day, length: minutes(40) }
    const shifts = [...day.shifts, ...steps].sort((a, b) => a.at - b.at)
    const [all, some] = [await again(half, null), await again({ ...half, shifts }, null)]
    expect(some.days[0]!.operatorSec / all.days[0]!.operatorSec).toBeGreaterThan(0.98)
  })
})
