import type { Network, OperatorEntry, OperatorPhone, SipTrunkEntry } from '../site.ts'
import type { Item, Reader } from '../yaml/reader.ts'
import { flag, oneOf, record, scalar, text, whole } from '../yaml/shapes.ts'
import type { Path } from '../yaml/tree.ts'
import { shown } from './problem.ts'

/** @returns what an environment variable holds; undefined: there is none. */
export type Environment = (variable: string) => string | undefined

const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/
const isHost = (read: string): boolean => HOST.test(read)
const isPort = (read: string | undefined): boolean =>
  read === undefined || (/^\d{1,5}$/.test(read) && Number(read) >= 1 && Number(read) <= 65_535)

const host = scalar('a name or an IPv4 address', read => (isHost(read) ? read : undefined))
const hostAndPort = scalar('a name or an IPv4 address, with :port where it is not 5060', read => {
  const [name = '', port, ...more] = read.split(':')
  return more.length === 0 && isHost(name) && isPort(port) ? read : undefined
})
const variable = scalar(
  'the name of an environment variable: capital letters, digits and _, such as CARILLON_SECRET',
  read => (/^[A-Z_][A-Z0-9_]{0,99}$/.test(read) ? read : undefined),
)
const sipUri = scalar('a SIP address such as sip:anna@192.0.2.7:5070', read => {
  const found = SIP_URI.exec(read)
  return found !== null && isHost(found[1]!) && isPort(found[2]) ? read : undefined
})
const SIP_URI = /^sips?:[\w.+%-]{1,100}@([^:;]+)(?::(\d+))?(?:;transport=(?:udp|tcp|tls|ws|wss))?$/
const sipUser = scalar('a SIP user: letters, digits, ".", "-", "_" and "+"', read =>
  /^[\w.+-]{1,100}$/.test(read) ? read : undefined,
)
const realm = scalar(
  'what phones show the password for: letters, digits, ".", "-" and "_"',
  read => (/^[\w.-]{1,100}$/.test(read) ? read : undefined),
)
const profile = scalar('the name of a profile', read =>
  /^[\w.-]{1,100}$/.test(read) ? read : undefined,
)
const port = whole(1, 65_535)

const servers = record({
  drachtio: record({ host, port: port.default(9022), secretFrom: variable }),
  freeswitch: record({
    host,
    port: port.default(8021),
    secretFrom: variable,
    profile: profile.optional(),
    conferenceProfile: profile.optional(),
  }),
  listen: record({
    address: host,
    port: whole(0, 65_535).default(0),
    advertised: host.optional(),
  }).optional(),
  trial: flag.default(false),
})

/** The keys of a trunk that say how it is reached. */
export const trunkKeys = {
  host: hostAndPort.optional(),
  transport: oneOf(['udp', 'tcp', 'tls']).default('udp'),
  domain: host.optional(),
  credentials: record({
    username: text('the user the carrier knows us by'),
    passwordFrom: variable,
  }).optional(),
} as const

/** The phone of an operator: a place, or what it registers with. */
export const phone = record({
  uri: sipUri.optional(),
  username: sipUser.optional(),
  passwordFrom: variable.optional(),
})

const phones = record({ realm, algorithm: oneOf(['SHA-256', 'MD5']).default('SHA-256') })

/** A trunk as it stands in the file. */
export interface RawTrunk {
  readonly id: string
  readonly host?: string | undefined
  readonly transport: SipTrunkEntry['transport']
  readonly domain?: string | undefined
  readonly credentials?: SipTrunkEntry['credentials'] | undefined
}

/** An operator as it stands in the file. */
export type RawOperator = OperatorEntry & {
  readonly phone?:
    | {
        readonly uri?: string | undefined
        readonly username?: string | undefined
        readonly passwordFrom?: string | undefined
      }
    | undefined
}

/** Entries of the site file that network and site share. */
export interface RawEntries {
  readonly trunks: readonly Item<RawTrunk>[]
  readonly operators: readonly Item<RawOperator>[]
}

/**
 * Reads what real calls go over; null where the file names no servers. What needs them may stand
 * there all the same.
 *
 * @param environment is looked at for the secrets; null: whether they are there is of no matter.
 */
export function readNetwork(
  reader: Reader,
  entries: RawEntries,
  environment: Environment | null,
): Network | null {
  const registering = reader.one(['phones'], phones.optional()) ?? null
  const reach = reader.one(['reach'], oneOf(['machine', 'network']).default('machine')) ?? 'machine'
  const operators = entries.operators.flatMap(item => phoneOf(reader, item))
  if (reader.raw(['servers']) === undefined) return null
  const found = reader.one(['servers'], servers)
  if (found === undefined) return null
  const { drachtio, freeswitch, listen, trial } = found
  const network: Network = {
    reach,
    trial,
    drachtio,
    freeswitch: {
      ...freeswitch,
      profile: freeswitch.profile ?? null,
      conferenceProfile: freeswitch.conferenceProfile ?? null,
    },
    listen: listen === undefined ? null : { ...listen, advertised: listen.advertised ?? null },
    trunks: entries.trunks.map(item => trunkOf(reader, item)),
    phones: registering,
    operators,
  }
  checkOperators(reader, entries, network)
  checkReach(reader, entries, network)
  if (environment !== null) checkSecrets(reader, entries, network, environment)
  return network
}

function trunkOf(reader: Reader, { at, value }: Item<RawTrunk>): SipTrunkEntry {
  const { id, host = '', transport, domain, credentials = null } = value
  if (host === '')
    reader.problem([...at, 'host'], 'is missing. With servers each trunk names its carrier.')
  return { id, host, transport, domain: domain ?? host.replace(/:\d+$/, ''), credentials }
}

function phoneOf(reader: Reader, { at, value }: Item<RawOperator>): OperatorPhone[] {
  const { id: operator, phone } = value
  if (phone === undefined) return []
  const { uri, username, passwordFrom } = phone
  const where = [...at, 'phone']
  if (uri !== undefined && username === undefined && passwordFrom === undefined)
    return [{ operator, kind: 'fixed', uri }]
  if (uri === undefined && username !== undefined && passwordFrom !== undefined)
    return [{ operator, kind: 'registers', username, passwordFrom }]
  const one = 'Give either uri, of a phone at a fixed place,'
  reader.problem(where, `${one} or username and passwordFrom, of one that registers.`)
  return []
}

function checkOperators(reader: Reader, { operators }: RawEntries, network: Network): void {
  const users = new Set<string>()
  for (const { at, value } of operators) {
    const { phone } = value
    const where = [...at, 'phone']
    if (phone === undefined)
      reader.problem(where, 'is missing. With servers each operator has a phone.')
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
function checkReach(
  reader: Reader,
  { trunks, operators }: RawEntries,
  { reach, trial, ...named }: Network,
): void {
  if (reach === 'network') {
    const why = 'Beyond this machine everybody could use them: have secrets of your own.'
    if (trial) reader.problem(['servers', 'trial'], `is for reach: machine. ${why}`)
    return
  }
  const hosts: [Path, string | undefined][] = [
    [['servers', 'drachtio', 'host'], named.drachtio.host],
    [['servers', 'freeswitch', 'host'], named.freeswitch.host],
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

/** What the servers ask for where nobody has chosen anything else: everybody knows these. */
const WELL_KNOWN: ReadonlySet<string> = new Set(['cymru', 'ClueCon', 'JambonzR0ck$'])

function checkSecrets(
  reader: Reader,
  { trunks, operators }: RawEntries,
  { drachtio, freeswitch, trial }: Network,
  environment: Environment,
): void {
  const secrets: [Path, string | undefined][] = [
    [['servers', 'drachtio', 'secretFrom'], drachtio.secretFrom],
    [['servers', 'freeswitch', 'secretFrom'], freeswitch.secretFrom],
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
}
