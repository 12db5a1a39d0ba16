import type { Clock } from '../base/clock.ts'
import { type Distribution, draw } from '../base/distribution.ts'
import { seconds } from '../base/duration.ts'
import type { Random } from '../base/random.ts'
import type { PopulationFigures } from '../telephony/virtual/population-figures.ts'
import { cardFiller } from './floor/card-filler.ts'
import { type Habits, numbered } from './floor/habits.ts'

/**
 * The people a campaign meets on the virtual exchange: members who know the caller, so that more of
 * them answer than on a cold list. What is not named here is as `LIFELIKE` has it.
 */
export const DEMO_PEOPLE: Partial<PopulationFigures> = {
  shares: {
    person: 0.42,
    machine: 0.1,
    busy: 0.06,
    refused: 0.03,
    congestion: 0.02,
    invalid: 0.05,
  },
  // Operators end their talks themselves; see `demoHabits`.
  talk: null,
}

const TALK: Distribution = { dist: 'lognormal', mean: seconds(60), cv: 0.6 }
const WRAP: Distribution = { dist: 'lognormal', mean: seconds(14), cv: 0.5 }
const READING: Distribution = { dist: 'lognormal', mean: seconds(8), cv: 0.4 }

/**
 * Operators who do their work: they talk, fill the card validly, save it once on the way, and close
 * it.
 */
export function demoHabits(clock: Clock, random: Random): Habits {
  const talks = numbered(random.fork('talk'))
  const wraps = numbered(random.fork('wrap-up'))
  const readings = numbered(random.fork('reading'))
  return {
    talk: () => Math.round(draw(TALK, talks())),
    wrapUp: () => Math.round(draw(WRAP, wraps())),
    reading: () => Math.round(draw(READING, readings())),
    fill: cardFiller(clock, random.fork('cards'), () => 'person', [2, 4]),
    savesDrafts: true,
    lapse: () => null,
    awakening: () => seconds(60),
  }
}
