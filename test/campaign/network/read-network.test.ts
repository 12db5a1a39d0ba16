import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCampaign } from '../../../src/app/load-campaign.ts'
import { loadCampaigns } from '../../../src/app/load-campaigns.ts'
import { type Duration, hours, minutes, seconds } from '../../../src/base/duration.ts'
import { TALK_LIMIT } from '../../../src/dialing/limits.ts'
import { type Files, folderWith, load, problemsOf, SITE, SMALL } from '../folders.ts'

const SERVERS = `title: Site
servers:
  drachtio: { host: 127.0.0.1, secretFrom: SIP_SECRET }
  freeswitch: { host: localhost, port: 8022, secretFrom: FS_SECRET, profile: mrf }
trunks:
  - id: city
    lines: 10
    callsPerSecond: 2
    host: 127.0.0.1:5090
    credentials: { username: us, passwordFrom: CITY_PASSWORD }
phones: { realm: office.example }
budgets:
  - { id: all, limit: 3%, window: day, zone: Europe/London }
operators:
  - { id: anna, name: Anna, campaigns: [small], phone: { uri: "sip:anna@127.0.0.1:5070" } }
  - id: bilal
    name: Bilal
    campaigns: [small]
    phone: { username: bilal, passwordFrom: BILAL_PASSWORD, leg: callback }
`
const MESSAGE = 'message: { text: We called about your order., file: sorry.wav }'
const files = (site: string): Files => ({
  'site.yaml': site,
  'small/campaign.yaml': SMALL.replace(/^message:.*$/m, MESSAGE),
  'small/sorry.wav': '',
})
const wrong = (from: string | RegExp, to: string): string[] =>
  problemsOf(files(SERVERS.replace(from, to))).map(text => text.replace(/^\S+ /, ''))

const SET: Readonly<Record<string, string>> = {
  SIP_SECRET: 'one',
  FS_SECRET: 'two',
  CITY_PASSWORD: 'three',
  BILAL_PASSWORD: 'four-words-of-chance',
}

/** What is wrong where the environment holds these besides. */
function withSecrets(change: Readonly<Record<string, string | undefined>>, site = SERVERS) {
  const environment = (name: string) => ({ ...SET, ...change })[name]
  const loaded = loadCampaign(join(folderWith(files(site)), 'small'), { environment })
  return loaded.ok ? [] : loaded.problems.map(({ line, problem }) => `${line}: ${problem}`)
}

describe('A site file with servers', () => {
  it('says what real calls go over, and nothing of it gets into the site', () => {
    const loaded = load(files(SERVERS))
    expect(loaded.ok && loaded.network).toEqual({
      reach: 'machine',
      trial: false,
      drachtio: { host: '127.0.0.1', port: 9022, secretFrom: 'SIP_SECRET' },
      freeswitch: {
        host: 'localhost',
        port: 8022,
        secretFrom: 'FS_SECRET',
        profile: 'mrf',
        conferenceProfile: null,
      },
      listen: null,
      trunks: [
        {
          id: 'city',
          host: '127.0.0.1:5090',
          transport: 'udp',
          domain: '127.0.0.1',
          credentials: { username: 'us', passwordFrom: 'CITY_PASSWORD' },
          called: { prefix: '', international: '+', national: null },
          shown: {
            prefix: '',
            international: '+',
            national: null,
            header: 'P-Asserted-Identity',
            withheld: false,
            allowed: null,
          },
          delayedOffer: false,
          probe: seconds(30),
          sources: [],
        },
      ],
      phones: {
        realm: 'office.example',
        algorithm: 'SHA-256',
        devices: 'last',
        keepAlive: seconds(25),
      },
      calls: {
        holdMusic: null,
        autoAnswer: ['Call-Info', 'Alert-Info'],
        longest: hours(2),
        mediaTimeout: seconds(60),
      },
      operators: [
        { operator: 'anna', leg: null, kind: 'fixed', uri: 'sip:anna@127.0.0.1:5070' },
        {
          operator: 'bilal',
          leg: 'callback',
          kind: 'registers',
          username: 'bilal',
          passwordFrom: 'BILAL_PASSWORD',
        },
      ],
      supervisors: [],
    })
    expect(loaded.ok && loaded.site).toEqual({
      title: 'Site',
      trunks: [{ id: 'city', lines: 10, callsPerSecond: 2 }],
      budgets: [{ id: 'all', limit: 0.03, window: { kind: 'day', zone: 'Europe/London' } }],
      operators: [
        { id: 'anna', name: 'Anna', campaigns: ['small'] },
        { id: 'bilal', name: 'Bilal', campaigns: ['small'] },
      ],
    })
  })

  it('names supervisors, whose phones are theirs alone', () => {
    const phone = '{ uri: "sip:olga@127.0.0.1:5071" }'
    const olga = `supervisors:\n  - { id: olga, name: Olga, phone: ${phone} }\n`
    const loaded = load(files(`${SERVERS}${olga}supervision: { tellOperators: false }\n`))
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
    expect(loaded.site.supervision).toEqual({
      supervisors: [{ id: 'olga', name: 'Olga' }],
      tellOperators: false,
    })
    const uri = 'sip:olga@127.0.0.1:5071'
    const one = { operator: 'supervisor:olga', leg: null, kind: 'fixed', uri }
    expect(loaded.network!.supervisors).toEqual([one])
    expect(problemsOf(files(`${SERVERS}${olga.replace(/, phone.*/, ' }')}`))).toContainEqual(
      expect.stringContaining('supervisors[0].phone: is missing.'),
    )
  })

  it('says what goes for all calls, and how often phones are asked', () => {
    const calls =
      'holdMusic: sounds/hold.wav, autoAnswer: none, longest: 30min, mediaTimeout: never'
    const site = SERVERS.replace('realm: office.example', 'realm: o, keepAlive: 40s')
    const folder = folderWith({
      ...files(`${site}calls: { ${calls} }
`),
      'sounds/hold.wav': '',
    })
    const { network } = loadCampaigns([join(folder, 'small')])
    expect(network).toMatchObject({
      phones: { keepAlive: seconds(40) },
      calls: {
        holdMusic: join(folder, 'sounds/hold.wav'),
        autoAnswer: [],
        longest: minutes(30),
        mediaTimeout: null,
      },
    })
  })

  it('may have a stream of FreeSWITCH for those on hold', () => {
    const stream = 'local_stream://moh/8000'
    const folder = folderWith(
      files(`${SERVERS}calls: { holdMusic: "${stream}" }
`),
    )
    expect(loadCampaigns([join(folder, 'small')]).network?.calls.holdMusic).toBe(stream)
  })

  it('may let a call be as long as the engine does, and no longer', () => {
    const ofLength = (some: Duration) =>
      files(`${SERVERS}calls: { longest: ${some / minutes(1)}min }\n`)
    const loaded = load(ofLength(TALK_LIMIT))
    expect(loaded.ok && loaded.network?.calls.longest).toBe(TALK_LIMIT)
    const refused = 'calls.longest: is "241min". It must be a time from 1min to 4h, with its unit'
    expect(problemsOf(ofLength(TALK_LIMIT + minutes(1)))).toEqual([
      expect.stringContaining(refused),
    ])
  })

  it('without which there is no network, whatever else is told of it', () => {
    const loaded = load(files(SERVERS.replace(/^servers:\n(?: .*\n)*/m, '')))
    expect(loaded.ok && loaded.network).toBeNull()
    expect(load({ 'site.yaml': SITE })).toMatchObject({ ok: true, network: null })
  })

  it('may name several FreeSWITCH servers, which share the calls', () => {
    const one = / {2}freeswitch: (.*)\n/
    const list = (more: string) => SERVERS.replace(one, `  freeswitch:\n    - $1\n    - ${more}\n`)
    const second = '{ host: 127.0.0.2, secretFrom: FS_SECRET }'
    const loaded = load(files(list(second)))
    expect(loaded.ok && loaded.network).toMatchObject({
      freeswitch: { host: 'localhost', port: 8022, profile: 'mrf' },
      moreFreeswitch: [{ host: '127.0.0.2', port: 8021, secretFrom: 'FS_SECRET' }],
    })
    const wrong = load(files(list('{ host: 192.0.2.1, secretFrom: NOWHERE, profile: other }')))
    expect(wrong.ok ? [] : wrong.problems.map(({ problem }) => problem).sort()).toEqual([
      expect.stringContaining('is "192.0.2.1", beyond this machine.'),
      expect.stringContaining('is not that of the first.'),
    ])
    const none = load(files(SERVERS.replace(one, '  freeswitch: []\n')))
    expect(none).toMatchObject({
      ok: false,
      problems: [{ problem: expect.stringContaining('is empty') }],
    })
  })

  it('may name several drachtio servers, each once and each with its secret', () => {
    const one = / {2}drachtio: (.*)\n/
    const list = (more: string) => SERVERS.replace(one, `  drachtio:\n    - $1\n    - ${more}\n`)
    const loaded = load(files(list('{ host: 127.0.0.1, port: 9023, secretFrom: SIP_SECRET }')))
    expect(loaded.ok && loaded.network).toMatchObject({
      drachtio: { host: '127.0.0.1', port: 9022, secretFrom: 'SIP_SECRET' },
      moreDrachtio: [{ host: '127.0.0.1', port: 9023, secretFrom: 'SIP_SECRET' }],
    })
    const problemsOf = (text: string): readonly string[] => {
      const read = load(files(text))
      return read.ok ? [] : read.problems.map(({ problem }) => problem)
    }
    expect(problemsOf(list('{ host: 192.0.2.1, secretFrom: SIP_SECRET }'))).toEqual([
      expect.stringContaining('is "192.0.2.1", beyond this machine.'),
    ])
    expect(problemsOf(list('{ host: 127.0.0.1, secretFrom: SIP_SECRET }'))).toEqual([
      expect.stringContaining('is 127.0.0.1:9022 a second time. Name it once.'),
    ])
    expect(problemsOf(SERVERS.replace(one, '  drachtio: []\n'))).toEqual([
      expect.stringContaining('is empty. Name one server at least.'),
    ])
  })

  it('says how numbers are written for a carrier, and which may be shown', () => {
    const keys = [
      'called: { prefix: "9#", international: none, national: { country: 44, prefix: 0 } }',
      'shown: { international: "00", header: none, withheld: true, allowed: +442079460100 }',
      'probe: never',
      'delayedOffer: true',
      'sources: [192.0.2.1, 192.0.2.2]',
    ]
    const more = keys.map(key => `    ${key}\n`).join('')
    const loaded = load(files(SERVERS.replace('phones:', `${more}phones:`)))
    expect(loaded.ok && loaded.network?.trunks[0]).toMatchObject({
      called: { prefix: '9#', international: '', national: { country: '44', prefix: '0' } },
      shown: { international: '00', header: null, withheld: true, allowed: ['+442079460100'] },
      probe: null,
      delayedOffer: true,
      sources: ['192.0.2.1', '192.0.2.2'],
    })
  })

  const cases: [string, string | RegExp, string, string][] = [
    [
      'a number that its trunk may not show',
      'phones:',
      '    shown: { allowed: [+442079460123] }\nphones:',
      'callerId: is "+442079460100", which trunk city may not show. Did you mean +442079460123?',
    ],
    [
      'what must not get into SIP',
      'phones:',
      '    called: { prefix: "9;x" }\nphones:',
      'trunks[0].called.prefix: is "9;x", but must be digits, * and #, at most 16.',
    ],
    [
      'a sound for hold that is not there',
      'phones:',
      'calls: { holdMusic: hold.wav }\nphones:',
      'calls.holdMusic: is "hold.wav", but there is no such file beside the site file. Put the sound there',
    ],
    [
      'a sound that is no path',
      'phones:',
      'calls: { holdMusic: "x\'y" }\nphones:',
      'calls.holdMusic: is "x\'y", but must be a sound beside the site file',
    ],
    [
      'a header that no phone knows',
      'phones:',
      'calls: { autoAnswer: [call-info] }\nphones:',
      'calls.autoAnswer[0]: is "call-info". Did you mean Call-Info?',
    ],
    [
      'a longest call without a unit',
      'phones:',
      'calls: { longest: 90 }\nphones:',
      'calls.longest: has no unit',
    ],
    [
      'a time-out that is no time',
      'phones:',
      'calls: { mediaTimeout: 1s }\nphones:',
      'calls.mediaTimeout: must be a time from 5s to 1h, with its unit, or never',
    ],
    [
      'phones that are asked all the time',
      'realm: office.example',
      'realm: office.example, keepAlive: 1s',
      'phones.keepAlive: is "1s"',
    ],
    [
      'a probe that is no time',
      'phones:',
      '    probe: often\nphones:',
      'trunks[0].probe: must be a time from 5s to 1h, with its unit, or never',
    ],
    ['a slip in a key', 'secretFrom: SIP', 'secretfrom: SIP', 'Did you mean secretFrom?'],
    [
      'a secret itself',
      'secretFrom: SIP_SECRET',
      'secretFrom: hunter2',
      'servers.drachtio.secretFrom: is "hunter2", but must be the name of an environment variable',
    ],
    [
      'a trunk without its carrier',
      / {4}host: .*\n/,
      '',
      'trunks[0].host: is missing. With servers each trunk names its carrier.',
    ],
    [
      'an operator without a phone',
      ', phone: { uri: "sip:anna@127.0.0.1:5070" }',
      '',
      'operators[0].phone: is missing. With servers everybody has a phone.',
    ],
    [
      'a phone that is neither here nor there',
      'username: bilal,',
      'uri: "sip:b@127.0.0.1",',
      'operators[1].phone: Give either uri, of a phone at a fixed place, or username and passwordFrom, of one that registers.',
    ],
    [
      'a phone that is no SIP address',
      'sip:anna@127.0.0.1:5070',
      'anna@127.0.0.1',
      'operators[0].phone.uri: is "anna@127.0.0.1", but must be a SIP address',
    ],
    [
      'phones that register nowhere',
      /^phones:.*\n/m,
      '',
      'phones: is missing: some phones register. Give its realm.',
    ],
    [
      'a carrier beyond this machine',
      '127.0.0.1:5090',
      'sip.carrier.example',
      'trunks[0].host: is "sip.carrier.example", beyond this machine. Write "reach: network" in this file if that is meant.',
    ],
    [
      'a server beyond this machine',
      'host: localhost',
      'host: 10.0.0.5',
      'servers.freeswitch.host: is "10.0.0.5", beyond this machine.',
    ],
    [
      'a phone beyond this machine',
      'sip:anna@127.0.0.1:5070',
      'sip:anna@192.0.2.7',
      'operators[0].phone.uri: is "192.0.2.7", beyond this machine.',
    ],
    [
      'listening beyond this machine',
      'trunks:\n',
      '  listen: { address: 0.0.0.0 }\ntrunks:\n',
      'servers.listen.address: is "0.0.0.0", beyond this machine.',
    ],
    [
      'a trial beyond this machine',
      'trunks:\n',
      '  trial: true\nreach: network\ntrunks:\n',
      'servers.trial: is for reach: machine.',
    ],
  ]
  it.each(cases)('is refused with %s', (_, from, to, said) => {
    expect(wrong(from, to)).toContainEqual(expect.stringContaining(said))
  })

  it('may reach further where it says so', () => {
    const host = 'sip.carrier.example\n    sources: [192.0.2.30]'
    const far = SERVERS.replace('127.0.0.1:5090', host)
    const loaded = load(files(`${far}reach: network\n`))
    expect(loaded.ok && loaded.network).toMatchObject({
      reach: 'network',
      trunks: [{ host: 'sip.carrier.example', domain: 'sip.carrier.example' }],
    })
  })

  it('listens on this machine where it says a port alone', () => {
    const listening = SERVERS.replace('trunks:\n', '  listen: { port: 7000 }\ntrunks:\n')
    const loaded = load(files(listening))
    expect(loaded.ok && loaded.network?.listen).toEqual({
      address: '127.0.0.1',
      port: 7000,
      advertised: null,
    })
  })

  it('has each phone registered under a user of its own', () => {
    const second = '  - { id: chloe, name: C, campaigns: [small], phone: '
    const phone = '{ username: bilal, passwordFrom: X } }\n'
    const said = problemsOf(files(SERVERS + second + phone))
    expect(said).toEqual([expect.stringMatching(/phone.username: is "bilal" a second time/)])
  })
})

describe('The secrets of a site', () => {
  it('come from the environment, and each that is not there is named with its place', () => {
    expect(withSecrets({})).toEqual([])
    const gone = { SIP_SECRET: undefined, CITY_PASSWORD: '', BILAL_PASSWORD: undefined }
    expect(withSecrets(gone)).toEqual([
      '3: servers.drachtio.secretFrom: names SIP_SECRET, which is not set in the environment. Put the secret there.',
      '10: trunks[0].credentials.passwordFrom: names CITY_PASSWORD, which is empty in the environment. Put the secret there.',
      '19: operators[1].phone.passwordFrom: names BILAL_PASSWORD, which is not set in the environment. Put the secret there.',
    ])
  })

  it('are none that everybody knows, but in a trial', () => {
    const known = { SIP_SECRET: 'cymru', FS_SECRET: 'ClueCon' }
    expect(withSecrets(known)).toEqual([
      expect.stringContaining('names SIP_SECRET, which holds a secret that everybody knows.'),
      expect.stringContaining('names FS_SECRET, which holds a secret that everybody knows.'),
    ])
    expect(withSecrets({ SIP_SECRET: 'admin', FS_SECRET: 'JambonzR0ck$' })).toHaveLength(2)
    const trial = SERVERS.replace('trunks:\n', '  trial: true\ntrunks:\n')
    expect(withSecrets(known, trial)).toEqual([])
  })

  it('of phones are none that are guessed in a few tries', () => {
    for (const [password, why] of [
      ['x', 'fewer than 8 characters'],
      ['1234567', 'fewer than 8 characters'],
      ['Bilal', 'the name of its operator'],
    ] as const)
      expect(withSecrets({ BILAL_PASSWORD: password })).toEqual([
        expect.stringContaining(`names BILAL_PASSWORD, which holds ${why}. Whoever guesses it`),
      ])
    expect(withSecrets({ BILAL_PASSWORD: '12345678', CITY_PASSWORD: 'x' })).toEqual([])
  })

  it('do not matter to whoever only reads', () => {
    expect(load(files(SERVERS)).ok).toBe(true)
  })
})

describe('An abandonment message', () => {
  it('needs a sound on real lines, which is there', () => {
    const texts = { ...files(SERVERS), 'small/campaign.yaml': SMALL }
    expect(problemsOf(texts)).toEqual([
      'campaign.yaml:5:10: message.file: is missing. The site names servers, and on real lines a sound is played. Name a WAV file.',
    ])
    const none = { ...files(SITE), 'small/sorry.wav': null }
    expect(problemsOf(none)).toEqual([
      expect.stringMatching(/message.file: is "sorry.wav", but there is no such file\./),
    ])
  })

  it.each([`\${system touch x}.wav`, "it's.wav", 'say "hi".wav', 'a\nb.wav'])(
    'names no file by %j, which FreeSWITCH would take for more',
    file => {
      const message = MESSAGE.replace('sorry.wav', JSON.stringify(file))
      const named = { ...files(SERVERS), [`small/${file}`]: '' }
      for (const lines of [message, `${MESSAGE}\nincoming: { to: message, ${message} }`])
        expect(
          problemsOf({
            ...named,
            'small/campaign.yaml': SMALL.replace(/^message:.*$/m, () => lines),
          }),
        ).toEqual([
          expect.stringMatching(/message\.file: is .*must be a file in the folder of the campaign/),
        ])
    },
  )
})
