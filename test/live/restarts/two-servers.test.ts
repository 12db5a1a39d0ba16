import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ServerState } from '../../../src/app/reading/watching.ts'
import { type Duration, millis, minutes, seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { carillon, type Going, going } from '../../cli/carillon.ts'
import { Clerk, isTalking } from '../../support/clerk.ts'
import { realSite } from '../../support/real-site.ts'
import { follow } from '../far/callee.ts'
import { Phones } from '../far/phones.ts'
import { SipPeer } from '../far/sip-peer.ts'
import { pass } from '../harness.ts'
import { liveServers } from '../servers.ts'
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

const OPERATORS = Array.from({ length: 6 }, (_, i) => `operator${i}`)
const WORKS_WITHIN: Duration = seconds(40)

describe.skipIf(!isAsked)('a campaign on two FreeSWITCH servers', () => {
  let own: readonly OwnServer[]
  let folder: string
  let run: Going
  let clerks: readonly Clerk[]
  let phones: Phones
  let carrier: SipPeer
  const placed: string[] = []
  const other = () => ({ ...servers!.freeswitch, port: second })
  const name = () => `127.0.0.1:${second}`

  beforeAll(async () => {
    own = [
      new OwnServer(commands[0]!, servers!.drachtio, drachtioIsUp),
      new OwnServer(commands[1]!, servers!.freeswitch, freeswitchIsUp),
      new OwnServer(commands[2]!, other(), freeswitchIsUp),
    ]
    await Promise.all(own.map(one => one.start()))
    phones = new Phones()
    await phones.open()
    carrier = await SipPeer.open(call => {
      placed.push(call.user)
      void follow(person(millis(300), { patience: minutes(30) }), call)
    })
    folder = realSite({
      drachtio: servers!.drachtio.port,
      freeswitch: [servers!.freeswitch.port, second],
      secret: servers!.drachtio.secret,
      carrier: carrier.port,
      phones: Object.fromEntries(OPERATORS.map(id => [id, phones.phoneOf(id).uri])),
      numbers: Array.from({ length: 900 }, (_, i) => `+442079460${String(i).padStart(3, '0')}`),
      lines: 30,
      callsPerSecond: 10,
    })
    run = going(folder, 'run', 'campaigns/calls', '--db', 'a.db')
    const habits = { talk: seconds(1) }
    clerks = await Promise.all(OPERATORS.map(id => Clerk.come(join(folder, 'a.db'), id, habits)))
  }, minutes(1))
  afterAll(async () => {
    run.child.kill('SIGTERM')
    await run.ended
    await pass(seconds(1))
    phones.close()
    carrier.close()
    await Promise.all(own.map(one => one.end('SIGTERM')))
  }, minutes(1))

  const everyoneTalks = async (): Promise<void> => {
    for (const clerk of clerks) clerk.told.length = 0
    const end = hostTimeline.monotonic() + WORKS_WITHIN
    while (!clerks.every(clerk => clerk.told.some(isTalking))) {
      if (hostTimeline.monotonic() > end) expect.fail('not everybody talks')
      await pass(millis(20))
    }
  }
  const ask = async (...words: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await carillon(folder, 'servers', ...words, '--db', 'a.db', '--json')
    return stdout || stderr
  }
  const state = async (): Promise<ServerState> => {
    const { servers: all }: { servers: ServerState[] } = JSON.parse(await ask())
    return all.find(one => one.name === name())!
  }
  const phonesRung = (): number =>
    clerks.flatMap(({ told }) => told).filter(one => JSON.stringify(one).includes('"rings"')).length

  test(
    'One is drained without a word to anybody, goes away, and is taken back.',
    async () => {
      await everyoneTalks()
      while ((await state()).state !== 'up') await pass(seconds(1))
      // What rang until now rang for those who came to work.
      await everyoneTalks()
      const { server }: { server: ServerState } = JSON.parse(await ask('drain', name()))
      expect(server).toMatchObject({ state: 'drained', calls: 0, legs: 0 })
      expect(phonesRung()).toBe(0)
      await own[2]!.end('SIGTERM')
      await everyoneTalks()
      expect(phonesRung()).toBe(0)
      await own[2]!.start()
      await ask('undrain', name())
      await everyoneTalks()
    },
    minutes(3),
  )

  test(
    'One is killed, at the cost of its own calls: the others go on, and nobody is called twice.',
    async () => {
      await everyoneTalks()
      await own[2]!.end('SIGKILL')
      const called = placed.length
      await everyoneTalks()
      expect(placed.length).toBeGreaterThan(called)
      expect(await state()).toMatchObject({ state: 'down' })
      await own[2]!.start()
      await everyoneTalks()
      expect(new Set(placed).size).toBe(placed.length)
    },
    minutes(3),
  )
})
