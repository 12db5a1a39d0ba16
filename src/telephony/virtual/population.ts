import { assert } from '../../base/assert.ts'
import { type Distribution, draw } from '../../base/distribution.ts'
import type { Duration } from '../../base/duration.ts'
import type { Random } from '../../base/random.ts'
import { machine, person, unreached } from './callee.ts'
import { LIFELIKE, type PopulationFigures } from './population-figures.ts'
import type { CalleeScript, Callees, ListeningHabit } from './script.ts'

/**
 * People behind numbers. What calling a number comes to is drawn from the seed, the number and how
 * often this population has been called there, and from nothing else: the order of other calls does
 * not change it. A dead number is dead at every call.
 *
 * It remembers a count for each number it has met, some 50 bytes each.
 *
 * @param figures what differs from the life-like defaults.
 */
export function population(random: Random, figures: Partial<PopulationFigures> = {}): Callees {
  const all = { ...LIFELIKE, ...figures }
  const { invalid, ...reached } = all.shares
  const sum = invalid + Object.values(reached).reduce((a, b) => a + b, 0)
  assert(sum <= 1 + 1e-9, `the shares of a population add up to at most 1, not ${sum}`)
  const calls = new Map<number, number>()
  return {
    script({ to }) {
      const key = Number(to)
      const before = calls.get(key) ?? 0
      calls.set(key, before + 1)
      if (random.fork(to).uniform() < invalid)
        return unreached('invalid', length(all.ring.invalid, random.fork(`${to} dead`)))
      return calledOnce(all, random.fork(`${to} ${before}`))
    },
  }
}

/** What one call to a number in service comes to: shares are of all calls, hence the division. */
function calledOnce(figures: PopulationFigures, random: Random): CalleeScript {
  const { shares, ring } = figures
  let left = random.uniform() * (1 - shares.invalid)
  const falls = (share: number): boolean => (left -= share) < 0
  if (falls(shares.person)) return answeringPerson(figures, random)
  if (falls(shares.machine)) return machine(length(ring.machine, random))
  if (falls(shares.busy)) return unreached('busy', length(ring.busy, random))
  if (falls(shares.refused)) return unreached('refused', length(ring.refused, random))
  if (falls(shares.congestion)) return unreached('congestion', length(ring.congestion, random))
  return unreached('unanswered', length(ring.unanswered, random))
}

function answeringPerson(figures: PopulationFigures, random: Random): CalleeScript {
  return person(length(figures.ring.person, random), {
    patience: length(figures.patience, random),
    talk: figures.talk === null ? null : length(figures.talk, random),
    announcement: habit(figures, random),
  })
}

function habit(figures: PopulationFigures, random: Random): ListeningHabit {
  const { pressesStop, hangsUp, reacts } = figures.announcement
  const which = random.uniform()
  if (which < pressesStop) return { kind: 'pressesStop', after: length(reacts, random) }
  if (which < pressesStop + hangsUp) return { kind: 'hangsUp', after: length(reacts, random) }
  return { kind: 'listens' }
}

/** Whole milliseconds, as networks stamp. */
const length = (from: Distribution, random: Random): Duration => Math.round(draw(from, random))
