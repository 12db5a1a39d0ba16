import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { answers } from '../../doubles/far/script.ts'
import { treating } from '../../doubles/wire/treatment.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

const CALLEE = '+12125550100'
const SECOND_LINE = '+12125550101'

let world: World
let harness: DoublesHarness

beforeEach(async () => {
  world = await createWorld()
  harness = onDoubles(world)
  await harness.up()
  world.carrier.script(answers(0))
  for (const operator of ['anna', 'bert']) harness.telephony.operatorUp(operator)
  await placed('a', CALLEE)
  harness.telephony.connect('a', 'anna')
  await world.settled()
  expect(kinds('a').at(-1)).toBe('connected')
  await placed('x', SECOND_LINE, 'a')
})

/** Nothing may be left, here or on the servers: the harness demands it. */
afterEach(() => harness.close())

const placed = async (attempt: string, to: string, beside?: string): Promise<void> => {
  const call = { to, from: '+12125550199', trunk: 'main', ringLimit: seconds(20) }
  harness.telephony.originate(attempt, beside === undefined ? call : { ...call, beside })
  await world.advance(seconds(1))
  expect(kinds(attempt).at(-1)).toBe('answered')
}
const kinds = (attempt: string): string[] =>
  harness.events.flatMap(one => ('attempt' in one && one.attempt === attempt ? [one.kind] : []))
const endsOf = (attempt: string): number => kinds(attempt).filter(kind => kind === 'ended').length

const ACTS: readonly (readonly [string, () => void])[] = [
  ['let in', () => harness.telephony.letIn('a', 'x')],
  [
    'put on hold and let in',
    () => {
      harness.telephony.hold('a', true)
      harness.telephony.letIn('a', 'x')
    },
  ],
  ['united', () => harness.telephony.unite('a', 'x')],
  [
    'let in and united',
    () => {
      harness.telephony.letIn('a', 'x')
      harness.telephony.unite('a', 'x')
    },
  ],
  [
    'put on hold and united',
    () => {
      harness.telephony.hold('a', true)
      harness.telephony.unite('a', 'x')
    },
  ],
]
const GOES: readonly (readonly [string, () => void])[] = [
  ['the callee hangs up', () => world.carrier.callTo(CALLEE).hangUp()],
  ['the one outside hangs up', () => world.carrier.callTo(SECOND_LINE).hangUp()],
  ['the operator’s phone drops', () => harness.dropOperator('anna')],
  [
    'all three go at once',
    () => {
      world.carrier.callTo(CALLEE).hangUp()
      world.carrier.callTo(SECOND_LINE).hangUp()
      harness.dropOperator('anna')
    },
  ],
]
const MOMENTS = ACTS.flatMap(([act, begin]) =>
  GOES.flatMap(([what, go]) => [0, 15, 35, 60].map(delay => ({ act, begin, what, go, delay }))),
)

describe('with slow servers', () => {
  beforeEach(() => {
    world.freeswitch.treat = treating('api', { delay: 10 })
  })

  test.each(MOMENTS)('$what, $delay ms after two are $act.', async ({ begin, go, delay }) => {
    begin()
    await world.advance(delay)
    go()
    await world.advance(seconds(1))
    for (const call of ['a', 'x']) harness.telephony.hangUp(call)
    await world.advance(seconds(1))
    expect([endsOf('a'), endsOf('x')]).toEqual([1, 1])
    // Whoever talked is to be had for others, and nobody is left in their room.
    await placed('b', '+12125550102')
    harness.telephony.operatorUp('anna')
    await world.advance(seconds(1))
    harness.telephony.connect('b', 'anna')
    await world.advance(seconds(1))
    expect(kinds('b').at(-1)).toBe('connected')
  })
})

test('A media server that is lost ends both as lost, once.', async () => {
  harness.telephony.unite('a', 'x')
  await world.advance(seconds(1))
  expect(kinds('a').at(-1)).toBe('united')
  world.freeswitch.stop()
  await world.advance(seconds(1))
  expect([kinds('a').at(-1), kinds('x').at(-1)]).toEqual(['lost', 'lost'])
})
