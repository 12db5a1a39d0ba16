import { afterEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { LiveCaller } from '../far/caller.ts'
import { PhonesBench, SIP_PORT } from '../far/phones-bench.ts'
import { pass } from '../harness.ts'
import { liveServers } from '../servers.ts'

describe.skipIf(liveServers() === null)('a phone that calls', { timeout: seconds(20) }, () => {
  let bench: PhonesBench
  const strangers: LiveCaller[] = []

  afterEach(async () => {
    for (const one of strangers) one.close()
    await bench.end()
  })

  test('is told at once that operators are called here, and a stranger nothing.', async () => {
    bench = await PhonesBench.begin()
    const { peer, register } = await bench.phoneThat('answers')
    /** @returns what it is told; '': nothing of ours came. */
    const call = (user: string): Promise<string> => {
      const id = `calls-${user}-${peer.port}`
      const text = [
        `INVITE sip:100@127.0.0.1:${SIP_PORT} SIP/2.0`,
        `Via: SIP/2.0/UDP 127.0.0.1:${peer.port};branch=z9hG4bK${id}`,
        'Max-Forwards: 70',
        `From: <sip:${user}@127.0.0.1>;tag=a`,
        `To: <sip:100@127.0.0.1:${SIP_PORT}>`,
        `Call-ID: ${id}`,
        'CSeq: 1 INVITE',
        `Contact: <sip:${user}@127.0.0.1:${peer.port}>`,
        'Content-Length: 0',
      ]
      const asked = peer.ask(`${text.join('\r\n')}\r\n\r\n`, id, SIP_PORT)
      return Promise.race([asked.then(({ first }) => first), pass(seconds(1)).then(() => '')])
    }
    expect((await register()).status).toBe(200)
    expect(await call('anna')).toBe('SIP/2.0 403 Operators are called here')
    const from = { from: 'anna', to: '100', port: SIP_PORT, address: '127.0.0.2' }
    const stranger = await LiveCaller.call(from)
    strangers.push(stranger)
    await pass(seconds(2))
    expect(stranger.told).toEqual([100])
    expect([...bench.registrar.callers]).toEqual(['anna'])
  })
})
