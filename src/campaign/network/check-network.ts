import { shown } from '../parse/problem.ts'
import type { Network, ServerEntry } from '../site.ts'
import type { Reader } from '../yaml/reader.ts'
import type { Path } from '../yaml/tree.ts'
import type { RawEntries, RawOperator } from './raw.ts'

/** @returns what an environment variable holds; undefined: there is none. */
export type Environment = (variable: string) => string | undefined

/** Whether each operator has a phone, and each that registers a user of its own. */
export function checkOperators(reader: Reader, { operators }: RawEntries, network: Network): void {
  const users = new Set<string>()
  for (const { at, value } of operators) {
    const { phone } = value
    const where = [...at, 'phone']
    if (phone === undefined)
      reader.problem(where, 'is missing. With servers everybody has a phone.')
    if (phone?.username === undefined) continue
    if (users.has(phone.username))
      reader.problem([...where, 'username'], `is ${shown(phone.username)} a second time.`)
    users.add(phone.username)
  }
  if (users.size > 0 && network.phones === null && reader.raw(['phones']) === undefined)
    reader.problem(['phones'], 'is missing: some phones register. Give its realm.')
}

/** Whether a host is this machine. @param host with or without its port. */
export function isThisMachine(host: string): boolean {
  const name = host.replace(/:\d+$/, '')
  return name === 'localhost' || /^127(\.\d{1,3}){3}$/.test(name)
}

/** Nothing is dialed, sent or listened to beyond this machine but where the file says so. */
export function checkReach(
  reader: Reader,
  { trunks, operators }: RawEntries,
  network: Network,
): void {
  const { reach, trial, ...named } = network
  if (reach === 'network') {
    const why = 'Beyond this machine everybody could use them: have secrets of your own.'
    if (trial) reader.problem(['servers', 'trial'], `is for reach: machine. ${why}`)
    return
  }
  const hosts: [Path, string | undefined][] = [
    ...everyServer(reader, network).map(([at, { host }]): [Path, string] => [
      [...at, 'host'],
      host,
    ]),
    [['servers', 'listen', 'address'], named.listen?.address],
    ...trunks.map(({ at, value }): [Path, string | undefined] => [[...at, 'host'], value.host]),
    ...operators.map(({ at, value }): [Path, string | undefined] => [
      [...at, 'phone', 'uri'],
      value.phone?.uri?.replace(/^sips?:[^@]*@/, '').replace(/;.*$/, ''),
    ]),
  ]
  for (const [at, host] of hosts) {
    if (host === undefined || host === '' || isThisMachine(host)) continue
    const allow = 'Write "reach: network" in this file if that is meant.'
    reader.problem(at, `is ${shown(host)}, beyond this machine. ${allow}`)
  }
}

/** Whether each server is named once. */
export function checkServers(reader: Reader, network: Network): void {
  const known = new Set<string>()
  for (const [at, { host, port }] of everyServer(reader, network)) {
    const name = `${at[1]} ${host}:${port}`
    if (known.has(name)) reader.problem(at, `is ${host}:${port} a second time. Name it once.`)
    known.add(name)
  }
}

/** Every server, and where it stands in the file. */
function everyServer(reader: Reader, network: Network): [Path, ServerEntry][] {
  const { drachtio, moreDrachtio = [], freeswitch, moreFreeswitch = [] } = network
  const placed = (kind: string, servers: readonly ServerEntry[]): [Path, ServerEntry][] => {
    const at = ['servers', kind]
    const isList = Array.isArray(reader.raw(at))
    return servers.map((server, i) => [isList ? [...at, i] : at, server])
  }
  return [
    ...placed('drachtio', [drachtio, ...moreDrachtio]),
    ...placed('freeswitch', [freeswitch, ...moreFreeswitch]),
  ]
}

/** What the servers ask for where nobody has chosen anything else: everybody knows these. */
const WELL_KNOWN: ReadonlySet<string> = new Set(['admin', 'cymru', 'ClueCon', 'JambonzR0ck$'])

/** Whether each secret is there, and is one. */
export function checkSecrets(
  reader: Reader,
  { trunks, operators }: RawEntries,
  network: Network,
  environment: Environment,
): void {
  const { trial } = network
  const secrets: [Path, string | undefined][] = [
    ...everyServer(reader, network).map(([at, { secretFrom }]): [Path, string] => [
      [...at, 'secretFrom'],
      secretFrom,
    ]),
    ...trunks.map(({ at, value }): [Path, string | undefined] => [
      [...at, 'credentials', 'passwordFrom'],
      value.credentials?.passwordFrom,
    ]),
    ...operators.map(({ at, value }): [Path, string | undefined] => [
      [...at, 'phone', 'passwordFrom'],
      value.phone?.passwordFrom,
    ]),
  ]
  for (const [at, name] of secrets) {
    if (name === undefined) continue
    const secret = environment(name)
    if (secret === undefined || secret === '') {
      const state = secret === undefined ? 'is not set' : 'is empty'
      reader.problem(at, `names ${name}, which ${state} in the environment. Put the secret there.`)
    } else if (WELL_KNOWN.has(secret) && !trial) {
      const known = `names ${name}, which holds a secret that everybody knows.`
      const todo = 'Give the server one of your own, or write "trial: true" under servers.'
      reader.problem(at, `${known} ${todo}`)
    }
  }
  for (const { at, value } of operators) {
    const secret = value.phone?.passwordFrom && environment(value.phone.passwordFrom)
    const weakness = secret ? weaknessOf(secret, value) : null
    if (weakness === null) continue
    const todo = 'Whoever guesses it gets calls: give the phone a long random one.'
    const where = [...at, 'phone', 'passwordFrom']
    reader.problem(where, `names ${value.phone?.passwordFrom}, which holds ${weakness}. ${todo}`)
  }
}

/** What can be guessed in a few tries. Of a carrier's passwords nobody here has the choice. */
const PASSWORD_MIN = 8

function weaknessOf(password: string, { id, name, phone }: RawOperator): string | null {
  const known = [id, name, phone?.username].map(one => one?.toLowerCase())
  if (known.includes(password.toLowerCase())) return `the name of its operator`
  return password.length < PASSWORD_MIN ? `fewer than ${PASSWORD_MIN} characters` : null
}
