import { beforeEach, describe, expect, test } from 'vitest'
import { millis, seconds } from '../../../../src/base/duration.ts'
import { treating } from '../../doubles/wire/treatment.ts'
import { CALLEE, SECOND_LINE, TalkOnDoubles } from './talk-on-doubles.ts'

const talk = new TalkOnDoubles()

beforeEach(() => {
  talk.world.freeswitch.treat = treating('api', { delay: 10 })
})

const soon = (): Promise<void> => talk.world.advance(millis(300))
/** What plays to the callee now: the running applications themselves, to tell one from the next. */
const playing = () => {
  const { remoteMediaPort } = talk.world.carrier.callTo(CALLEE)
  const { running } = talk.world.freeswitch.channel(
    talk.world.freeswitch.channelAt(remoteMediaPort),
  )
  return running.filter(({ application }) => application === 'playback')
}
const held = async (): Promise<void> => {
  talk.harness.telephony.hold('a', true)
  await soon()
  expect(playing()).toHaveLength(1)
}

const LEAVE = [
  ['phone drops', () => talk.harness.dropOperator('anna')],
  ['leg is left', () => talk.harness.telephony.leaveOnHold('a')],
] as const

describe.each(LEAVE)('A callee on hold whose operator’s %s', (_, leave) => {
  test('hears the same music on, without a break.', async () => {
    await held()
    const [music] = playing()
    leave()
    talk.harness.telephony.leaveOnHold('a')
    await soon()
    expect(playing()).toEqual([music])
    expect(playing()[0]).toBe(music)
  })

  test.each([
    ['an operator', () => talk.harness.telephony.connect('a', 'bert'), 0],
    ['somebody outside', () => talk.harness.telephony.unite('a', 'x'), 0],
    ['a message', () => talk.harness.telephony.announce('a', { message: '', stopKey: null }), 1],
  ] as const)('hears it no more when there is %s.', async (__, come, sounds) => {
    await held()
    const [music] = playing()
    await talk.placed('x', SECOND_LINE, 'a')
    leave()
    await soon()
    come()
    await soon()
    expect(playing()).toHaveLength(sounds)
    expect(playing()).not.toContain(music)
  })

  test('hears music again where nobody outside is there after all.', async () => {
    await held()
    await talk.placed('x', SECOND_LINE, 'a')
    leave()
    await soon()
    talk.harness.telephony.unite('a', 'x')
    await talk.world.advance(millis(5))
    talk.world.carrier.callTo(SECOND_LINE).hangUp()
    await talk.world.advance(seconds(1))
    expect(talk.kinds('a').at(-1)).toBe('notUnited')
    expect(playing()).toHaveLength(1)
  })
})

test('A callee in a talk that is left hears music from then on.', async () => {
  talk.harness.telephony.leaveOnHold('a')
  await soon()
  expect(playing()).toHaveLength(1)
})

test('A callee on hold who was on the way to an operator as both legs drop hears music.', async () => {
  await held()
  talk.harness.telephony.transfer('a', 'bert')
  talk.harness.dropOperator('anna')
  talk.harness.dropOperator('bert')
  await talk.world.advance(seconds(1))
  expect(talk.kinds('a').at(-1)).toBe('actFailed')
  expect(playing()).toHaveLength(1)
})
