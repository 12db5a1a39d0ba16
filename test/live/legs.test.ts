import { afterEach, describe, expect, test } from 'vitest'
import { millis, seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { askEventSocket } from '../../src/telephony/freeswitch/wire/event-socket.ts'
import { PhonesBench } from './far/phones-bench.ts'
import { pass } from './harness.ts'
import { liveServers } from './servers.ts'

const CALLEE = '+12125550100'

/** Operators' legs on a real FreeSWITCH that lose their media. */
describe.skipIf(liveServers() === null)('a leg', { timeout: seconds(40) }, () => {
  let bench: PhonesBench

  afterEach(() => bench.end())

  const talk = async (): Promise<void> => {
    const ringLimit = seconds(20)
    bench.telephony.originate('a', { to: CALLEE, from: '+12125550199', trunk: 'main', ringLimit })
    await pass(500)
    bench.telephony.connect('a', 'anna')
    await pass(400)
    expect(bench.told().at(-1)).toBe('connected')
  }
  const portIn = (sdp: string): number => Number(/^m=audio (\d+)/m.exec(sdp)?.[1])
  const kill = async (mediaPort: number): Promise<void> => {
    const ask = async (command: string): Promise<string> => {
      const answer = await askEventSocket(liveServers()!.freeswitch, command)
      return answer.kind === 'answered' ? answer.body : ''
    }
    // The list of channels comes late.
    await pass(1500)
    for (const [uuid] of (await ask('show channels')).matchAll(/^[\da-f-]{36}/gm)) {
      const port = await ask(`uuid_getvar ${uuid} local_media_port`)
      if (Number(port) === mediaPort) await ask(`uuid_kill ${uuid}`)
    }
  }

  test('whose channel dies in talk is mended: both hear each other, nobody is told.', async () => {
    bench = await PhonesBench.begin()
    const { calls, rtp, register, peer } = await bench.phoneThat('answers')
    let mended = ''
    await register()
    await bench.ring()
    await talk()
    calls[0]!.onReinvite = sdp => {
      mended = sdp
      rtp.talkTo(sdp)
    }
    const before = bench.told()
    await kill(portIn(calls[0]!.sdp))
    await pass(millis(500))
    expect(bench.told()).toEqual(before)
    expect(portIn(mended)).not.toBe(portIn(calls[0]!.sdp))
    const now = hostTimeline.monotonic()
    await pass(300)
    const [callee] = bench.callees
    expect([rtp.heardAt > now, callee!.rtp.heardAt > now]).toEqual([true, true])
    expect([calls.length, peer.probes]).toEqual([1, 0])
  })

  test('without media server waits, and is not rung again when there is one.', async () => {
    bench = await PhonesBench.begin()
    const { calls, register, over, rtp } = await bench.phoneThat('answers')
    await register()
    await bench.ring()
    calls[0]!.onReinvite = sdp => rtp.talkTo(sdp)
    bench.tap.cut()
    await pass(millis(500))
    expect(bench.told()).toEqual(['operatorUp', 'down lost'])
    await bench.tap.mend()
    await bench.up()
    await bench.ring(500)
    expect([bench.told().at(-1), calls.length, over]).toEqual(['operatorUp', 1, []])
    await talk()
    const now = hostTimeline.monotonic()
    await pass(300)
    expect([rtp.heardAt > now, bench.callees[0]!.rtp.heardAt > now]).toEqual([true, true])
  })
})
