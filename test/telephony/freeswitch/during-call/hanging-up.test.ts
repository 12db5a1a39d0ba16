import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import type { DuringCall } from '../../../../src/telephony/port.ts'
import { answers } from '../../doubles/far/script.ts'
import { treating } from '../../doubles/wire/treatment.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

const CALLEE = '+12125550100'

let world: World
let harness: DoublesHarness

beforeEach(async () => {
  world = await createWorld()
  harness = onDoubles(world)
  await harness.up()
  world.carrier.script(answers(0))
  for (const operator of ['anna', 'bert']) harness.telephony.operatorUp(operator)
  await talk('a', CALLEE)
})

/** Nothing may be left, here or on the servers: the harness demands it. */
afterEach(() => harness.close())

const talk = async (attempt: string, to: string, operator = 'anna'): Promise<void> => {
  const from = '+12125550199'
  const ringLimit = seconds(20)
  harness.telephony.originate(attempt, { to, from, trunk: 'main', ringLimit })
  await world.settled()
  harness.telephony.connect(attempt, operator)
  await world.settled()
  expect(kinds(attempt).at(-1)).toBe('connected')
}
const kinds = (attempt = 'a'): string[] =>
  harness.events.flatMap(one => ('attempt' in one && one.attempt === attempt ? [one.kind] : []))

/** What may be under way as somebody goes; each command takes the servers 10 ms. */
const ACTS: readonly (readonly [string, (telephony: DuringCall) => void])[] = [
  ['hold', telephony => telephony.hold('a', true)],
  [
    'hold and off',
    telephony => {
      telephony.hold('a', true)
      telephony.hold('a', false)
    },
  ],
  ['mute', telephony => telephony.mute('a', true)],
  ['invite', telephony => telephony.invite('a', 'bert')],
  [
    'invite and dismiss',
    telephony => {
      telephony.invite('a', 'bert')
      telephony.dismiss('a')
    },
  ],
  ['transfer', telephony => telephony.transfer('a', 'bert')],
  [
    'hold and transfer',
    telephony => {
      telephony.hold('a', true)
      telephony.transfer('a', 'bert')
    },
  ],
  [
    'invite and transfer',
    telephony => {
      telephony.invite('a', 'bert')
      telephony.transfer('a', 'bert')
    },
  ],
]
const MOMENTS = ACTS.flatMap(([act, begin]) =>
  [0, 5, 15, 25, 35, 60].map(delay => ({ act, begin, delay })),
)

describe('with slow servers', () => {
  beforeEach(() => {
    world.freeswitch.treat = treating('api', { delay: 10 })
  })

  test.each(MOMENTS)('the callee hangs up $delay ms after $act.', async ({ begin, delay }) => {
    begin(harness.telephony)
    await world.advance(delay)
    world.carrier.callTo(CALLEE).hangUp()
    await world.advance(seconds(1))
    expect(kinds().at(-1)).toBe('ended')
    expect(kinds().filter(kind => kind === 'ended')).toHaveLength(1)
    await talkBoth()
  })

  test.each(MOMENTS)('we hang up $delay ms after $act.', async ({ begin, delay }) => {
    begin(harness.telephony)
    await world.advance(delay)
    harness.telephony.hangUp('a')
    await world.advance(seconds(1))
    expect(kinds().at(-1)).toBe('ended')
    await talkBoth()
  })

  test.each(MOMENTS)('both phones drop $delay ms after $act.', async ({ begin, delay }) => {
    begin(harness.telephony)
    await world.advance(delay)
    for (const operator of ['anna', 'bert']) harness.dropOperator(operator)
    await world.advance(seconds(1))
    for (const operator of ['anna', 'bert']) harness.telephony.operatorUp(operator)
    await world.advance(seconds(1))
    harness.telephony.connect('a', 'bert')
    await world.advance(seconds(1))
    expect(kinds().at(-1)).toBe('connected')
  })
})

/** Both operators are to be had for others, and their rooms are empty. */
async function talkBoth(): Promise<void> {
  for (const [attempt, operator] of [
    ['b', 'anna'],
    ['c', 'bert'],
  ] as const) {
    const to = `+1212555010${attempt === 'b' ? 1 : 2}`
    const call = { to, from: '+12125550199', trunk: 'main', ringLimit: seconds(20) }
    harness.telephony.originate(attempt, call)
    await world.advance(seconds(1))
    harness.telephony.connect(attempt, operator)
    await world.advance(seconds(1))
    expect(kinds(attempt).at(-1)).toBe('connected')
  }
}
