import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import type { Policy } from '../../src/pacing/policy.ts'
import type { NamedPolicy } from '../../src/sim/policy-names.ts'
import { runDay } from '../../src/sim/run-day.ts'
import { erlangA, erlangB, erlangC, erlangCWait } from './erlang.ts'
import { distance, type Interval, interval } from './interval.ts'
import { smallWorld } from './worlds.ts'

/** Set CARILLON_LONG=1 for more cases and narrower intervals. */
const LONG = process.env.CARILLON_LONG === '1'

/** Mean talk in seconds; there is no wrap-up. */
const TALK = 20
/** Mean ring in seconds. */
const RING = 20
/** Independent days for each case. */
const DAYS = LONG ? 40 : 10

/**
 * Always so many lines ringing. Each rings for an exponential time and is then answered and
 * replaced at once, so that answers come as a Poisson stream of rate lines / mean ring, exactly.
 */
function constantRinging(lines: number): NamedPolicy {
  const policy: Policy<null> = {
    name: 'constant',
    initial: null,
    rhythm: 0,
    decide: (state, seen) => ({
      state,
      launches: Math.min(seen.room, Math.max(0, lines - seen.ringing)),
      drops: 0,
      because: { rule: 'constant', target: lines, limitedBy: 'nothing' },
    }),
  }
  return { name: 'constant', mode: 'power', policy }
}

/** What a day came to, from the events of the exchange alone. */
interface Queue {
  /** Shares of those who answered, after the warm-up. */
  readonly waited: number
  readonly abandoned: number
  /** Mean wait of all who answered, in seconds. */
  readonly wait: number
  /** Mean number of busy operators. */
  readonly busy: number
}

async function runQueue(
  operators: number,
  load: number,
  patience: string,
  number: number,
): Promise<Queue> {
  const world = smallWorld({
    day: '{ start: "2026-03-02T00:00:00Z", hours: 1.6, warmup_min: 6 }',
    operators: `{ count: ${operators} }`,
    callee: `
  human: 1
  ring_s: { human: { dist: exponential, mean: ${RING} } }
  patience_s: ${patience}`,
    talk_s: `{ dist: exponential, mean: ${TALK} }`,
    wrap_s: '{ dist: fixed, value: 0 }',
    trunk: '{ lines: 10000, cps: 1000 }',
    limits: '{ abandonment: 1, no_answer_s: 10000, ring_min_s: 0, connect_within_s: 1000000 }',
  })
  const answeredAt = new Map<string, number>()
  const waits: number[] = []
  const { result } = await runDay({
    world,
    policy: constantRinging((load * RING) / TALK),
    random: seededRandom(operators).fork(`day ${number}`),
    number,
    onCall(event, at) {
      if (event.kind === 'answered') answeredAt.set(event.attempt, at)
      if (event.kind === 'connected' || event.kind === 'ended') {
        const since = answeredAt.get(event.attempt)
        if (since === undefined) return
        answeredAt.delete(event.attempt)
        if (since >= world.day.warmUp) waits.push((at - since) / 1000)
      }
    },
  })
  const waited = waits.filter(wait => wait > 0).length / waits.length
  return {
    waited,
    abandoned: result.abandoned / (result.abandoned + result.connected),
    wait: waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
    busy: (result.talkSec / result.operatorSec) * operators,
  }
}

async function replicate(operators: number, load: number, patience: string) {
  const days: Queue[] = []
  for (let number = 0; number < DAYS; number++)
    days.push(await runQueue(operators, load, patience, number))
  return (figure: keyof Queue): Interval => interval(days.map(day => day[figure]))
}

/** The theory lies inside the interval, and the interval is narrow enough to tell. */
function agrees(seen: Interval, theory: number, within: number): void {
  const says = `${theory} in ${seen.mean} ± ${seen.halfWidth}`
  expect(distance(seen, theory), says).toBeLessThanOrEqual(1)
  expect(seen.halfWidth / theory, says).toBeLessThan(within)
}

describe('the formulas', () => {
  // Values of published tables: Cooper, Introduction to Queueing Theory, appendix; and by hand.
  it('of Erlang B and C give the values of the tables', () => {
    expect(erlangB(1, 1)).toBeCloseTo(0.5, 12)
    expect(erlangB(10, 5)).toBeCloseTo(0.018385, 6)
    expect(erlangB(20, 20)).toBeCloseTo(0.158892, 6)
    expect(erlangC(1, 0.5)).toBeCloseTo(0.5, 12)
    expect(erlangC(10, 8)).toBeCloseTo(0.40918, 6)
    expect(erlangCWait(1, 0.5, 10)).toBeCloseTo(10, 12)
  })

  it('of Erlang A are M/M/∞ for a patience of one call, and near B and C at their ends', () => {
    const poisson = (n: number) => (Math.exp(-4) * 4 ** n) / [1, 1, 2, 6, 24, 120][n]!
    const below5 = [0, 1, 2, 3, 4].reduce((sum, n) => sum + poisson(n), 0)
    expect(erlangA(5, 4, 1).waits).toBeCloseTo(1 - below5, 10)
    expect(erlangA(5, 4, 1e-9).abandoned).toBeCloseTo(erlangB(5, 4), 6)
    expect(erlangA(5, 3, 1e4).waits).toBeCloseTo(erlangC(5, 3), 3)
    const { abandoned, busy } = erlangA(5, 6, 0.5)
    expect(busy).toBeCloseTo(6 * (1 - abandoned), 10)
  })
})

/** Cases run always, and those beside them with CARILLON_LONG=1. */
const cases = <T>(always: readonly T[], long: readonly T[]): readonly T[] =>
  LONG ? [...always, ...long] : always

/**
 * Half widths an interval may have, as a share of the theory: a wrong formula would lie outside.
 */
const NARROW = LONG ? 0.5 : 1

describe('the simulator', { timeout: 600_000 }, () => {
  it.each(
    cases(
      [
        [1, 1],
        [8, 8],
      ],
      [
        [3, 2],
        [20, 16],
        [50, 48],
      ],
    ),
  )('loses as many as Erlang B when nobody waits: %i operators, %i erlangs', async (c, load) => {
    const seen = await replicate(c, load, '{ dist: fixed, value: 0 }')
    const blocked = erlangB(c, load)
    agrees(seen('abandoned'), blocked, 0.3 * NARROW)
    agrees(seen('busy'), load * (1 - blocked), 0.1 * NARROW)
  })

  it.each(
    cases(
      [[6, 4]],
      [
        [2, 1],
        [14, 11],
        [30, 26],
      ],
    ),
  )(
    'lets as many wait as Erlang C, as long, when nobody gives up: %i operators, %i erlangs',
    async (c, load) => {
      const seen = await replicate(c, load, '{ dist: fixed, value: 1000000 }')
      agrees(seen('waited'), erlangC(c, load), 0.35 * NARROW)
      agrees(seen('wait'), erlangCWait(c, load, TALK), 0.6 * NARROW)
    },
  )

  it.each(
    cases(
      [
        [2, 3, 0.5],
        [6, 6, 0.25],
      ],
      [
        [14, 14, 1],
        [40, 44, 0.1],
      ],
    ),
  )(
    'loses and keeps waiting as Erlang A says: %i operators, %i erlangs, patience %d calls',
    async (c, load, patience) => {
      const seen = await replicate(c, load, `{ dist: exponential, mean: ${patience * TALK} }`)
      const theory = erlangA(c, load, patience)
      agrees(seen('abandoned'), theory.abandoned, 0.3 * NARROW)
      agrees(seen('waited'), theory.waits, 0.25 * NARROW)
      agrees(seen('busy'), theory.busy, 0.1 * NARROW)
    },
  )

  it('would be seen to be wrong: one operator more or less lies outside the interval', async () => {
    const seen = await replicate(3, 2, '{ dist: fixed, value: 0 }')
    for (const wrong of [2, 4])
      expect(distance(seen('abandoned'), erlangB(wrong, 2))).toBeGreaterThan(1)
  })
})
