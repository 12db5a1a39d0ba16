import type { Clock } from '../../base/clock.ts'
import type { AttemptId } from '../../base/id.ts'
import type { Random } from '../../base/random.ts'
import type { World } from '../world/world.ts'
import { length } from '../world/world-callees.ts'
import { cardFiller } from './card-filler.ts'
import { type Habits, type Heard, numbered } from './habits.ts'
import { hearing } from './hearing.ts'

/**
 * The operators of one day of a world: the n-th talk, and the n-th wrap-up, is the n-th of its own
 * stream of chance, whoever has it.
 */
export function worldHabits(
  world: World,
  clock: Clock,
  random: Random,
  hears: (attempt: AttemptId) => Heard,
): Habits {
  const ears = hearing(hears)
  const talks = numbered(random.fork('talk'))
  const machineTalks = numbered(random.fork('machine talk'))
  const wraps = numbered(random.fork('wrap-up'))
  return {
    talk: attempt =>
      ears.listen(attempt) === 'machine'
        ? length(world.machineTalk, machineTalks())
        : length(world.talk, talks()),
    wrapUp: () => length(world.wrap, wraps()),
    reading: () => 0,
    fill: cardFiller(clock, random.fork('cards'), attempt => ears.recall(attempt)),
    savesDrafts: false,
    lapse: () => null,
    awakening: () => 0,
  }
}
