import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { millis, minutes, seconds } from '../../src/base/duration.ts'
import { askEventSocket } from '../../src/telephony/freeswitch/wire/event-socket.ts'
import { person, unreached } from '../../src/telephony/virtual/callee.ts'
import type { CalleeScript } from '../../src/telephony/virtual/script.ts'
import { carillon, going } from '../cli/carillon.ts'
import { Clerk } from '../support/clerk.ts'
import { realSite } from '../support/real-site.ts'
import { follow } from './far/callee.ts'
import { Phones } from './far/phones.ts'
import { SipPeer } from './far/sip-peer.ts'
import { pass } from './harness.ts'
import { type LiveServers, liveServers } from './servers.ts'

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

/** What FreeSWITCH says of its channels; it is about a second late. */
async function channelsLeft({ freeswitch }: LiveServers): Promise<string> {
  const answer = await askEventSocket(freeswitch, 'show channels')
  return answer.kind === 'refused' ? answer.why : answer.body
}

/** An attempt as `results` prints it, as far as is looked at here. */
interface Row {
  readonly phone: string
  readonly outcome: string
  readonly disposition: string | null
  readonly answerToOperatorSec: number | null
}

describe.skipIf(servers === null)('a campaign on real servers', () => {
  const phones = new Phones()
  let carrier: SipPeer
  let callsAtCarrier = 0

  afterEach(() => {
    phones.close()
    carrier.close()
  })

  const open = async (): Promise<string> => {
    carrier = await SipPeer.open(async call => {
      callsAtCarrier++
      await follow(personAt(call.user).script, call)
    })
    await phones.open()
    return realSite({
      drachtio: servers!.drachtio.port,
      freeswitch: servers!.freeswitch.port,
      secret: servers!.drachtio.secret,
      carrier: carrier.port,
      phones: Object.fromEntries(OPERATORS.map(id => [id, phones.phoneOf(id).uri])),
      numbers: Array.from({ length: CALLS }, (_, i) => numberOf(i)),
      lines: 30,
      callsPerSecond: 10,
    })
  }

  test(
    'Each call has its one outcome in the database, and nothing is left of any.',
    async () => {
      const folder = await open()
      const run = going(folder, 'run', 'campaigns/calls', '--exit-when-done', '--db', 'a.db')
      await run.said('No operator is at work')
      const dbFile = join(folder, 'a.db')
      const clerks = await Promise.all(OPERATORS.map(id => Clerk.come(dbFile, id, { talk: TALK })))
      expect(await run.ended).toMatchObject({ code: 0 })
      const asked = ['results', 'campaigns/calls', '--format', 'json', '--db', 'a.db']
      const rows: readonly Row[] = JSON.parse((await carillon(folder, ...asked)).stdout)
      const strange = rows.filter(({ phone, outcome }) => !personAt(phone).ends.includes(outcome))
      expect(strange).toEqual([])
      expect(new Set(rows.map(({ phone }) => phone)).size).toBe(CALLS)
      expect(rows).toHaveLength(CALLS)
      expect(callsAtCarrier).toBe(CALLS)
      const talks = rows.filter(({ outcome }) => outcome === 'connected')
      expect(talks.filter(({ disposition }) => disposition !== 'done')).toEqual([])
      expect(clerks.reduce((sum, { talks }) => sum + talks.length, 0)).toBeGreaterThanOrEqual(
        talks.length,
      )
      await pass(seconds(2))
      expect(phones.inCall.size).toBe(0)
      expect(await channelsLeft(servers!)).toMatch(/^0 total\./m)
    },
    minutes(10),
  )
})
