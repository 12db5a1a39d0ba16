import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PredictiveSettings, predictive } from '../../src/pacing/policies/predictive.ts'
import { type Day, keptAfter, liveThrough } from './support/dialer.ts'
import { type SmallWorld, smallWorld } from './support/small-world.ts'

/** Set CARILLON_LONG=1 for as many worlds as the claim of `src/pacing/README.md` rests on. */
const LONG = process.env.CARILLON_LONG === '1'
/** Set CARILLON_WORLD to a world in JSON, as a failure prints it, to live through that one only. */
const ONLY = process.env.CARILLON_WORLD
const HOURS = 3
const TIME_LIMIT = LONG ? 7_200_000 : 120_000

function worldsOf(count: number, seed: number): readonly SmallWorld[] {
  if (ONLY !== undefined) return [JSON.parse(ONLY) as SmallWorld]
  return fc.sample(smallWorld(HOURS), { seed, numRuns: count })
}

const policyOf = (world: SmallWorld, guarantee: PredictiveSettings['guarantee']) =>
  predictive({
    ring: { limit: world.ringLimitSec * 1000, minimum: world.ringMinimumSec * 1000 },
    connectWithin: 2000,
    drop: true,
    dropShareMax: 1,
    priceMax: 0.2,
    guarantee,
  })

const live = (world: SmallWorld, guarantee: PredictiveSettings['guarantee']): Day =>
  liveThrough(world, () => policyOf(world, guarantee))

/** A day after one on which `times` as many had answered. */
function liveAfter(world: SmallWorld, times: number): Day {
  const policy = policyOf(world, 'default')
  const [person, machine] = [world.person * times, world.machine * times]
  const before = { ...world, seed: world.seed + 1, shocks: [], person, machine }
  const initial = policy.memory!.resume(keptAfter(before, policy))
  return liveThrough(world, () => ({ ...policy, initial }))
}

/** One line that lives through the same day again. */
const again = (world: SmallWorld): string =>
  `CARILLON_WORLD='${JSON.stringify(world)}' npx vitest run test/pacing/guarantee.test.ts`

const shareOf = ({ abandoned, connected }: Day): number =>
  abandoned / Math.max(1, abandoned + connected)

/** The days that ended above their limit, each as one line. */
function daysOver(
  worlds: readonly SmallWorld[],
  lived: (world: SmallWorld) => Day,
): readonly string[] {
  const over: string[] = []
  for (const world of worlds) {
    const day = lived(world)
    const share = shareOf(day)
    if (share <= world.limit) continue
    const said = `${day.abandoned} abandoned of ${day.abandoned + day.connected}`
    over.push(`${said}, limit ${world.limit}: ${again(world)}`)
  }
  return over
}

describe('the default guarantee', () => {
  it(
    'holds in nearly every world, though the worst of what may happen comes unannounced',
    () => {
      const worlds = worldsOf(LONG ? 1000 : 16, LONG ? 2 : 1)
      const over = daysOver(worlds, world => live(world, 'default'))
      const report = [`${over.length} of ${worlds.length} days over the limit`, ...over].join('\n')
      if (LONG) process.stdout.write(`${report}\n`)
      expect(over.length, report).toBeLessThanOrEqual(Math.max(1, worlds.length / 50))
    },
    TIME_LIMIT,
  )
})

describe('the default guarantee, after a day on which a third as many answered', () => {
  it(
    'holds in nearly every world all the same',
    () => {
      const worlds = worldsOf(LONG ? 250 : 6, LONG ? 2 : 6)
      const over = daysOver(worlds, world => liveAfter(world, 1 / 3))
      const report = [`${over.length} of ${worlds.length} days over the limit`, ...over].join('\n')
      if (LONG) process.stdout.write(`${report}\n`)
      expect(over.length, report).toBeLessThanOrEqual(Math.max(1, worlds.length / 50))
    },
    TIME_LIMIT,
  )

  it(
    'costs a beginning hardly a person more than knowing nothing does',
    () => {
      const worlds = worldsOf(16, 8)
      let more = 0
      for (const world of worlds) {
        const beginning = { ...world, hours: 0.5, limit: 0.03, shocks: [] }
        more += liveAfter(beginning, 1 / 3).abandoned - live(beginning, 'default').abandoned
      }
      expect(more / worlds.length).toBeLessThan(1)
    },
    TIME_LIMIT,
  )
})

/** In the third hour people answer where machines did: how they ring tells of the past. */
const COMING_HOME: SmallWorld = {
  seed: 843761230,
  hours: HOURS,
  operators: 17,
  limit: 0.03,
  person: 0.29,
  machine: 0.48,
  refused: 0.29,
  ring: {
    person: { dist: 'gamma', mean: 14.32, cv: 0.82 },
    machine: { dist: 'lognormal', mean: 10.72, cv: 0.97 },
    refused: { dist: 'uniform', min: 0.5, max: 3 },
  },
  ringLimitSec: 39,
  ringMinimumSec: 15,
  patienceSec: 2,
  talk: { dist: 'lognormal', mean: 34.42, cv: 0.36 },
  machineTalk: { dist: 'lognormal', mean: 4.33, cv: 0.36 },
  wrapUp: { dist: 'gamma', mean: 13.91, cv: 0.59 },
  lines: 1000,
  departuresAreSeen: true,
  shocks: [
    { atMin: 58, kind: 'team', share: 0.75 },
    { atMin: 137, kind: 'answers', times: 2.94 },
  ],
}

describe('the estimate of machines', () => {
  it(
    'keeps days together below the limit in which people take the place of machines',
    () => {
      const days = [0, 1, 2, 3, 4, 5].map(n => {
        const day = live({ ...COMING_HOME, seed: COMING_HOME.seed + n }, 'default')
        expect(day.counted.abandoned).toBeGreaterThan(1.2 * day.abandoned)
        return shareOf(day)
      })
      // Nothing forgotten of who had answered before, it would be 4.4 %.
      const mean = days.reduce((sum, share) => sum + share, 0) / days.length
      expect(mean, again(COMING_HOME)).toBeLessThan(0.9 * COMING_HOME.limit)
    },
    TIME_LIMIT,
  )
})

describe('the strict guarantee', () => {
  it(
    'holds at every moment of every world in which no operator leaves',
    () => {
      for (const world of worldsOf(LONG ? 200 : 6, LONG ? 4 : 3)) {
        const shocks = world.shocks.filter(({ kind }) => kind !== 'team')
        const { worstDebt } = live({ ...world, shocks }, 'strict')
        expect(worstDebt, again(world)).toBeLessThanOrEqual(1e-9)
      }
    },
    TIME_LIMIT,
  )
})

describe('a small world', () => {
  it('goes the same way each time', () => {
    const [world] = worldsOf(1, 7)
    const short = { ...world!, hours: 0.5 }
    expect(live(short, 'default')).toEqual(live(short, 'default'))
  })

  it('is over its limit where the policy keeps to none', () => {
    const [world] = worldsOf(1, 7)
    const heedless = predictive({
      ring: { limit: 25_000, minimum: 15_000 },
      connectWithin: 2000,
      drop: false,
      dropShareMax: 0,
      priceMax: 0.2,
      guarantee: 'default',
    })
    const day = liveThrough({ ...world!, limit: 0.03, hours: 0.5 }, () => ({
      ...heedless,
      decide: (state, seen) =>
        heedless.decide(state, { ...seen, budget: { ...seen.budget, limit: 0.3 } }),
    }))
    expect(shareOf(day)).toBeGreaterThan(0.03)
  })
})
