import { BehaviorSubject, Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { legsOf, phonesOf } from '../../../src/app/calls/phones.ts'
import { settingsOf } from '../../../src/app/calls/settings.ts'
import { NetworkWatch } from '../../../src/app/calls/watch-network.ts'
import { troubleFor } from '../../../src/app/reading/watching.ts'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { CarillonError } from '../../../src/base/errors.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import type { Campaign } from '../../../src/campaign/campaign.ts'
import type { LegKind } from '../../../src/campaign/rules/leg-kind.ts'
import type { Network, SipTrunkEntry } from '../../../src/campaign/site.ts'
import type { ServerState } from '../../../src/telephony/freeswitch/farm/server-state.ts'
import type { Health } from '../../../src/telephony/freeswitch/freeswitch.ts'

const FORM = { prefix: '', international: '+', national: null }
const TRUNK: SipTrunkEntry = {
  id: 'city',
  host: '127.0.0.1:5090',
  transport: 'udp',
  domain: 'carrier.example',
  credentials: { username: 'us', passwordFrom: 'CITY' },
  called: { ...FORM, prefix: '9' },
  shown: { ...FORM, header: null, withheld: false, allowed: null },
  delayedOffer: true,
  probe: null,
  sources: [],
}
const NETWORK: Network = {
  supervisors: [],
  reach: 'machine',
  trial: false,
  drachtio: { host: '127.0.0.1', port: 9022, secretFrom: 'SIP' },
  freeswitch: {
    host: '127.0.0.1',
    port: 8021,
    secretFrom: 'MEDIA',
    profile: null,
    conferenceProfile: 'rooms',
  },
  listen: { address: '127.0.0.2', port: 8085, advertised: '127.0.0.3' },
  trunks: [TRUNK],
  phones: {
    realm: 'office.example',
    algorithm: 'SHA-256',
    devices: 'all',
    keepAlive: seconds(40),
  },
  operators: [
    { operator: 'anna', leg: 'held', kind: 'fixed', uri: 'sip:anna@127.0.0.1:5070' },
    { operator: 'bilal', leg: 'callback', kind: 'registers', username: 'b', passwordFrom: 'BILAL' },
    { operator: 'chloe', leg: null, kind: 'fixed', uri: 'sip:chloe@127.0.0.1:5071' },
  ],
  calls: {
    holdMusic: '/c/hold.wav',
    autoAnswer: ['Answer-Mode'],
    longest: minutes(30),
    mediaTimeout: null,
  },
}
const SECRETS: Readonly<Record<string, string>> = { SIP: 's', MEDIA: 'm', CITY: 'c', BILAL: 'b' }
const environment = (name: string) => SECRETS[name]
const campaign = (id: string, text: string): Campaign =>
  ({
    id,
    message: { text, file: 'sorry.wav', stopKey: null },
    recording: { which: { kind: 'none' }, folder: '/rec/$none' },
  }) as Campaign

const parts = (...campaigns: readonly Campaign[]) => ({
  network: NETWORK,
  site: {
    title: '',
    trunks: [{ id: 'city', lines: 7, callsPerSecond: 1 }],
    operators: [],
    budgets: [],
  },
  campaigns,
  folders: new Map(campaigns.map(({ id }) => [id, `/c/${id}`])),
  environment,
})

describe('What the adapter is told', () => {
  it('is what the site file says, with the secrets of the environment', () => {
    const settings = settingsOf(parts(campaign('one', 'Hello.'), campaign('two', 'Hi.')))
    expect(settings).toMatchObject({
      drachtio: { host: '127.0.0.1', port: 9022, secret: 's' },
      freeswitch: { host: '127.0.0.1', port: 8021, secret: 'm' },
      moreDrachtio: [],
      moreFreeswitch: [],
      profile: 'drachtio_mrf',
      conferenceProfile: 'rooms',
      listen: { address: '127.0.0.2', port: 8085 },
      advertisedAddress: '127.0.0.3',
      holdMusic: '/c/hold.wav',
      autoAnswer: ['Answer-Mode'],
      longestCall: minutes(30),
      mediaTimeout: null,
      trunks: [
        {
          id: 'city',
          lines: 7,
          host: '127.0.0.1:5090',
          credentials: { username: 'us', password: 'c' },
          called: { prefix: '9' },
          shown: { format: FORM, header: null },
          delayedOffer: true,
          probeEvery: null,
        },
      ],
    })
    expect(settings.soundOf('Hello.')).toBe('/c/one/sorry.wav')
    expect(settings.soundOf('Hi.')).toBe('/c/two/sorry.wav')
  })

  it('has soft tones for those on hold where the site names nothing', () => {
    const given = parts(campaign('one', 'Hello.'))
    const network = { ...NETWORK, calls: { ...NETWORK.calls, holdMusic: null } }
    expect(settingsOf({ ...given, network }).holdMusic).toMatch(/^tone_stream:/)
  })

  it('is refused where one message has two sounds', () => {
    const twice = parts(campaign('one', 'Hello.'), campaign('two', 'Hello.'))
    expect(() => settingsOf(twice)).toThrow('Two campaigns say the same message by two sounds')
  })

  const COMMAND = `/c/\${system touch x}`
  it.each([
    ['the folders above a sound', { folders: new Map([['one', COMMAND]]) }],
    ['the folders above a sound', { folders: new Map([['one', '/c/a\nb']]) }],
    ['the folders above a sound', { folders: new Map([['one', "/c/it's"]]) }],
    [
      'the hold music',
      { network: { ...NETWORK, calls: { ...NETWORK.calls, holdMusic: `${COMMAND}.wav` } } },
    ],
    [
      'the folder of recordings',
      {
        campaigns: [
          {
            ...campaign('one', 'Hello.'),
            recording: { which: { kind: 'all' }, folder: COMMAND },
          } as unknown as Campaign,
        ],
      },
    ],
  ])('is refused where %s would be a command to FreeSWITCH', (_, change) => {
    const given = { ...parts(campaign('one', 'Hello.')), ...change }
    expect(() => settingsOf(given)).toThrow(/for more than a path\. Give its file and folders/)
  })
})

describe('The phones of a site', () => {
  it('are at their fixed places, or nowhere until they register', () => {
    const { book, registrar } = phonesOf(NETWORK, environment, new VirtualTimeline(0))
    expect(book.phoneOf('anna')).toEqual({ uri: 'sip:anna@127.0.0.1:5070' })
    expect(book.phoneOf('bilal')).toBeNull()
    expect(registrar?.keepAlive.every).toBe(seconds(40))
  })

  it('are part of their work as their own entry says, or else their campaigns', () => {
    const entry = (id: string) => ({ id, name: id, campaigns: ['near', 'far'] })
    const { site } = parts()
    const everybody = { ...site, operators: ['anna', 'bilal', 'chloe'].map(entry) }
    const kinds = (near: LegKind | undefined, far?: LegKind) => {
      const legs = { near, far, other: 'held' } as const
      const ids = far === undefined ? (['near', 'other'] as const) : (['near', 'far'] as const)
      const run = ids.map(id => ({ id, leg: legs[id] })) as unknown as Campaign[]
      return ['anna', 'bilal', 'chloe'].map(legsOf(NETWORK, everybody, run))
    }
    expect(kinds('held')).toEqual(['held', 'callback', 'held'])
    expect(kinds(undefined)).toEqual(['held', 'callback', 'held'])
    expect(kinds('callback')).toEqual(['held', 'callback', 'callback'])
    expect(kinds('callback', 'held')).toEqual(['held', 'callback', 'held'])
    expect(kinds('callback', 'callback')).toEqual(['held', 'callback', 'callback'])
  })

  it('have no registrar where none registers', () => {
    const fixed = { ...NETWORK, operators: NETWORK.operators.slice(0, 1) }
    expect(phonesOf(fixed, environment, new VirtualTimeline(0)).registrar).toBeNull()
  })
})

describe('The telephone network', () => {
  const wrong = (text: string) => new CarillonError('TELEPHONY_REFUSED', text)

  it('is told to the desks when it comes and goes', () => {
    const health$ = new BehaviorSubject<Health>({ up: false, why: null, missing: [] })
    const servers: ServerState[] = []
    const told: (string | null)[] = []
    const setTrouble = (trouble: string | null) => void told.push(trouble)
    const trunkHealth$ = new Subject<{
      trunk: string
      up: boolean
      lines: number
      why: CarillonError | null
    }>()
    const watch = new NetworkWatch()
    const state = () => watch.state
    watch.follow({ health$, trunkHealth$, servers: () => servers }, { setTrouble })
    expect(state()).toMatchObject({ trouble: 'The servers are being connected to.', trunks: {} })
    health$.next({ up: false, why: wrong('It is away.'), missing: [] })
    health$.next({ up: true, why: null, missing: [] })
    expect(told.slice(1)).toEqual(['It is away.', null])
    trunkHealth$.next({ trunk: 'city', up: false, lines: 0, why: wrong('No.') })
    expect(state()).toEqual({ trouble: null, trunks: { city: 'No.' }, servers })
    trunkHealth$.next({ trunk: 'city', up: true, lines: 7, why: null })
    expect(state()).toEqual({ trouble: null, trunks: {}, servers })
  })

  it('keeps a campaign from being dialed when all its trunks are down', () => {
    const seen = (lines: readonly number[], trunks: Record<string, string>) =>
      ({
        network: { trouble: null, trunks },
        trunks: [
          { id: 'a', lines: lines[0] },
          { id: 'b', lines: lines[1] },
          { id: 'c', lines: 5 },
        ],
      }) as unknown as Parameters<typeof troubleFor>[0]
    const both = { trunks: ['a', 'b'] } as unknown as Campaign
    expect(troubleFor(seen([0, 0], { a: 'A is down.', b: 'B is down.' }), both)).toBe(
      'A is down. B is down.',
    )
    expect(troubleFor(seen([0, 3], { a: 'A is down.' }), both)).toBeNull()
    expect(troubleFor(seen([2, 3], { a: 'A.', b: 'B.' }), both)).toBeNull()
  })
})
