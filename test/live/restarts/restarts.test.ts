import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Duration, millis, minutes, seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { carillon, type Going, going } from '../../cli/carillon.ts'
import { Clerk, isTalking } from '../../support/clerk.ts'
import { realSite } from '../../support/real-site.ts'
import { follow } from '../far/callee.ts'
import { Phones } from '../far/phones.ts'
import { type IncomingCall, SipPeer } from '../far/sip-peer.ts'
import { pass } from '../harness.ts'
import { liveServers, tellSkipped } from '../servers.ts'
import { drachtioIsUp, freeswitchIsUp, OwnServer } from './own-server.ts'

const { CARILLON_LIVE_START_DRACHTIO, CARILLON_LIVE_START_FREESWITCH } = process.env
const servers = liveServers()
/** Shell commands that start each server where the addresses say, in the foreground. */
const commands =
  servers !== null && CARILLON_LIVE_START_DRACHTIO && CARILLON_LIVE_START_FREESWITCH
    ? { drachtio: CARILLON_LIVE_START_DRACHTIO, freeswitch: CARILLON_LIVE_START_FREESWITCH }
    : null
if (commands === null)
  tellSkipped(
    'processes that are killed.',
    'CARILLON_LIVE_START_DRACHTIO and CARILLON_LIVE_START_FREESWITCH are needed.',
  )
/** How often each process is killed; 20 in a long run. */
const RESTARTS = Number(process.env.CARILLON_LIVE_RESTARTS ?? 1)

const OPERATORS = Array.from({ length: 6 }, (_, i) => `operator${i}`)
const CALLEES = 1000
/** From the server's return to the next call, at most. */
const RESUMES_WITHIN: Duration = seconds(10)
/** From then until each operator has talked. */
const WORKS_WITHIN: Duration = seconds(40)

const numberOf = (i: number): string => `+442079460${String(i).padStart(3, '0')}`

describe.skipIf(commands === null)('a campaign whose processes are killed', () => {
  let drachtio: OwnServer
  let freeswitch: OwnServer
  let carrier: SipPeer
  let phones: Phones
  let folder: string
  /** Whom the carrier was asked to call, in order, and who is in a call now. */
  let placed: string[]
  let live: Set<IncomingCall>
  let strays: Set<IncomingCall>
  let run: Going
  let clerks: readonly Clerk[]

  beforeAll(async () => {
    drachtio = new OwnServer(commands!.drachtio, servers!.drachtio, drachtioIsUp)
    freeswitch = new OwnServer(commands!.freeswitch, servers!.freeswitch, freeswitchIsUp)
    await Promise.all([drachtio.start(), freeswitch.start()])
  })
  afterAll(() => Promise.all([drachtio.end('SIGTERM'), freeswitch.end('SIGTERM')]))

  const open = async (): Promise<void> => {
    placed = []
    live = new Set()
    strays = new Set()
    phones = new Phones()
    await phones.open()
    carrier = await SipPeer.open(call => void answer(call))
    folder = realSite({
      drachtio: servers!.drachtio.port,
      freeswitch: servers!.freeswitch.port,
      secret: servers!.drachtio.secret,
      carrier: carrier.port,
      phones: Object.fromEntries(OPERATORS.map(id => [id, phones.phoneOf(id).uri])),
      numbers: Array.from({ length: CALLEES }, (_, i) => numberOf(i)),
      lines: 30,
      callsPerSecond: 10,
    })
  }
  /** They answer, and stay until somebody hangs up. */
  const answer = async (call: IncomingCall): Promise<void> => {
    placed.push(call.user)
    live.add(call)
    await follow(person(millis(300), { patience: minutes(30) }), call)
    const { onBye, onCancel } = call
    call.onBye = () => {
      live.delete(call)
      onBye()
    }
    call.onCancel = () => {
      live.delete(call)
      onCancel()
    }
  }
  const start = async (): Promise<void> => {
    const one = going(folder, 'run', 'campaigns/calls', '--db', 'a.db')
    run = one
    // One that ends and was not told to says why, as it goes: what follows only finds it gone.
    void one.ended.then(({ code, stderr }) => {
      if (!one.child.killed) process.stderr.write(`carillon ended by itself (${code}): ${stderr}\n`)
    })
    clerks = await Promise.all(
      OPERATORS.map(id => Clerk.come(join(folder, 'a.db'), id, { talk: seconds(1) })),
    )
  }
  afterEach(() => {
    run.child.kill('SIGKILL')
    phones.close()
    carrier.close()
  })

  const untilTrue = async (isSo: () => boolean, limit: Duration, what: string) => {
    const end = hostTimeline.monotonic() + limit
    while (!isSo()) {
      if (hostTimeline.monotonic() > end) throw new Error(`not within ${limit} ms: ${what}`)
      await pass(millis(10))
    }
  }
  const everyoneTalks = async (): Promise<void> => {
    for (const clerk of clerks) clerk.told.length = 0
    const idle = () => OPERATORS.filter((_, i) => !clerks[i]!.told.some(isTalking))
    try {
      await untilTrue(() => idle().length === 0, WORKS_WITHIN, 'every operator talks')
    } catch {
      const told = idle().flatMap(id => clerks[OPERATORS.indexOf(id)]!.told.slice(-3))
      const words = told.map(one => JSON.stringify(one).slice(0, 150))
      expect.fail(`stuck: ${idle().join(', ')}: ${words.join('\n')}`)
    }
  }

  /** @returns ms from the return of what was gone to the next call, and who was not hung up. */
  const once = async (goes: () => Promise<void>, comes: () => Promise<void>) => {
    await everyoneTalks()
    // Whom an earlier death has left behind is not counted again.
    const before = new Set([...live].filter(call => !strays.has(call)))
    await goes()
    const called = placed.length
    await comes()
    const began = hostTimeline.monotonic()
    await untilTrue(() => placed.length > called, seconds(60), 'somebody is called')
    const resumed = hostTimeline.monotonic() - began
    const left = [...before].filter(call => live.has(call))
    for (const call of left) strays.add(call)
    return { resumed, left: left.length }
  }

  const report = (what: string, all: readonly { resumed: number; left: number }[]) => {
    const times = all.map(({ resumed }) => resumed).sort((a, b) => a - b)
    const at = (share: number) => Math.round(times[Math.ceil(share * times.length) - 1]!)
    const left = all.reduce((sum, one) => sum + one.left, 0)
    const words = `${what}: ${all.length} restarts, calls again after p50 ${at(0.5)} ms, at most ${at(1)} ms`
    const each = times.map(Math.round).join(' ')
    process.stderr.write(
      `${words}; ${placed.length} calls, ${left} not hung up by then\n(${each})\n`,
    )
  }
  const rest = async (): Promise<void> => {
    await everyoneTalks()
    expect(new Set(placed).size, 'nobody is called twice').toBe(placed.length)
    run.child.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
    const asked = ['results', 'campaigns/calls', '--format', 'json', '--db', 'a.db']
    const rows: readonly { phone: string }[] = JSON.parse((await carillon(folder, ...asked)).stdout)
    expect(rows.map(({ phone }) => phone)).toEqual(expect.arrayContaining(placed))
    expect(rows.length - placed.length, 'attempts that no carrier saw').toBeGreaterThanOrEqual(0)
  }

  const signal = (i: number) => (i % 2 === 0 ? 'SIGKILL' : 'SIGTERM')

  test(
    'Carillon itself: the next one ends what it left, and goes on.',
    async () => {
      await open()
      await start()
      const all = []
      for (let i = 0; i < RESTARTS; i++)
        all.push(
          await once(async () => {
            run.child.kill('SIGKILL')
            await run.ended
          }, start),
        )
      report('carillon', all)
      await rest()
      expect(all.filter(({ resumed }) => resumed > RESUMES_WITHIN)).toEqual([])
      expect(
        all.reduce((sum, { left }) => sum + left, 0),
        'calls left behind',
      ).toBe(0)
      expect([live.size, phones.inCall.size]).toEqual([0, 0])
    },
    minutes(30),
  )

  test.each(['drachtio', 'freeswitch'] as const)(
    '%s, by SIGKILL and SIGTERM: it goes on.',
    async which => {
      await open()
      await start()
      const server = { drachtio, freeswitch }[which]
      const all = []
      for (let i = 0; i < RESTARTS; i++)
        all.push(
          await once(
            () => server.end(signal(i)),
            () => server.start(),
          ),
        )
      report(which, all)
      await rest()
      expect(all.filter(({ resumed }) => resumed > RESUMES_WITHIN)).toEqual([])
      expect([live.size, phones.inCall.size]).toEqual([0, 0])
    },
    minutes(30),
  )
})
