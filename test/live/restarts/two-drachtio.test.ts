import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ServerState } from '../../../src/app/reading/watching.ts'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { pass } from '../harness.ts'
import { liveServers } from '../servers.ts'
import { ManyOperators } from './many-operators.ts'
import { drachtioIsUp, freeswitchIsUp, OwnServer } from './own-server.ts'

const env = process.env
const servers = liveServers()
/** The control port of a second drachtio, and the command that starts it in the foreground. */
const second = Number(env.CARILLON_LIVE_DRACHTIO_2_PORT ?? 0)
const commands = [
  env.CARILLON_LIVE_START_DRACHTIO,
  env.CARILLON_LIVE_START_DRACHTIO_2,
  env.CARILLON_LIVE_START_FREESWITCH,
]
const isAsked = servers !== null && second > 0 && commands.every(one => one)

describe.skipIf(!isAsked)('a campaign on two drachtio servers', () => {
  let own: readonly OwnServer[]
  let campaign: ManyOperators
  const other = () => ({ ...servers!.drachtio, port: second })
  const name = () => `127.0.0.1:${second}`

  beforeAll(async () => {
    own = [
      new OwnServer(commands[0]!, servers!.drachtio, drachtioIsUp),
      new OwnServer(commands[1]!, other(), drachtioIsUp),
      new OwnServer(commands[2]!, servers!.freeswitch, freeswitchIsUp),
    ]
    await Promise.all(own.map(one => one.start()))
    campaign = await ManyOperators.begin({
      drachtio: [servers!.drachtio.port, second],
      freeswitch: [servers!.freeswitch.port],
      secret: servers!.drachtio.secret,
    })
  }, minutes(1))
  afterAll(async () => {
    await campaign.end()
    await Promise.all(own.map(one => one.end('SIGTERM')))
  }, minutes(1))

  const isUsed = async (): Promise<void> => {
    for (;;) {
      const { state, calls } = await campaign.state(name())
      if (state === 'up' && calls > 0) return
      await pass(seconds(0.2))
    }
  }

  test(
    'One is drained while the others talk, goes away, and is taken back.',
    async () => {
      await campaign.everyoneTalks()
      await isUsed()
      // While the other one's channels are in doubt, on a busy machine, it is refused.
      let words = await campaign.ask('drain', name())
      while (words.startsWith('No other')) {
        await pass(seconds(1))
        words = await campaign.ask('drain', name())
      }
      const { server }: { server: ServerState } = JSON.parse(words)
      expect(server).toMatchObject({ state: 'drained', calls: 0, legs: 0 })
      await own[1]!.end('SIGTERM')
      await campaign.everyoneTalks()
      expect(campaign.phonesRung, 'nobody has lost anything').toBe(0)
      await own[1]!.start()
      await campaign.ask('undrain', name())
      await campaign.everyoneTalks()
      await isUsed()
    },
    minutes(3),
  )

  test(
    'One is killed, at the cost of its own calls: the others go on, and nobody is called twice.',
    async () => {
      await campaign.everyoneTalks()
      await isUsed()
      await own[1]!.end('SIGKILL')
      const called = campaign.placed.length
      await campaign.everyoneTalks()
      expect(campaign.placed.length).toBeGreaterThan(called)
      expect(await campaign.state(name())).toMatchObject({ state: 'down' })
      await own[1]!.start()
      await isUsed()
      await campaign.everyoneTalks()
      expect(new Set(campaign.placed).size).toBe(campaign.placed.length)
    },
    minutes(3),
  )
})
