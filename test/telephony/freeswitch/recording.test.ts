import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { type DoublesHarness, scripted } from './on-doubles.ts'

const FILE = '/rec/one call.wav'
const NUMBER = '+12125550100'

describe('A recording on FreeSWITCH', () => {
  let harness: DoublesHarness
  const uuids = new Set<string>()

  beforeEach(async () => {
    harness = await scripted({ [NUMBER]: person(seconds(1)) })
    const { telephony } = harness
    uuids.clear()
    harness.world.freeswitch.copies = ({ headers }) => {
      uuids.add(headers['Unique-ID'] ?? '')
      return 1
    }
    telephony.operatorUp('anna')
    const ringLimit = seconds(20)
    telephony.originate('a', { to: NUMBER, from: '+12125550199', trunk: 'main', ringLimit })
    await harness.advance(seconds(2))
    telephony.connect('a', 'anna')
    await harness.advance(seconds(1))
    telephony.record('a', { kind: 'start', file: FILE, stereo: true })
    await harness.advance(seconds(1))
  })
  afterEach(() => harness.close())

  const told = () => harness.events.map(({ kind }) => kind).filter(kind => kind.startsWith('rec'))
  const callee = () => {
    const { freeswitch, carrier } = harness.world
    const port = Number(/^m=audio (\d+)/m.exec(carrier.callTo(NUMBER).invite.body)?.[1])
    const known = [...uuids].filter(uuid => uuid !== '').map(uuid => freeswitch.channel(uuid))
    return known.find(({ mediaPort }) => mediaPort === port)!
  }

  test('is of the callee’s channel, in stereo.', () => {
    expect([...callee().recordings]).toEqual([[FILE, 'on']])
    expect(callee().variables.get('RECORD_STEREO')).toBe('true')
  })

  test('that cannot be silenced is ended, and told.', async () => {
    const { recordings } = callee()
    recordings.delete(FILE)
    harness.telephony.record('a', { kind: 'pause' })
    await harness.advance(seconds(1))
    harness.telephony.record('a', { kind: 'resume' })
    await harness.advance(seconds(1))
    expect(told()).toEqual(['recordingStarted', 'recordingFailed'])
  })
})
