import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** What a site with servers is made of. Both servers ask for the secret, and so do phones. */
export interface RealSite {
  /** One port, or those of several servers; so is the next. */
  readonly drachtio: number | readonly number[]
  readonly freeswitch: number | readonly number[]
  readonly secret: string
  /** The port of the carrier. */
  readonly carrier: number
  /** Where each operator's phone is, by their name; null: it registers, as they are called. */
  readonly phones: Readonly<Record<string, string | null>>
  /** The numbers to be called. */
  readonly numbers: readonly string[]
  readonly lines: number
  readonly callsPerSecond: number
  readonly mode?: 'progressive' | 'power'
  /** A number outside that operators may call into a talk, by the name `line`. */
  readonly outside?: string
  /** Whether people who call the campaign's number are given to operators. */
  readonly takesCallers?: boolean
  /** A WAV file: what is played to people whom nobody could speak to. */
  readonly sound?: Uint8Array
}

/** Where the secret of the servers stands for the commands of tests. */
const SECRET_FROM = 'CARILLON_TEST_SECRET'

const made: string[] = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true })
})

/**
 * Writes a site with servers on this machine and a campaign `calls` that calls each number once, at
 * any hour. It goes when the tests are over. @returns its folder.
 */
export function realSite(site: RealSite): string {
  process.env[SECRET_FROM] = site.secret
  const folder = mkdtempSync(join(tmpdir(), 'carillon-real-'))
  made.push(folder)
  mkdirSync(join(folder, 'campaigns/calls'), { recursive: true })
  const rows = site.numbers.map((number, i) => `${number},Person ${i},C${i}`)
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    ['site.yaml', siteFile(site)],
    ['calls/campaign.yaml', campaignFile(site)],
    ['calls/contacts.csv', ['phone,name,key', ...rows, ''].join('\n')],
    ['calls/sorry.wav', site.sound ?? ''],
  ]
  for (const [name, text] of files) writeFileSync(join(folder, 'campaigns', name), text)
  return folder
}

const phoneOf = (id: string, uri: string | null): string =>
  uri === null ? `username: ${id}, passwordFrom: ${SECRET_FROM}, leg: callback` : `uri: "${uri}"`

const serversAt = (ports: number | readonly number[]): string =>
  [ports]
    .flat()
    .map(port => `    - { host: 127.0.0.1, port: ${port}, secretFrom: ${SECRET_FROM} }`)
    .join('\n')

function siteFile({ drachtio, freeswitch, carrier, phones, lines, callsPerSecond }: RealSite) {
  const operators = Object.entries(phones).map(
    ([id, uri]) =>
      `  - { id: ${id}, name: ${id}, campaigns: [calls], phone: { ${phoneOf(id, uri)} } }`,
  )
  return `title: Tests
servers:
  drachtio:
${serversAt(drachtio)}
  freeswitch:
${serversAt(freeswitch)}
phones: { realm: tests, algorithm: MD5 }
trunks:
  - id: city
    lines: ${lines}
    callsPerSecond: ${callsPerSecond}
    host: 127.0.0.1:${carrier}
    domain: carrier.invalid
budgets:
  - { id: all, limit: 3%, window: day, zone: UTC }
operators:
${operators.join('\n')}
`
}

function campaignFile({ mode = 'progressive', outside, takesCallers }: RealSite): string {
  const line = outside === undefined ? '' : `{ name: line, number: "${outside}" }`
  const incoming = 'incoming: { to: operators, unknown: operators, wait: 1min }'
  return `title: Calls
mode: ${mode}
${takesCallers ? incoming : ''}
transfers: { outside: [${line}] }
callerId: +442079460999
contacts: { phones: phone, country: GB, key: key }
hours: { zone: UTC, week: { mon-sun: 00:00-24:00 } }
ring: { limit: 5s, minimum: 0s }
message: { text: We called and had nobody to speak to you., file: sorry.wav }
retry: { attemptsMax: 1 }
wrapUp: { limit: 1min }
dispositions:
  - { id: done, label: Done, then: finish }
  - { id: later, label: Call back, then: callback }
card:
  fields:
    - { id: name, label: Name, kind: text, from: name }
    - { id: count, label: How many, kind: number, min: 1, max: 9, required: true }
  script:
    - { id: hello, say: "Good day, {name}.", ask: count }
`
}
