import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { carillon, type Going, going } from '../../cli/carillon.ts'
import { Clerk, isClosed, isTalking } from '../../support/clerk.ts'
import { realSite } from '../../support/real-site.ts'
import { follow } from '../far/callee.ts'
import { LiveCaller } from '../far/caller.ts'
import { Phones } from '../far/phones.ts'
import { SipPeer } from '../far/sip-peer.ts'
import { pass } from '../harness.ts'
import { liveServers } from '../servers.ts'

const servers = liveServers()
const port = Number(process.env.CARILLON_LIVE_SIP_PORT ?? 5060)
const OURS = '+442079460999'
const [CALLED, CALLER] = ['+442079460000', '+442079460001']

/** Anna talks to whom we called, Bilal to whoever calls; then the application is killed. */
describe.skipIf(servers === null)('a caller in a talk as Carillon is killed', () => {
  const placed: string[] = []
  let phones: Phones
  let carrier: SipPeer
  let caller: LiveCaller
  const runs: Going[] = []

  afterEach(() => {
    for (const { child } of runs) child.kill('SIGKILL')
    phones.close()
    carrier.close()
    caller.close()
  })

  test(
    'is hung up by the next one, which has their card, and does not call them.',
    async () => {
      phones = new Phones()
      await phones.open()
      carrier = await SipPeer.open(call => {
        placed.push(call.user)
        void follow(person(0, { patience: minutes(5) }), call)
      })
      const folder = realSite({
        drachtio: servers!.drachtio.port,
        freeswitch: servers!.freeswitch.port,
        secret: servers!.drachtio.secret,
        carrier: carrier.port,
        phones: { anna: phones.phoneOf('anna').uri, bilal: phones.phoneOf('bilal').uri },
        numbers: [CALLED, CALLER],
        lines: 10,
        callsPerSecond: 10,
        takesCallers: true,
      })
      const start = (): Going => {
        const run = going(folder, 'run', 'campaigns/calls', '--db', 'a.db')
        runs.push(run)
        return run
      }
      const come = (id: string) => Clerk.come(join(folder, 'a.db'), id, { talk: null })
      const first = start()
      await (await come('anna')).sees(isTalking)
      caller = await LiveCaller.call({ from: CALLER, to: OURS, port })
      await until(() => caller.status === 200)
      await (await come('bilal')).sees(isTalking)
      // What is journaled behind is on disk by then.
      await pass(seconds(1))
      first.child.kill('SIGKILL')
      await first.ended
      expect(caller.hungUp).toBe(false)
      const next = start()
      await until(() => caller.hungUp)
      const clerks = await Promise.all(['anna', 'bilal'].map(come))
      await Promise.all(clerks.map(clerk => clerk.sees(isClosed)))
      next.child.kill('SIGTERM')
      expect(await next.ended).toMatchObject({ code: 0 })
      expect(placed).toEqual([CALLED])
      const asked = ['results', 'campaigns/calls', '--format', 'json', '--db', 'a.db']
      const rows = JSON.parse((await carillon(folder, ...asked)).stdout)
      expect(rows).toMatchObject([
        { phone: CALLED, outcome: 'connected', disposition: 'done', operator: 'anna' },
        { phone: CALLER, outcome: 'served', disposition: 'done', operator: 'bilal' },
      ])
      expect(phones.inCall.size, 'operators’ phones in a call').toBe(0)
    },
    minutes(1),
  )
})

async function until(holds: () => boolean): Promise<void> {
  for (let n = 0; n < 400 && !holds(); n++) await pass(50)
  expect(holds()).toBe(true)
}
