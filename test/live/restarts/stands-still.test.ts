import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { pass } from '../harness.ts'
import { liveServers } from '../servers.ts'
import { ManyOperators } from './many-operators.ts'
import { drachtioIsUp, freeswitchIsUp, OwnServer } from './own-server.ts'

const { CARILLON_LIVE_START_DRACHTIO, CARILLON_LIVE_START_FREESWITCH } = process.env
const servers = liveServers()
const isAsked = servers !== null && CARILLON_LIVE_START_DRACHTIO && CARILLON_LIVE_START_FREESWITCH

describe.skipIf(!isAsked)('a campaign whose servers stand still', () => {
  let own: Readonly<Record<'drachtio' | 'freeswitch', OwnServer>>
  let campaign: ManyOperators

  beforeAll(async () => {
    const { drachtio, freeswitch } = servers!
    own = {
      drachtio: new OwnServer(CARILLON_LIVE_START_DRACHTIO!, drachtio, drachtioIsUp),
      freeswitch: new OwnServer(CARILLON_LIVE_START_FREESWITCH!, freeswitch, freeswitchIsUp),
    }
    await Promise.all([own.drachtio.start(), own.freeswitch.start()])
    const ports = { drachtio: [drachtio.port], freeswitch: [freeswitch.port] }
    campaign = await ManyOperators.begin({ ...ports, secret: drachtio.secret })
  }, minutes(1))
  afterAll(async () => {
    await campaign.end()
    await Promise.all(Object.values(own).map(one => one.end('SIGTERM')))
  }, minutes(1))

  const stateOf = async (which: 'drachtio' | 'freeswitch') =>
    (await campaign.state(`127.0.0.1:${servers![which].port}`)).state

  test.each(['freeswitch', 'drachtio'] as const)(
    '%s: nobody is called, it is named, and all goes on when it does.',
    async which => {
      await campaign.everyoneTalks()
      own[which].halt(true)
      await pass(seconds(5))
      expect(await stateOf(which)).toBe('failing')
      const called = campaign.placed.length
      await pass(seconds(10))
      expect(await stateOf(which)).toBe('down')
      expect(campaign.placed.length, 'nobody is called').toBe(called)
      const began = hostTimeline.monotonic()
      own[which].halt(false)
      while (campaign.placed.length === called) await pass(seconds(0.05))
      const resumed = Math.round(hostTimeline.monotonic() - began)
      process.stderr.write(`${which} goes on: somebody is called after ${resumed} ms\n`)
      expect(resumed).toBeLessThan(seconds(10))
      await campaign.everyoneTalks()
      expect(new Set(campaign.placed).size, 'nobody is called twice').toBe(campaign.placed.length)
    },
    minutes(2),
  )
})
