import { draw } from '../base/distribution.ts'
import { type Random, seededRandom } from '../base/random.ts'
import type { Estimates, Estimator } from '../pacing/estimates/estimates.ts'
import { type FreeCurve, freeCurve } from '../pacing/estimates/free-curve.ts'
import { exposure, noRings, withEnds } from '../pacing/estimates/ring-counts.ts'
import { type RingCurve, ringCurve } from '../pacing/estimates/ring-curve.ts'
import type { News } from '../pacing/observation.ts'
import { faultAt, sharesAt, type World } from './world/world.ts'
import { drawKind } from './world/world-callees.ts'

/** Draws behind each curve: more than a day of any world has calls. */
const DRAWS = 100_000
/** Seconds of talk and wrap-up that are told apart; the last one's hazard goes on. */
const [TALK_SECONDS, WRAP_SECONDS] = [1500, 400] as const

/**
 * Knows the truth of a world instead of learning it: the yardstick of what learning costs. Its
 * curves are the world's own, at each moment of the day those of that moment; what becomes of a
 * single call it does not know either.
 */
export function omniscient(world: World): Estimator<null> {
  const random = seededRandom(1)
  const free = trueFreeCurve(world, random.fork('free'))
  const patienceSec = meanOf(() =>
    Math.min(world.limits.connectWithin / 1000, draw(world.callee.patience, random)),
  )
  const known = momentsOf(world).map(from => ({
    from,
    estimates: {
      ring: trueRingCurve(world, from, random.fork(`ring ${from}`)),
      free,
      patienceSec,
      answers: Infinity,
    } satisfies Estimates,
  }))
  return {
    initial: null,
    learn(state, { at }) {
      const now = known.findLast(({ from }) => from <= at) ?? known[0]!
      return { state, estimates: now.estimates }
    },
    keep: () => null,
    resume: () => null,
  }
}

/** Moments of the day from which on something else is true of callees or the trunk. */
function momentsOf({ callee, trunk }: World): readonly number[] {
  const moments = new Set([0, ...callee.shares.map(({ from }) => from)])
  for (const { from, to } of trunk.faults) moments.add(from).add(to)
  return [...moments].sort((a, b) => a - b)
}

function trueRingCurve(world: World, at: number, random: Random): RingCurve {
  const { callee, limits, trunk } = world
  const shares = sharesAt(callee, at)
  const fault = faultAt(trunk, at)
  const ends: News[] = []
  const people = new Float64Array(60)
  const answers = new Float64Array(60)
  for (let n = 0; n < DRAWS; n++) {
    const drawn = random.uniform() < fault ? 'congestion' : drawKind(shares, random.uniform())
    const rang = draw(callee.ring[drawn], random) * 1000
    if (rang >= limits.noAnswer) {
      ends.push({ kind: 'unanswered', rang: limits.noAnswer, dropped: false })
      continue
    }
    const answered = drawn === 'human' || drawn === 'machine'
    ends.push({ kind: answered ? 'answered' : 'refused', rang })
    if (!answered) continue
    const second = Math.min(59, Math.floor(rang / 1000))
    answers[second]!++
    if (drawn === 'human') people[second]!++
  }
  const limitSec = limits.noAnswer / 1000
  const counts = withEnds(noRings(limitSec), ends)
  const spent = exposure(counts, [])
  const hazard = (of: Float64Array) => of.map((count, bin) => count / Math.max(1e-9, spent[bin]!))
  return ringCurve({
    answer: hazard(counts.answered),
    refuse: hazard(counts.refused),
    person: people.map((count, second) => (answers[second] === 0 ? 1 : count / answers[second]!)),
    limitSec,
  })
}

function trueFreeCurve(world: World, random: Random): FreeCurve {
  const { human, machine } = sharesAt(world.callee, 0)
  const answers = random.fork('who')
  const talk = () =>
    answers.uniform() * (human + machine) < human
      ? draw(world.talk, random)
      : draw(world.machineTalk, random)
  const horizon = Math.min(60, Math.ceil(world.limits.noAnswer / 1000)) + 3
  return freeCurve(
    summedHazardOf(talk, TALK_SECONDS),
    summedHazardOf(() => draw(world.wrap, random), WRAP_SECONDS),
    horizon,
  )
}

/** Summed hazard by second of whatever is drawn, first entry 0. */
function summedHazardOf(drawn: () => number, seconds: number): Float64Array {
  const ends = new Float64Array(seconds)
  for (let n = 0; n < DRAWS; n++) ends[Math.min(seconds - 1, Math.floor(drawn()))]!++
  const sums = new Float64Array(seconds + 1)
  let left = DRAWS
  for (let second = 0; second < seconds; second++) {
    // Where hardly any are left, what was true before goes on.
    const hazard =
      left > 50
        ? Math.log(left / Math.max(0.5, left - ends[second]!))
        : sums[second]! - (sums[second - 1] ?? 0)
    sums[second + 1] = sums[second]! + hazard
    left -= ends[second]!
  }
  return sums
}

function meanOf(drawn: () => number): number {
  let sum = 0
  for (let n = 0; n < DRAWS; n++) sum += drawn()
  return sum / DRAWS
}
