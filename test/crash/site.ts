import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SITE = `
title: Crash
trunks:
  - { id: first, lines: 40, callsPerSecond: 20 }
  - { id: second, lines: 15, callsPerSecond: 4 }
budgets:
  - { id: all, limit: 40%, window: month, zone: Europe/Paris }
operators:
`

const HEAD = `
callerId: +33199009999
contacts: { phones: [phone, second], country: FR }
hours: { zone: Europe/Paris, week: { mon-sun: 00:00-24:00 } }
message: We called and had nobody free.
retry:
  attemptsMax: 9
  attemptsPerPhoneMax: 9
  busy: { after: [2min, 5min], phone: same }
  noAnswer: { after: [4min, 9min], max: 4, phone: next }
  machine: { after: 10min }
  abandoned: { after: 3min, max: 3 }
  congestion: { after: [30s, 2min] }
  refused: { max: 0 }
  lost: { after: 7min, max: 5 }
dispositions:
  - { id: sold, label: Sold, then: finish }
  - { id: later, label: Later, then: callback }
  - { id: busyNow, label: Had no time, then: retry, after: 6min, max: 2 }
  - { id: wrong, label: Wrong number, then: wrongNumber }
  - { id: never, label: Never again, then: stop }
card:
  fields:
    - { id: wants, label: Wants, kind: choice, options: [tea, coffee], required: true }
    - { id: notes, label: Notes, kind: longText }
`

/** One campaign of each kind whose crashes differ. */
const CAMPAIGNS: Readonly<Record<string, string>> = {
  steady: 'title: Steady\nmode: progressive\nwrapUp: { limit: 1min }\n',
  eager: 'title: Eager\nmode: power\npowerRatio: 3\nconnectWithin: 1s\n',
  brisk: 'title: Brisk\nmode: power\npowerRatio: 2\nwrapUp: { limit: 0s, disposition: busyNow }\n',
  shown: 'title: Shown\nmode: preview\npreviewLimit: 1min\ntrunks: [second]\n',
}

/** Contacts of each campaign, where nothing else is said. */
export const CONTACTS = 700
/** Of which so many share their first number with the one before in the row of campaigns. */
const SHARED = 100

/** Makes a site with campaigns that share numbers, operators and a budget. @returns its folder. */
export function crashSite(contacts = CONTACTS): string {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-crash-'))
  const names = Object.keys(CAMPAIGNS)
  const operators = Array.from({ length: 24 }, (_, i) => {
    const serves = i % 3 === 0 ? names : [names[i % names.length]!]
    return `  - { id: op${i}, name: Op ${i}, campaigns: [${serves.join(', ')}] }`
  })
  writeFileSync(join(folder, 'site.yaml'), `${SITE}${operators.join('\n')}\n`)
  names.forEach((name, n) => {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'campaign.yaml'), CAMPAIGNS[name] + HEAD)
    writeFileSync(join(folder, name, 'contacts.csv'), contactsOf(n, contacts))
  })
  return folder
}

/** The folders of the campaigns of such a site. */
export function campaignFolders(site: string): string[] {
  return Object.keys(CAMPAIGNS).map(name => join(site, name))
}

function contactsOf(campaign: number, contacts: number): string {
  const first = campaign * (CONTACTS - SHARED)
  const rows = Array.from({ length: contacts }, (_, i) => {
    const second = i % 2 === 0 ? '' : phone(9000 - first - i)
    return `${phone(first + i)},${second},Person ${i}`
  })
  return `phone,second,name\n${rows.join('\n')}\n`
}

/** The drama range of France: +33 1 99 00 xx xx. */
const phone = (n: number): string => `+3319900${String(n).padStart(4, '0')}`
