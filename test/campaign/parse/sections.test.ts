import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '../../../src/base/duration.ts'
import type { Campaign } from '../../../src/campaign/campaign.ts'
import { load, problemsOf, problemsWith, SMALL } from '../folders.ts'

/** The small campaign with something added, which must be sound. */
function campaignWith(more: string): Campaign {
  const loaded = load({ 'small/campaign.yaml': SMALL + more })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.campaign
}

/** The small campaign with one of its lines replaced. */
const replaced = (key: string, line: string): string =>
  SMALL.replace(new RegExp(`^${key}:.*$`, 'm'), line)

const problemsInstead = (key: string, line: string): string[] =>
  problemsOf({ 'small/campaign.yaml': replaced(key, line) }).map(text => text.replace(/^\S+ /, ''))

describe('A campaign file', () => {
  it('sets what it names', () => {
    const campaign = campaignWith(`mode: power
powerRatio: 1.5
predictive: { guarantee: strict, dropLines: false, dropShareMax: 20%, priceMax: 5% }
priority: 1
weight: 0.5
trunks: city
budget: all
ring: { limit: 40s, minimum: 0.25min }
connectWithin: 1500ms
afterAbandoned: { lockout: 1d, demandOperator: false }
order: retries
wrapUp: { limit: 0s, extension: 10s, extensionsMax: 1, disposition: done }
callbackGrace: 2h
previewLimit: 45 s
leg: callback
`)
    expect(campaign).toMatchObject({
      mode: 'power',
      powerRatio: 1.5,
      predictive: { guarantee: 'strict', dropLines: false, dropShareMax: 0.2, priceMax: 0.05 },
      priority: 1,
      weight: 0.5,
      trunks: ['city'],
      budget: 'all',
      ring: { limit: seconds(40), minimum: seconds(15) },
      connectWithin: 1500,
      afterAbandoned: { lockout: hours(24), demandOperator: false },
      order: 'retries',
      wrapUp: { limit: 0, extension: seconds(10), extensionsMax: 1, disposition: 'done' },
      callbackGrace: hours(2),
      previewLimit: seconds(45),
      leg: 'callback',
    })
  })

  const wrong: [string, string][] = [
    ['mode: fast', 'mode: is "fast". Allowed: preview, progressive, power, predictive.'],
    ['powerRatio: 0.5', 'powerRatio: is "0.5", but must be a number from 1 to 10.'],
    [
      'predictive: { guarantee: sure }',
      'predictive.guarantee: is "sure". Allowed: default, strict.',
    ],
    [
      'predictive: { dropLines: maybe }',
      'predictive.dropLines: is "maybe", but must be true or false.',
    ],
    [
      'predictive: { dropShareMax: 0.5 }',
      'predictive.dropShareMax: is "0.5", but must be a share with its sign, such as 3%.',
    ],
    [
      'predictive: { drop: true }',
      'predictive: There is no key "drop" here. Allowed: guarantee, dropLines, dropShareMax, priceMax.',
    ],
    ['priority: high', 'priority: is "high", but must be a whole number from 1 to 9.'],
    ['leg: calback', 'leg: is "calback". Did you mean callback? Allowed: held, callback.'],
    ['weight: 0', 'weight: is "0", but must be a number from 0.01 to 100.'],
    ['trunks: []', 'trunks: names no trunk.'],
    [
      'trunks: [city, sity]',
      'trunks[1]: is "sity", no trunk of the site. Did you mean city? Allowed: city.',
    ],
    ['budget: one', 'budget: is "one", no budget of the site. Allowed: all.'],
    ['order: newest', 'order: is "newest". Allowed: fresh, retries.'],
    [
      'callbackGrace: 20',
      'callbackGrace: has no unit: is it 20s, 20min or 20h? It must be a time from 0s to 7d, with its unit (ms, s, min, h or d).',
    ],
    [
      'callbackGrace: 8d',
      'callbackGrace: is "8d". It must be a time from 0s to 7d, with its unit (ms, s, min, h or d).',
    ],
    [
      'callbackGrace: [2h]',
      'callbackGrace: must be a time from 0s to 7d, with its unit (ms, s, min, h or d), in one value.',
    ],
    ['ring: { limit: 10s }', 'ring.limit: is shorter than ring.minimum, which is 15s.'],
    ['ring: 20s', 'ring: must have keys of its own, such as «key: value».'],
    [
      'wrapUp: { disposition: done }',
      'wrapUp.disposition: is for a wrap-up limit of 0s only: otherwise the operator says it.',
    ],
    [
      'wrapUp: { limit: 0s }',
      'wrapUp.disposition: is missing: with limit 0s it closes the card. It must be one of: done.',
    ],
    [
      'wrapUp: { limit: 0s, disposition: later }',
      'wrapUp.disposition: is "later", which cannot close a card. Allowed: done.',
    ],
    [
      'afterAbandoned: { demandOperator: yes }',
      'afterAbandoned.demandOperator: is "yes", but must be true or false.',
    ],
    [
      'wrapup: {}',
      'There is no key "wrapup" here. Did you mean wrapUp? Allowed: title, mode, powerRatio, predictive, priority, weight, trunks, budget, callerId, hours, ring, connectWithin, message, retry, afterAbandoned, dispositions, card, contacts, order, wrapUp, callbackGrace, previewLimit, recording, incoming, transfers and others.',
    ],
    [
      'ring: { limits: 20s, xyz: 1 }',
      'ring: There is no key "limits" here. Did you mean limit? Allowed: limit, minimum.',
    ],
  ]
  it.each(wrong)('says what is wrong with «%s»', (line, says) => {
    expect(problemsWith(`${line}\n`)[0]).toBe(says)
  })

  it('must say who calls', () => {
    expect(problemsInstead('callerId', 'callerId: 020 7946 0100')).toEqual([
      'callerId: is "020 7946 0100", but must be a number with its country code and no spaces, such as +442079460100.',
    ])
    expect(problemsInstead('title', 'title: ""')).toEqual([
      'title: is empty, but must be what people call the campaign (at most 200 characters).',
    ])
  })
})

describe('The abandonment message', () => {
  const message = (line: string): Campaign['message'] | string[] => {
    const loaded = load({ 'small/campaign.yaml': replaced('message', line) })
    return loaded.ok ? loaded.campaign.message : problemsInstead('message', line)
  }

  it('has a key that stops further calls unless it says none', () => {
    expect(message('message: Hello.')).toEqual({ text: 'Hello.', stopKey: '9' })
    expect(message('message: { text: Hello. }')).toEqual({ text: 'Hello.', stopKey: '9' })
    expect(message('message: { text: Hello., stopKey: "#" }')).toEqual({
      text: 'Hello.',
      stopKey: '#',
    })
    expect(message('message: { text: Hello., stopKey: none }')).toEqual({
      text: 'Hello.',
      stopKey: null,
    })
  })

  it('must be there, with one key', () => {
    expect(message('')).toEqual([
      'message.text: is missing. It must be who called and why, for people nobody could speak to (at most 2000 characters).',
    ])
    expect(message('message: { text: Hello., stopKey: 10 }')).toEqual([
      'message.stopKey: is "10", but must be a key (0 to 9, * or #) or none.',
    ])
  })
})

describe('The calling hours', () => {
  const instead = (more: string) =>
    problemsInstead('hours', `hours: { zone: Europe/London, ${more} }`)
  const week = (text: string): Campaign['hours'] => {
    const file = replaced('hours', `hours: { zone: Europe/Paris, ${text} }`)
    const loaded = load({ 'small/campaign.yaml': file })
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
    return loaded.campaign.hours
  }

  it('are read by day and by days, with any number of windows', () => {
    const found = week(
      'week: { mon-wed: 09:00-20:00, sat: [14:00-24:00, 10:00-13:00] }, holidays: 2026-12-25',
    )
    const office = [{ from: 540, to: 1200 }]
    const split = [
      { from: 600, to: 780 },
      { from: 840, to: 1440 },
    ]
    expect(found.week).toEqual([office, office, office, [], [], split, []])
    expect(found.holidays).toEqual(new Set(['2026-12-25']))
    expect(found.zone).toBe('Europe/Paris')
  })

  const wrong: [string, string][] = [
    [
      'week: { monday: 09:00-20:00 }',
      'hours.week.monday: is no day. Did you mean mon? Allowed: mon, tue, wed, thu, fri, sat, sun, mon-fri, sat-sun.',
    ],
    [
      'week: { fri-mon: 09:00-20:00 }',
      'hours.week.fri-mon: is no day. Allowed: mon, tue, wed, thu, fri, sat, sun, mon-fri, sat-sun.',
    ],
    [
      'week: { mon-fri: 09:00-20:00, wed: 10:00-11:00 }',
      'hours.week.wed: names a day that is there already.',
    ],
    [
      'week: { mon: 20:00-09:00 }',
      'hours.week.mon[0]: is "20:00-09:00", but must be a time of day such as 09:00-20:00, within one day.',
    ],
    [
      'week: { mon: 09:00-24:01 }',
      'hours.week.mon[0]: is "09:00-24:01", but must be a time of day such as 09:00-20:00, within one day.',
    ],
    [
      'week: { mon: [09:00-12:00, 11:00-13:00] }',
      'hours.week.mon: has windows that overlap: 09:00-12:00, 11:00-13:00.',
    ],
    ['week: { mon: [] }', 'hours.week: has no hour in which anyone may be called.'],
    ['week: always', 'hours.week: must have days as keys, such as «mon-fri: 09:00-20:00».'],
    [
      'holidays: [2026-02-30]',
      'hours.holidays[0]: is "2026-02-30", but must be a date such as 2026-12-25.',
    ],
  ]
  it.each(wrong)('say what is wrong with «%s»', (more, says) => {
    expect(instead(more)).toEqual([says])
  })

  it('must have a zone by its name', () => {
    expect(problemsInstead('hours', 'hours: { zone: +01:00 }')).toEqual([
      'hours.zone: is "+01:00", but must be a time zone such as Europe/London.',
    ])
    expect(problemsInstead('hours', '')).toEqual([
      'hours.zone: is missing. It must be a time zone such as Europe/London.',
    ])
  })
})

describe('The retry plan', () => {
  it('keeps its defaults for what it does not name', () => {
    const { retry } = campaignWith(`retry:
  attemptsMax: 7
  attemptsPerPhoneMax: 2
  busy: { after: 1min }
  refused: { max: 0 }
  noAnswer: { after: [5min, 1h], max: 9, phone: same }
`)
    expect(retry.attemptsMax).toBe(7)
    expect(retry.attemptsPerPhoneMax).toBe(2)
    expect(retry.rules.busy).toEqual({ after: [minutes(1)], max: 5, phone: 'same' })
    expect(retry.rules.refused).toEqual({ after: [hours(24)], max: 0, phone: 'same' })
    expect(retry.rules.noAnswer).toEqual({ after: [minutes(5), hours(1)], max: 9, phone: 'same' })
    expect(retry.rules.invalid).toEqual({ after: [0], max: 20, phone: 'next' })
  })

  it('takes the rule of a disposition from where it is defined', () => {
    const lines = [
      '  - { id: again, label: Again, then: retry, after: 10min, max: 1, phone: same }',
      '  - { id: once, label: Once more, then: retry }',
    ]
    const { retry } = campaignWith(`${lines.join('\n')}\n`)
    expect(retry.dispositions).toEqual({
      again: { after: [minutes(10)], max: 1, phone: 'same' },
      once: { after: [hours(2), hours(24)], max: 3, phone: 'next' },
    })
  })

  const wrong: [string, string][] = [
    [
      'retry: { attemptsMax: 0 }',
      'retry.attemptsMax: is "0", but must be a whole number from 1 to 100.',
    ],
    [
      'retry: { connected: {} }',
      'retry: There is no key "connected" here. Allowed: attemptsMax, attemptsPerPhoneMax, busy, noAnswer, abandoned, machine, invalid, refused, congestion, failed, cancelled, lost.',
    ],
    ['retry: { busy: { phone: other } }', 'retry.busy.phone: is "other". Allowed: same, next.'],
    ['retry: { busy: 5min }', 'retry.busy: must have keys of its own, such as «key: value».'],
    ['retry: often', 'retry: must have keys of its own: indented lines such as «key: value».'],
    [
      '  - { id: x, label: X, then: finish, max: 1 }',
      'dispositions[2].max: belongs to dispositions that lead to retry, not to finish.',
    ],
    ['  - { id: done, label: X, then: finish }', 'dispositions[2].id: is "done" a second time.'],
    [
      '  - { id: 1st, label: X, then: finish }',
      'dispositions[2].id: is "1st", but must be the name of the disposition: a Latin letter, then such letters, digits, - or _, at most 40 in all.',
    ],
    ['  - finish', 'dispositions[2]: must have keys of its own, such as «key: value».'],
  ]
  it.each(wrong)('and the dispositions say what is wrong with «%s»', (line, says) => {
    expect(problemsWith(`${line}\n`)).toEqual([says])
  })

  it('do not blame the wrap-up for a disposition that cannot be read', () => {
    const lines = ['  - { id: x, label: X }', 'wrapUp: { limit: 0s, disposition: x }']
    expect(problemsWith(`${lines.join('\n')}\n`)).toEqual([
      'dispositions[2].then: is missing. It must be one of: finish, callback, retry, wrongNumber, machine, stop.',
    ])
  })

  it('needs dispositions', () => {
    const none = SMALL.slice(0, SMALL.indexOf('dispositions'))
    const says = ': dispositions: is missing. It must be a list of what may come of a call.'
    expect(problemsOf({ 'small/campaign.yaml': none })).toEqual([`campaign.yaml:1:1${says}`])
    expect(problemsOf({ 'small/campaign.yaml': `${none}dispositions: []` })).toEqual([
      `campaign.yaml:6:15${says}`,
    ])
  })
})

describe('The source of contacts', () => {
  const list = { 'small/contacts.csv': 'id;Телефон;zone;phone;note\n' }
  const instead = (line: string, files = {}) =>
    problemsOf({ ...files, 'small/campaign.yaml': replaced('contacts', `contacts: ${line}`) }).map(
      text => text.replace(/^\S+ /, ''),
    )

  it('names columns that the list has, whatever parts its cells and in whatever encoding', () => {
    const line = '{ phones: [Телефон, phone], country: RU, zone: zone, key: id }'
    expect(instead(line, list)).toEqual([])
    const header = Buffer.from(list['small/contacts.csv'], 'utf16le')
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), header])
    expect(instead(line, { 'small/contacts.csv': utf16 })).toEqual([])
    const letters = [0xd2, 0xe5, 0xeb, 0xe5, 0xf4, 0xee, 0xed]
    const cyrillic = Buffer.concat([
      Buffer.from('id,'),
      Buffer.from(letters),
      Buffer.from(',zone,phone\n'),
    ])
    expect(instead(line, { 'small/contacts.csv': cyrillic })).toEqual([])
  })

  const wrong: [string, string][] = [
    [
      '{ phones: [mobile], country: GB }',
      'contacts.phones[0]: names the column "mobile", which contacts.csv does not have. Allowed: id, Телефон, zone, phone, note.',
    ],
    [
      '{ phones: phone, country: GB, key: ids }',
      'contacts.key: names the column "ids", which contacts.csv does not have. Did you mean id? Allowed: id, Телефон, zone, phone, note.',
    ],
    [
      '{ phones: phone, country: GB, zone: zones }',
      'contacts.zone: names the column "zones", which contacts.csv does not have. Did you mean zone? Allowed: id, Телефон, zone, phone, note.',
    ],
    [
      '{ phones: phone, country: GB, priority: rank }',
      'contacts.priority: names the column "rank", which contacts.csv does not have. Allowed: id, Телефон, zone, phone, note.',
    ],
    [
      '{ phones: phone, country: UK }',
      'contacts.country: is "UK", but must be a country by its two letters, such as GB.',
    ],
    ['{ phones: [], country: GB }', 'contacts.phones: names no column.'],
    ['{ country: GB }', 'contacts.phones: is missing. It must be a list.'],
    [
      '{ phones: phone, country: GB, file: ../other.csv }',
      'contacts.file: is "../other.csv", but must be a file in the folder of the campaign, such as contacts.csv.',
    ],
    [
      '{ phones: phone, country: GB, file: /etc/passwd }',
      'contacts.file: is "/etc/passwd", but must be a file in the folder of the campaign, such as contacts.csv.',
    ],
  ]
  it.each(wrong)('says what is wrong with «%s»', (line, says) => {
    expect(instead(line, list)).toEqual([says])
  })

  it('says that a list is empty by the columns it does not have', () => {
    expect(instead('{ phones: phone, country: GB }', { 'small/contacts.csv': '' })).toEqual([
      'contacts.phones[0]: names the column "phone", which contacts.csv does not have. It has no header.',
    ])
  })

  it('says that a column is there twice, which the import would refuse', () => {
    const twice = { 'small/contacts.csv': 'phone,name,,phone,,phone\n' }
    expect(instead('{ phones: phone, country: GB }', twice)).toEqual([
      'contacts.file: contacts.csv has the column "phone" more than once. Name each column once.',
    ])
  })
})
