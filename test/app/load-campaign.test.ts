import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCampaign } from '../../src/app/load-campaign.ts'
import { hours, minutes, seconds } from '../../src/base/duration.ts'
import { DEFAULT_WEEK } from '../../src/campaign/parse/hours.ts'
import { DEFAULT_RULES } from '../../src/campaign/parse/retry.ts'
import { disposition } from '../campaign/fixtures.ts'
import { type Files, folderWith, load, problemsOf, SITE, SMALL } from '../campaign/folders.ts'

describe('A small campaign', () => {
  it('is complete: what it leaves out has a default', () => {
    const loaded = load({})
    expect(loaded).toEqual({
      ok: true,
      emptyList: false,
      network: null,
      site: expect.objectContaining({ title: 'Site' }),
      campaign: {
        id: 'small',
        title: 'Small',
        mode: 'progressive',
        powerRatio: 2,
        predictive: { guarantee: 'default', dropLines: true, dropShareMax: 0.65, priceMax: 0.2 },
        priority: 5,
        weight: 1,
        trunks: ['city'],
        budget: 'all',
        callerId: '+442079460100',
        hours: { zone: 'Europe/London', week: DEFAULT_WEEK, holidays: new Set() },
        ring: { limit: seconds(25), minimum: seconds(15) },
        connectWithin: seconds(2),
        message: { text: 'We called about your order.', stopKey: '9' },
        recording: {
          which: { kind: 'none' },
          consent: { kind: 'none' },
          stereo: true,
          file: '{date}/{campaign}/{contact}-{attempt}.wav',
          folder: 'recordings',
          keep: hours(90 * 24),
        },
        retry: { attemptsMax: 4, attemptsPerPhoneMax: 3, rules: DEFAULT_RULES, dispositions: {} },
        afterAbandoned: { lockout: hours(72), demandOperator: true },
        dispositions: [disposition('finish', 'done'), disposition('callback', 'later')],
        card: { fields: [], script: { start: null, steps: [] } },
        contacts: {
          file: 'contacts.csv',
          phones: ['phone'],
          country: 'GB',
          zone: null,
          priority: null,
          key: null,
        },
        order: 'fresh',
        wrapUp: {
          limit: minutes(2),
          extension: minutes(1),
          extensionsMax: 3,
          disposition: null,
        },
        callbackGrace: minutes(15),
        previewLimit: minutes(2),
        leg: 'held',
        transfers: { outside: [] },
      },
    })
  })

  const lists: [string, string, boolean][] = [
    ['a header', 'phone,name', true],
    ['a header and blank rows', 'phone,name\n\n , \n', true],
    ['a contact below blank rows', 'phone,name\n\n,\n+442079460101,Ada\n', false],
    ['a row that cannot be read', 'phone,name\n"+442079460101,Ada\n', false],
  ]
  it.each(lists)('with %s in its list is sound, and %s is empty: %s', (_, list, empty) => {
    expect(load({ 'small/contacts.csv': list })).toMatchObject({ ok: true, emptyList: empty })
  })

  it('needs no list of its own where it is not to be read', () => {
    const folder = folderWith({ 'small/contacts.csv': null })
    expect(loadCampaign(join(folder, 'small')).ok).toBe(false)
    expect(loadCampaign(join(folder, 'small'), { ownList: false }).ok).toBe(true)
  })

  it('may keep its card in a file of its own', () => {
    const card = 'fields:\n  - { id: name, label: Name, kind: text, from: name }\n'
    const loaded = load({ 'small/card.yaml': card })
    expect(loaded.ok && loaded.campaign.card.fields.map(field => field.from)).toEqual(['name'])
  })

  it('keeps its card in one place only', () => {
    const files = {
      'small/campaign.yaml': `${SMALL}card: { fields: [] }\n`,
      'small/card.yaml': 'fields: []\n',
    }
    expect(problemsOf(files)).toEqual([
      'campaign.yaml:9:7: card: is here and in card.yaml as well. Keep one of them.',
    ])
  })

  it('may begin with a byte order mark', () => {
    expect(load({ 'small/campaign.yaml': `\ufeff${SMALL}` }).ok).toBe(true)
  })
})

describe('A campaign that cannot be read', () => {
  it('says which files are not there', () => {
    const files = { 'small/campaign.yaml': null, 'small/contacts.csv': null, 'site.yaml': null }
    const gone = '1:1: There is no such file. Create it, or check the path.'
    expect(problemsOf({ ...files, 'small/note.txt': '' })).toEqual([
      `campaign.yaml:${gone}`,
      `site.yaml:${gone}`,
    ])
  })

  it('names the list that is not there where it is named', () => {
    expect(problemsOf({ 'small/contacts.csv': null })).toEqual([
      'campaign.yaml:3:1: contacts.file: small/contacts.csv: There is no such file. Create it, or check the path.',
    ])
  })

  it('must have a folder with a usable name', () => {
    const folder = folderWith({
      '1st campaign/campaign.yaml': SMALL,
      '1st campaign/contacts.csv': 'phone\n',
    })
    const loaded = loadCampaign(join(folder, '1st campaign'))
    expect(loaded.ok ? [] : loaded.problems.map(one => one.problem)).toEqual([
      'The folder is called "1st campaign". Its name must be a Latin letter, then such letters, digits, - or _, at most 40 in all.',
    ])
  })

  const encodings: [string, Uint8Array, string][] = [
    [
      'UTF-16',
      Buffer.from(`\ufeff${SMALL}`, 'utf16le'),
      '1:1: The file is not UTF-8; it looks like UTF-16. Save it as UTF-8.',
    ],
    [
      'UTF-16 without a mark',
      Buffer.from(SMALL, 'utf16le'),
      '1:1: The file is not UTF-8; it looks like UTF-16. Save it as UTF-8.',
    ],
    [
      'windows-1251',
      Buffer.concat([
        Buffer.from('title: '),
        Buffer.from([0xc0, 0xed, 0xed, 0xe0]),
        Buffer.from(`\n${SMALL}`),
      ]),
      '1:8: The file is not UTF-8 from here on. Save it as UTF-8.',
    ],
  ]
  it.each(encodings)('says so in %s, and where', (_, bytes, says) => {
    expect(problemsOf({ 'small/campaign.yaml': bytes })).toEqual([`campaign.yaml:${says}`])
  })

  const broken: [string, string, RegExp][] = [
    ['indented with tabs', 'title: Small\nring:\n\tlimit: 20s\n', /:3:1: Indent with spaces/],
    [
      'with a bare colon in a text',
      'title: Spring: check\n',
      /:1:8: A colon with a space after it/,
    ],
    ['with a key twice', 'title: A\ntitle: B\n', /:2:1: This key is there twice/],
    ['of two documents', 'title: A\n---\ntitle: B\n', /:2:1: A second document/],
    ['with an alias', 'title: &t A\nmessage: *t\n', /:2:10: Aliases/],
    ['with a list as a key', 'title: A\n[a, b]: c\n', /:2:1: A key must be a word/],
    ['with an open quote', 'title: "A\n', /:2:1: This is not valid YAML: Missing closing/],
    ['too big', `# ${'x'.repeat(1_048_576)}\n`, /:1:1: The file has 1048579 bytes/],
    ['nested without end', '['.repeat(20_000), /:1:51: This is nested too deeply/],
    ['nested too deeply', '['.repeat(200) + ']'.repeat(200), /:1:51: This is nested too deeply/],
  ]
  it.each(broken)('says where it is %s', (_, text, says) => {
    expect(problemsOf({ 'small/campaign.yaml': text })[0]).toMatch(says)
  })

  it('says where it stops making sense, and does not go on about what follows', () => {
    const files = { 'small/campaign.yaml': `A small campaign.\n# It is small.\n${SMALL}` }
    expect(problemsOf(files)).toEqual([
      expect.stringMatching(/^campaign.yaml:3:1: This is not valid YAML/),
    ])
  })

  it('hides nothing that is wrong with the other files', () => {
    const card = 'fields:\n  - { id: a, label: A, kind: colour }\n'
    const site = SITE.replace('lines: 10', 'lines: ten')
    const others = { 'small/card.yaml': card, 'site.yaml': site }
    const places = (files: Files) => problemsOf(files).map(text => text.split(' ', 2).join(' '))
    expect(places({ 'small/campaign.yaml': 'title: "A\n', ...others })).toEqual([
      'campaign.yaml:2:1: This',
      'card.yaml:2:30: fields[0].kind:',
      'site.yaml:3:24: trunks[0].lines:',
    ])
    const wrong = SMALL.replace('title: Small', 'mode: quick')
    expect(places({ 'small/campaign.yaml': wrong, ...others, 'site.yaml': 'title: "A\n' })).toEqual(
      [
        'site.yaml:2:1: This',
        'campaign.yaml:1:1: title:',
        'campaign.yaml:1:7: mode:',
        'card.yaml:2:30: fields[0].kind:',
      ],
    )
  })

  it('is no campaign when it is empty, or a list', () => {
    expect(problemsOf({ 'small/campaign.yaml': '' }).length).toBeGreaterThan(3)
    expect(problemsOf({ 'small/campaign.yaml': '- a\n' })[0]).toMatch(/must have keys/)
  })
})

describe('A campaign with many mistakes', () => {
  it('is told all of them at once, with their places and what is allowed', () => {
    const campaign = `title: Many
mode: progresive
callerid: +442079460100
trunks: [citi]
budget: nobody
contacts: { phones: [telephone, name], country: UK }
hours:
  zone: Europe/Londn
  week: { mon-fri: 9-20 }
message: We called.
ring: { limit: 20 }
retry:
  busy: { after: [5min, 10], max: -1 }
dispositions:
  - { id: done, label: Done, then: finished }
  - { id: later, label: Later, then: callback, after: 5min }
card:
  fields:
    - { id: a, label: A, kind: choice }
  script:
    - { id: hello, say: "Hi {nam}", ask: b, next: bye }
`
    const found = problemsOf({
      'small/campaign.yaml': campaign,
      'site.yaml': SITE.replace('[small]', '[smal]'),
    })
    expect(found.map(text => text.split(' ', 2).join(' '))).toEqual([
      'campaign.yaml:1:1: callerId:',
      'campaign.yaml:2:7: mode:',
      'campaign.yaml:3:1: There',
      'campaign.yaml:4:10: trunks[0]:',
      'campaign.yaml:5:9: budget:',
      'campaign.yaml:6:22: contacts.phones[0]:',
      'campaign.yaml:6:49: contacts.country:',
      'campaign.yaml:8:9: hours.zone:',
      'campaign.yaml:9:20: hours.week.mon-fri[0]:',
      'campaign.yaml:11:16: ring.limit:',
      'campaign.yaml:13:25: retry.busy.after[1]:',
      'campaign.yaml:13:35: retry.busy.max:',
      'campaign.yaml:15:36: dispositions[0].then:',
      'campaign.yaml:16:55: dispositions[1].after:',
      'campaign.yaml:19:7: card.fields[0].options:',
      'campaign.yaml:21:25: card.script[0].say:',
      'campaign.yaml:21:42: card.script[0].ask:',
      'campaign.yaml:21:51: card.script[0].next[0].to:',
      'site.yaml:7:41: operators[0].campaigns[0]:',
    ])
  })
})
