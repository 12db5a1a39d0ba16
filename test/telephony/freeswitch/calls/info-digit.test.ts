import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { digitOfInfo } from '../../../../src/telephony/freeswitch/calls/info-digit.ts'
import { answers } from '../../doubles/far/script.ts'
import { header } from '../../doubles/sip/message.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

const RELAY = 'application/dtmf-relay'

describe('A key that an INFO says was pressed', () => {
  const read: [string, string, string | null][] = [
    [RELAY, 'Signal=5\r\nDuration=160\r\n', '5'],
    [RELAY, 'Signal= *\r\nDuration= 250', '*'],
    [RELAY, 'Duration=100\nsignal=10\n', '*'],
    [RELAY, 'Signal=11', '#'],
    ['Application/DTMF-Relay; charset=utf-8', 'Signal=d', 'D'],
    ['application/dtmf', '9', '9'],
    ['application/dtmf', ' #\r\n', '#'],
    ['application/dtmf', 'digit=0', '0'],
    [RELAY, '5', null],
    [RELAY, 'Signal=55\r\n', null],
    [RELAY, 'Signal=', null],
    [RELAY, 'Signal=x', null],
    [RELAY, '', null],
    ['application/dtmf', 'hello', null],
    ['application/dtmf-relayed', 'Signal=5', null],
    ['application/media_control+xml', 'Signal=5', null],
    ['', 'Signal=5', null],
  ]
  test.each(read)('%s with %j is %s.', (type, body, key) => {
    expect(digitOfInfo(type, body)).toBe(key)
  })
})

describe('A carrier that sends keys by INFO', () => {
  const CALLEE = '+12125550100'
  let world: World
  let harness: DoublesHarness

  beforeEach(async () => {
    world = await createWorld()
    world.carrier.script(answers(0))
    harness = onDoubles(world)
    await harness.up()
    harness.telephony.operatorUp('anna')
    const call = { to: CALLEE, from: '+12125550199', trunk: 'main', ringLimit: seconds(20) }
    harness.telephony.originate('a', call)
    await world.settled()
  })

  afterEach(() => harness.close())

  const press = async (body: string, type = RELAY): Promise<void> => {
    world.carrier.callTo(CALLEE).ask('INFO', body, [['Content-Type', type]])
    await world.settled()
  }
  const last = () => harness.events.at(-1)

  test('has them told in a talk, and whatever else it says is taken without a word.', async () => {
    harness.telephony.connect('a', 'anna')
    await world.settled()
    await press('Signal=7\r\nDuration=100')
    expect(last()).toMatchObject({ attempt: 'a', kind: 'digit', digit: '7' })
    const before = harness.events.length
    await press('<media_control/>', 'application/media_control+xml')
    expect(harness.events).toHaveLength(before)
    const answers = world.network.log.filter(({ message }) => /INFO/.test(header(message, 'CSeq')))
    expect(answers.map(({ message }) => message.start)).toEqual([
      expect.stringMatching(/^INFO/),
      'SIP/2.0 200 OK',
      expect.stringMatching(/^INFO/),
      'SIP/2.0 200 OK',
    ])
  })

  test('lets people be called no more, while the message is played to them.', async () => {
    harness.telephony.announce('a', { message: 'sorry', stopKey: '9' })
    await world.advance(100)
    await press('Signal=8')
    expect(last()).not.toMatchObject({ kind: 'digit' })
    await press('9', 'application/dtmf')
    expect(harness.events.slice(-2)).toMatchObject([
      { kind: 'digit', digit: '9' },
      { kind: 'announced', completed: false },
    ])
  })
})
