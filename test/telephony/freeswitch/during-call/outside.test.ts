import { beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { treating } from '../../doubles/wire/treatment.ts'
import { CALLEE, SECOND_LINE, TalkOnDoubles } from './talk-on-doubles.ts'

const talk = new TalkOnDoubles()

beforeEach(() => talk.placed('x', SECOND_LINE, 'a'))

const endsOf = (attempt: string): number =>
  talk.kinds(attempt).filter(kind => kind === 'ended').length

const ACTS: readonly (readonly [string, () => void])[] = [
  ['let in', () => talk.harness.telephony.letIn('a', 'x')],
  [
    'put on hold and let in',
    () => {
      talk.harness.telephony.hold('a', true)
      talk.harness.telephony.letIn('a', 'x')
    },
  ],
  ['united', () => talk.harness.telephony.unite('a', 'x')],
  [
    'let in and united',
    () => {
      talk.harness.telephony.letIn('a', 'x')
      talk.harness.telephony.unite('a', 'x')
    },
  ],
  [
    'put on hold and united',
    () => {
      talk.harness.telephony.hold('a', true)
      talk.harness.telephony.unite('a', 'x')
    },
  ],
]
const GOES: readonly (readonly [string, () => void])[] = [
  ['the callee hangs up', () => talk.world.carrier.callTo(CALLEE).hangUp()],
  ['the one outside hangs up', () => talk.world.carrier.callTo(SECOND_LINE).hangUp()],
  ['the operator’s phone drops', () => talk.harness.dropOperator('anna')],
  [
    'all three go at once',
    () => {
      talk.world.carrier.callTo(CALLEE).hangUp()
      talk.world.carrier.callTo(SECOND_LINE).hangUp()
      talk.harness.dropOperator('anna')
    },
  ],
]
const MOMENTS = ACTS.flatMap(([act, begin]) =>
  GOES.flatMap(([what, go]) => [0, 15, 35, 60].map(delay => ({ act, begin, what, go, delay }))),
)

describe('with slow servers', () => {
  beforeEach(() => {
    talk.world.freeswitch.treat = treating('api', { delay: 10 })
  })

  test.each(MOMENTS)('$what, $delay ms after two are $act.', async ({ begin, go, delay }) => {
    begin()
    await talk.world.advance(delay)
    go()
    await talk.world.advance(seconds(1))
    for (const call of ['a', 'x']) talk.harness.telephony.hangUp(call)
    await talk.world.advance(seconds(1))
    expect([endsOf('a'), endsOf('x')]).toEqual([1, 1])
    // Whoever talked is to be had for others, and nobody is left in their room.
    await talk.placed('b', '+12125550102')
    talk.harness.telephony.operatorUp('anna')
    await talk.world.advance(seconds(1))
    talk.harness.telephony.connect('b', 'anna')
    await talk.world.advance(seconds(1))
    expect(talk.kinds('b').at(-1)).toBe('connected')
  })
})

test('A media server that is lost ends both as lost, once.', async () => {
  talk.harness.telephony.unite('a', 'x')
  await talk.world.advance(seconds(1))
  expect(talk.kinds('a').at(-1)).toBe('united')
  talk.world.freeswitch.stop()
  await talk.world.advance(seconds(1))
  expect([talk.kinds('a').at(-1), talk.kinds('x').at(-1)]).toEqual(['lost', 'lost'])
})
