import { beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import type { DuringCall } from '../../../../src/telephony/port.ts'
import { treating } from '../../doubles/wire/treatment.ts'
import { CALLEE, TalkOnDoubles } from './talk-on-doubles.ts'

const talk = new TalkOnDoubles()

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
    talk.world.freeswitch.treat = treating('api', { delay: 10 })
  })

  test.each(MOMENTS)('the callee hangs up $delay ms after $act.', async ({ begin, delay }) => {
    begin(talk.harness.telephony)
    await talk.world.advance(delay)
    talk.world.carrier.callTo(CALLEE).hangUp()
    await talk.world.advance(seconds(1))
    expect(talk.kinds().at(-1)).toBe('ended')
    expect(talk.kinds().filter(kind => kind === 'ended')).toHaveLength(1)
    await talkBoth()
  })

  test.each(MOMENTS)('we hang up $delay ms after $act.', async ({ begin, delay }) => {
    begin(talk.harness.telephony)
    await talk.world.advance(delay)
    talk.harness.telephony.hangUp('a')
    await talk.world.advance(seconds(1))
    expect(talk.kinds().at(-1)).toBe('ended')
    await talkBoth()
  })

  test.each(MOMENTS)('both phones drop $delay ms after $act.', async ({ begin, delay }) => {
    begin(talk.harness.telephony)
    await talk.world.advance(delay)
    for (const operator of ['anna', 'bert']) talk.harness.dropOperator(operator)
    await talk.world.advance(seconds(1))
    for (const operator of ['anna', 'bert']) talk.harness.telephony.operatorUp(operator)
    await talk.world.advance(seconds(1))
    talk.harness.telephony.connect('a', 'bert')
    await talk.world.advance(seconds(1))
    expect(talk.kinds().at(-1)).toBe('connected')
  })
})

/** Both operators are to be had for others, and their rooms are empty. */
async function talkBoth(): Promise<void> {
  for (const [attempt, operator] of [
    ['b', 'anna'],
    ['c', 'bert'],
  ] as const) {
    const to = `+1212555010${attempt === 'b' ? 1 : 2}`
    await talk.placed(attempt, to)
    talk.harness.telephony.connect(attempt, operator)
    await talk.world.advance(seconds(1))
    expect(talk.kinds(attempt).at(-1)).toBe('connected')
  }
}
