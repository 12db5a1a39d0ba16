import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { millis, minutes, seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { askEventSocket } from '../../src/telephony/freeswitch/wire/event-socket.ts'
import { person, unreached } from '../../src/telephony/virtual/callee.ts'
import type { CalleeScript } from '../../src/telephony/virtual/script.ts'
import { carillon, going } from '../cli/carillon.ts'
import { Clerk, isDown } from '../support/clerk.ts'
import { realSite } from '../support/real-site.ts'
import { follow } from './far/callee.ts'
import { Phones } from './far/phones.ts'
import { SipPeer } from './far/sip-peer.ts'
import { pass } from './harness.ts'
import { type LiveServers, liveServers } from './servers.ts'
import { Tap } from './tap.ts'

const servers = liveServers()
/** How many calls; more in a long run. */
const CALLS = Number(process.env.CARILLON_LIVE_CALLS ?? 200)
const OPERATORS = Array.from({ length: 8 }, (_, i) => `operator${i}`)
const TALK = millis(300)

const late: CalleeScript = {
  ...unreached('unanswered', seconds(60)),
  answersCancel: { by: 'person', after: 0 },
}

/** Who is behind a number, by its last digit, and what may come of calling them. */
const PEOPLE: readonly { readonly script: CalleeScript; readonly ends: readonly string[] }[] = [
  { script: person(millis(300)), ends: ['connected'] },
  { script: unreached('busy', millis(100)), ends: ['busy'] },
  { script: unreached('invalid', millis(100)), ends: ['invalid'] },
  { script: unreached('refused', millis(300)), ends: ['refused'] },
  { script: unreached('unanswered', seconds(60)), ends: ['noAnswer'] },
  // Whoever answers as we take the call back has answered, and found nobody.
  { script: late, ends: ['abandoned'] },
  // Gone in the moment of being joined: whether they heard each other is a matter of milliseconds.
  { script: person(millis(300), { leavesAfter: 0 }), ends: ['connected', 'abandoned'] },
  { script: person(millis(300), { leavesAfter: 80 }), ends: ['connected', 'abandoned'] },
  { script: person(millis(300), { leavesAfter: 500 }), ends: ['connected'] },
  { script: person(0), ends: ['connected'] },
]

const numberOf = (i: number): string => `+442079460${String(i).padStart(3, '0')}`
const personAt = (user: string) => PEOPLE[Number(user.at(-1))]!

/** How many channels FreeSWITCH has; it is about a second late. */
async function channelsOf({ freeswitch }: LiveServers): Promise<number> {
  const answer = await askEventSocket(freeswitch, 'show channels count')
  return answer.kind === 'refused' ? Number.NaN : Number.parseInt(answer.body.trim(), 10)
}

/** An attempt as `results` prints it, as far as is looked at here. */
interface Row {
  readonly phone: string
  readonly outcome: string
  readonly disposition: string | null
  readonly answerToOperatorSec: number | null
}

describe.skipIf(servers === null)('a campaign on real servers', () => {
  let phones: Phones
  let carrier: SipPeer
  let taps: { readonly drachtio: Tap; readonly freeswitch: Tap }
  let placed: string[]
  let folder: string
  let channelsBefore: number

  beforeEach(async () => {
    placed = []
    channelsBefore = await channelsOf(servers!)
    phones = new Phones()
    await phones.open()
    taps = { drachtio: new Tap(servers!.drachtio), freeswitch: new Tap(servers!.freeswitch) }
    await taps.drachtio.mend()
    await taps.freeswitch.mend()
  })

  afterEach(() => {
    phones.close()
    carrier.close()
    taps.drachtio.cut()
    taps.freeswitch.cut()
  })

  const open = async (
    count: number,
    scriptOf = (user: string): CalleeScript => personAt(user).script,
  ): Promise<void> => {
    carrier = await SipPeer.open(call => {
      placed.push(call.user)
      void follow(scriptOf(call.user), call)
    })
    folder = realSite({
      drachtio: taps.drachtio.address.port,
      freeswitch: taps.freeswitch.address.port,
      secret: servers!.drachtio.secret,
      carrier: carrier.port,
      phones: Object.fromEntries(OPERATORS.map(id => [id, phones.phoneOf(id).uri])),
      numbers: Array.from({ length: count }, (_, i) => numberOf(i)),
      lines: 30,
      callsPerSecond: 10,
    })
  }
  const start = async () => {
    const run = going(folder, 'run', 'campaigns/calls', '--exit-when-done', '--db', 'a.db')
    await run.said('No operator is at work')
    return run
  }
  const sit = (habits = { talk: TALK }) =>
    Promise.all(OPERATORS.map(id => Clerk.come(join(folder, 'a.db'), id, habits)))
  const results = async (): Promise<readonly Row[]> => {
    const asked = ['results', 'campaigns/calls', '--format', 'json', '--db', 'a.db']
    return JSON.parse((await carillon(folder, ...asked)).stdout)
  }
  const nothingIsLeft = async (): Promise<void> => {
    await pass(seconds(2))
    expect(phones.inCall.size).toBe(0)
    // Those of a run that was killed before are not of this one.
    expect(await channelsOf(servers!)).toBeLessThanOrEqual(channelsBefore)
  }

  test(
    'Each call has its one outcome in the database, and nothing is left of any.',
    async () => {
      await open(CALLS)
      const run = await start()
      const clerks = await sit()
      expect(await run.ended).toMatchObject({ code: 0 })
      const rows = await results()
      const strange = rows.filter(({ phone, outcome }) => !personAt(phone).ends.includes(outcome))
      expect(strange).toEqual([])
      expect(rows).toHaveLength(CALLS)
      expect([...placed].sort()).toEqual(rows.map(({ phone }) => phone).sort())
      expect(new Set(placed).size).toBe(CALLS)
      const talks = rows.filter(({ outcome }) => outcome === 'connected')
      expect(talks.filter(({ disposition }) => disposition !== 'done')).toEqual([])
      const shown = clerks.reduce((sum, { talks }) => sum + talks.length, 0)
      expect(shown).toBeGreaterThanOrEqual(talks.length)
      await nothingIsLeft()
    },
    minutes(10),
  )

  test(
    'Servers that are lost in the midst of it cost their calls, and it goes on by itself.',
    async () => {
      await open(60, () => person(millis(300)))
      const run = await start()
      const [anna] = await sit({ talk: seconds(1) })
      for (const which of ['drachtio', 'freeswitch'] as const) {
        await pass(seconds(4))
        taps[which].cut()
        await anna!.sees(isDown)
        await pass(millis(500))
        const before = placed.length
        await taps[which].mend()
        const began = hostTimeline.monotonic()
        while (placed.length === before) await pass(millis(20))
        expect(hostTimeline.monotonic() - began).toBeLessThan(seconds(10))
        anna!.told.length = 0
      }
      // Whoever could not be called at all is tried again in five minutes: that is not waited for.
      for (let known = -1; known < placed.length; await pass(seconds(5))) known = placed.length
      run.child.kill('SIGTERM')
      expect(await run.ended).toMatchObject({ code: 0 })
      const rows = await results()
      expect(rows.map(({ phone }) => phone)).toEqual(expect.arrayContaining(placed))
      // Nobody is called a second time, whatever was tried as the servers went.
      expect([new Set(placed).size, new Set(rows.map(({ phone }) => phone)).size]).toEqual([
        placed.length,
        60,
      ])
      const unseen = rows.length - placed.length
      const vain = rows.filter(({ outcome }) => outcome === 'lost' || outcome === 'failed')
      expect(vain.length).toBeGreaterThanOrEqual(unseen)
      const others = rows.filter(
        ({ outcome }) => !['connected', 'lost', 'failed'].includes(outcome),
      )
      expect(others).toEqual([])
      await nothingIsLeft()
    },
    minutes(2),
  )

  test(
    'A run that is killed goes on where it was, and calls nobody a second time.',
    async () => {
      await open(40, () => person(millis(300)))
      const first = await start()
      await sit({ talk: seconds(1) })
      while (placed.length < 16) await pass(millis(20))
      first.child.kill('SIGKILL')
      await first.ended
      const next = await start()
      await sit()
      expect(await next.ended).toMatchObject({ code: 0 })
      const rows = await results()
      expect(new Set(placed).size).toBe(40)
      expect(placed).toHaveLength(40)
      expect(rows).toHaveLength(40)
    },
    minutes(2),
  )
})
