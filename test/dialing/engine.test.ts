import { describe, expect, it } from 'vitest'
import { seconds } from '../../src/base/duration.ts'
import { seededRandom } from '../../src/base/random.ts'
import { cardFiller } from '../../src/sim/floor/card-filler.ts'
import { Floor } from '../../src/sim/floor/floor.ts'
import { population } from '../../src/telephony/virtual/population.ts'
import { retryAfterMinute } from '../support/campaigns.ts'
import { reckon } from '../support/reckoning.ts'
import { type RigOptions, rigOf } from '../support/rig.ts'

const OPERATORS = { anna: ['demo'], boris: ['demo'], clara: ['demo'] }

/** Thirty contacts of a life-like population, and three people who talk and fill cards. */
async function runOf(more: Partial<RigOptions> = {}) {
  const random = seededRandom(7)
  const people = population(random.fork('people'))
  let floor: Floor | undefined
  const rig = await rigOf({
    operators: OPERATORS,
    contacts: { demo: Array.from({ length: 30 }, (_, n) => n) },
    campaigns: [{ retry: { ...retryAfterMinute('noAnswer', 'busy'), attemptsMax: 3 } }],
    callee: (_, __, call) => people.script(call),
    screens: timeline => {
      floor = new Floor({
        timeline,
        habits: {
          talk: () => seconds(90),
          wrapUp: () => seconds(20),
          reading: () => seconds(5),
          fill: cardFiller(timeline, random.fork('cards'), () => 'person'),
          savesDrafts: true,
          lapse: () => null,
          awakening: () => seconds(30),
        },
      })
      return floor
    },
    ...more,
  })
  for (const [operator, campaigns] of Object.entries(OPERATORS)) floor!.arrive(operator, campaigns)
  return rig
}

describe('one campaign with three operators and thirty contacts', () => {
  it('comes to its end, with memory and store of one mind', async () => {
    const rig = await runOf()
    await rig.until(9 * 3600)
    const [view] = rig.engine.snapshot().campaigns
    expect(view).toMatchObject({ atHand: 0, openCards: 0, lines: {} })
    const { total, finished } = await rig.store.funnel('demo', rig.timeline.wall())
    expect(Object.values(finished).reduce((a, b) => a + b, 0)).toBe(total)
    expect((await rig.outcomes()).length).toBeGreaterThan(30)
    expect(rig.engine.quiet()).toBe(true)
    await reckon(rig)
  })

  it('is repeated exactly by the same seed', async () => {
    const [one, other] = [await runOf(), await runOf()]
    await one.until(1800)
    await other.until(1800)
    expect(other.events.length).toBeGreaterThan(100)
    expect(other.events).toEqual(one.events)
    expect(await other.records()).toEqual(await one.records())
  })
})
