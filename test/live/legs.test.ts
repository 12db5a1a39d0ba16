import { afterEach, describe, expect, test } from 'vitest'
import { millis, seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { askEventSocket } from '../../src/telephony/freeswitch/wire/event-socket.ts'
import { PhonesBench } from './far/phones-bench.ts'
import { pass } from './harness.ts'
import { liveServers } from './servers.ts'

const CALLEE = '+12125550100'

/** Operators' legs on a real FreeSWITCH that lose their media, or their phone. */
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

  test('whose phone is gone without a word is told as down, and nobody is joined to it.', async () => {
    bench = await PhonesBench.begin()
    const { calls, rtp, register } = await bench.phoneThat('answers')
    await register()
    await bench.ring()
    const gone = hostTimeline.monotonic()
    rtp.mute()
    calls[0]!.goDeaf()
    while (bench.told().length === 1 && hostTimeline.monotonic() < gone + seconds(30))
      await pass(20)
    const took = hostTimeline.monotonic() - gone
    process.stdout.write(`a phone that is gone is told after ${(took / 1000).toFixed(1)} s\n`)
    expect(bench.told()).toEqual(['operatorUp', 'down lost'])
    expect(took).toBeLessThan(seconds(16))
    const ringLimit = seconds(20)
    bench.telephony.originate('a', { to: CALLEE, from: '+12125550199', trunk: 'main', ringLimit })
    await pass(500)
    bench.telephony.connect('a', 'anna')
    await pass(100)
    expect(bench.told().at(-1)).toBe('connectFailed')
    // Our BYE to whoever is gone is waited for.
    await pass(seconds(4))
  })

  test('whose phone holds us is quiet by right, and is not asked.', async () => {
    bench = await PhonesBench.begin()
    const { calls, rtp, register } = await bench.phoneThat('answers')
    let asked = 0
    await register()
    await bench.ring()
    calls[0]!.onReinvite = () => {
      asked++
    }
    const { sdp } = await calls[0]!.reinvite(rtp.sdp.replace('sendrecv', 'sendonly'))
    expect(sdp).toMatch(/a=recvonly/)
    rtp.mute()
    await pass(seconds(14))
    expect([asked, bench.told()]).toEqual([0, ['operatorUp']])
    await calls[0]!.reinvite(rtp.sdp)
    await pass(seconds(12))
    expect([asked, bench.told()]).toEqual([1, ['operatorUp']])
  })

  test(
    'whose phone sends nothing, but answers, is mended in talk: nobody is told.',
    async () => {
      bench = await PhonesBench.begin()
      const { calls, rtp, register } = await bench.phoneThat('answers')
      const asked: number[] = []
      let heard = calls[0]?.sdp ?? ''
      await register()
      await bench.ring()
      await talk()
      calls[0]!.onReinvite = sdp => {
        asked.push(hostTimeline.monotonic())
        heard = sdp
      }
      const before = bench.told()
      const quiet = hostTimeline.monotonic()
      rtp.mute()
      let gap = 0
      let last = quiet
      while (hostTimeline.monotonic() < quiet + seconds(32)) {
        await pass(5)
        if (rtp.heardAt === last) continue
        gap = Math.max(gap, rtp.heardAt - last)
        last = rtp.heardAt
      }
      const after = asked.map(at => `${((at - quiet) / 1000).toFixed(1)} s`)
      process.stdout.write(`asked after ${after}; a gap of ${gap.toFixed(0)} ms at most\n`)
      expect([asked.length, bench.told()]).toEqual([2, before])
      expect(gap).toBeLessThan(500)
      rtp.talkTo(heard)
      await pass(300)
      expect(bench.callees[0]!.rtp.heardAt).toBeGreaterThan(hostTimeline.monotonic() - 100)
    },
    seconds(60),
  )
})
