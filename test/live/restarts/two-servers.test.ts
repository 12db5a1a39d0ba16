import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ServerState } from '../../../src/app/reading/watching.ts'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { pass } from '../harness.ts'
import { liveServers } from '../servers.ts'
import { ManyOperators } from './many-operators.ts'
import { drachtioIsUp, freeswitchIsUp, OwnServer } from './own-server.ts'

const env = process.env
const servers = liveServers()
/** The port of a second FreeSWITCH, and the shell command that starts it in the foreground. */
const second = Number(env.CARILLON_LIVE_FREESWITCH_2_PORT ?? 0)
const commands = [
  env.CARILLON_LIVE_START_DRACHTIO,
  env.CARILLON_LIVE_START_FREESWITCH,
  env.CARILLON_LIVE_START_FREESWITCH_2,
]
const isAsked = servers !== null && second > 0 && commands.every(one => one)

describe.skipIf(!isAsked)('a campaign on two FreeSWITCH servers', () => {
  let own: readonly OwnServer[]
  let campaign: ManyOperators
  const other = () => ({ ...servers!.freeswitch, port: second })
  const name = () => `127.0.0.1:${second}`

  beforeAll(async () => {
    own = [
      new OwnServer(commands[0]!, servers!.drachtio, drachtioIsUp),
      new OwnServer(commands[1]!, servers!.freeswitch, freeswitchIsUp),
      new OwnServer(commands[2]!, other(), freeswitchIsUp),
    ]
    await Promise.all(own.map(one => one.start()))
    campaign = await ManyOperators.begin({
      drachtio: [servers!.drachtio.port],
      freeswitch: [servers!.freeswitch.port, second],
      secret: servers!.drachtio.secret,
    })
  }, minutes(1))
  afterAll(async () => {
    await campaign.end()
    await Promise.all(own.map(one => one.end('SIGTERM')))
  }, minutes(1))

  test(
    'One is drained without a word to anybody, goes away, and is taken back.',
    async () => {
      await campaign.everyoneTalks()
      while ((await campaign.state(name())).state !== 'up') await pass(seconds(1))
      // What rang until now rang for those who came to work.
      await campaign.everyoneTalks()
      const { server }: { server: ServerState } = JSON.parse(await campaign.ask('drain', name()))
      expect(server).toMatchObject({ state: 'drained', calls: 0, legs: 0 })
      expect(campaign.phonesRung).toBe(0)
      await own[2]!.end('SIGTERM')
      await campaign.everyoneTalks()
      expect(campaign.phonesRung).toBe(0)
      await own[2]!.start()
      await campaign.ask('undrain', name())
      await campaign.everyoneTalks()
    },
    minutes(3),
  )

  test(
    'One is killed, at the cost of its own calls: the others go on, and nobody is called twice.',
    async () => {
      await campaign.everyoneTalks()
      await own[2]!.end('SIGKILL')
      const called = campaign.placed.length
      await campaign.everyoneTalks()
      expect(campaign.placed.length).toBeGreaterThan(called)
      expect(await campaign.state(name())).toMatchObject({ state: 'down' })
      await own[2]!.start()
      await campaign.everyoneTalks()
      expect(new Set(campaign.placed).size).toBe(campaign.placed.length)
    },
    minutes(3),
  )
})
