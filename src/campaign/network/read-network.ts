import type { Network, NumberForm, OperatorPhone, ServerEntry, SipTrunkEntry } from '../site.ts'
import type { Item, Reader } from '../yaml/reader.ts'
import { oneOf } from '../yaml/shapes.ts'
import type { Path } from '../yaml/tree.ts'
import {
  checkOperators,
  checkReach,
  checkSecrets,
  checkServers,
  type Environment,
} from './check-network.ts'
import type { RawEntries, RawForm, RawOperator, RawTrunk } from './raw.ts'
import { calls, phones, serversOf } from './shapes.ts'
import { supervisorPhone } from './supervisor-phone.ts'

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
  const forAll = reader.one(['calls'], calls)
  const reach = reader.one(['reach'], oneOf(['machine', 'network']).default('machine')) ?? 'machine'
  const operators = entries.operators.flatMap(item => phoneOf(reader, item))
  const others = entries.supervisors.map(({ at, value }) => ({
    at,
    value: { ...value, id: supervisorPhone(value.id), campaigns: [] },
  }))
  const supervisors = others.flatMap(item => phoneOf(reader, item))
  const everybody = { ...entries, operators: [...entries.operators, ...others] }
  if (reader.raw(['servers']) === undefined) return null
  const isList = (at: Path): boolean => Array.isArray(reader.raw(at))
  const many = { drachtio: isList(SIP), freeswitch: isList(MEDIA) }
  const found = reader.one(['servers'], serversOf(many))
  if (found === undefined || forAll === undefined) return null
  const { listen, trial } = found
  const [drachtio, ...moreDrachtio] = found.drachtio
  const [freeswitch, ...further] = found.freeswitch
  if (drachtio === undefined) reader.problem(SIP, NONE)
  if (freeswitch === undefined) reader.problem(MEDIA, NONE)
  if (drachtio === undefined || freeswitch === undefined) return null
  const network: Network = {
    reach,
    trial,
    drachtio,
    ...(moreDrachtio.length === 0 ? {} : { moreDrachtio }),
    freeswitch: {
      ...freeswitch,
      profile: freeswitch.profile ?? null,
      conferenceProfile: freeswitch.conferenceProfile ?? null,
    },
    ...(further.length === 0 ? {} : { moreFreeswitch: further.map(likeFirst) }),
    listen: listen === undefined ? null : { ...listen, advertised: listen.advertised ?? null },
    trunks: entries.trunks.map(item => trunkOf(reader, item)),
    phones: registering,
    operators,
    supervisors,
    calls: { ...forAll, holdMusic: forAll.holdMusic ?? null },
  }
  for (const [i, other] of further.entries())
    for (const key of ['profile', 'conferenceProfile'] as const)
      if (other[key] !== undefined && other[key] !== freeswitch[key])
        reader.problem([...MEDIA, i + 1, key], 'is not that of the first. All have the same.')
  checkServers(reader, network)
  checkOperators(reader, everybody, network)
  checkReach(reader, everybody, network)
  if (environment !== null) checkSecrets(reader, everybody, network, environment)
  return network
}

const SIP = ['servers', 'drachtio'] as const
const MEDIA = ['servers', 'freeswitch'] as const
const NONE = 'is empty. Name one server at least.'

const likeFirst = ({ host, port, secretFrom }: ServerEntry): ServerEntry => ({
  host,
  port,
  secretFrom,
})

function trunkOf(reader: Reader, { at, value }: Item<RawTrunk>): SipTrunkEntry {
  const { id, host = '', transport, domain, credentials = null, called, shown } = value
  if (host === '')
    reader.problem([...at, 'host'], 'is missing. With servers each trunk names its carrier.')
  const { delayedOffer, probe, sources } = value
  const { header, withheld, allowed = null } = shown
  return {
    id,
    host,
    transport,
    domain: domain ?? host.replace(/:\d+$/, ''),
    credentials,
    called: formOf(called),
    shown: { ...formOf(shown), header: header === 'none' ? null : header, withheld, allowed },
    delayedOffer,
    probe,
    sources,
  }
}

const formOf = ({ prefix, international, national = null }: RawForm): NumberForm => ({
  prefix,
  international,
  national,
})

function phoneOf(reader: Reader, { at, value }: Item<RawOperator>): OperatorPhone[] {
  const { id: operator, phone } = value
  if (phone === undefined) return []
  const { uri, username, passwordFrom, leg = null } = phone
  const where = [...at, 'phone']
  if (uri !== undefined && username === undefined && passwordFrom === undefined)
    return [{ operator, leg, kind: 'fixed', uri }]
  if (uri === undefined && username !== undefined && passwordFrom !== undefined)
    return [{ operator, leg, kind: 'registers', username, passwordFrom }]
  const one = 'Give either uri, of a phone at a fixed place,'
  reader.problem(where, `${one} or username and passwordFrom, of one that registers.`)
  return []
}
