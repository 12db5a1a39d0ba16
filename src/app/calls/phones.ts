import { randomBytes } from 'node:crypto'
import type { Clock } from '../../base/clock.ts'
import type { OperatorId } from '../../base/id.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import { type Environment, isThisMachine } from '../../campaign/network/check-network.ts'
import { supervisorPhone } from '../../campaign/network/supervisor-phone.ts'
import { LEG_DEFAULT, type LegKind } from '../../campaign/rules/leg-kind.ts'
import type { Network, Site } from '../../campaign/site.ts'
import type { ServerState } from '../../telephony/freeswitch/farm/server-state.ts'
import type { Phone, PhoneBook } from '../../telephony/freeswitch/phone-book.ts'
import {
  type PhoneAccount,
  REGISTRAR_DEFAULTS,
  type Registrar,
} from '../../telephony/freeswitch/registrar/registrar.ts'
import { phonesElsewhere } from './phones-elsewhere.ts'
import { secretIn } from './settings.ts'
import { WaryRegistrar } from './wary-registrar.ts'

/** In bytes; other ones at each start, so that nobody can use a proof of before. */
const NONCE_KEY = 32

/** Where operators' phones are: at the places the site file names, or where they registered. */
export interface Phones {
  readonly book: PhoneBook
  readonly supervisors: PhoneBook
  /** Null where no phone registers: then nobody can. */
  readonly registrar: WaryRegistrar | null
}

/** @returns the phones of a site. */
export function phonesOf(network: Network, environment: Environment, clock: Clock): Phones {
  const fixed = new Map<OperatorId, Phone>()
  const accounts = new Map<string, PhoneAccount>()
  for (const phone of [...network.operators, ...network.supervisors]) {
    const { operator } = phone
    if (phone.kind === 'fixed') fixed.set(operator, { uri: phone.uri })
    else {
      const secret = { password: secretIn(environment, phone.passwordFrom) }
      accounts.set(phone.username, { operator, secret })
    }
  }
  const registrar = registrarOf(network, accounts, clock)
  const book: PhoneBook = {
    phoneOf: operator => fixed.get(operator) ?? registrar?.phoneOf(operator) ?? null,
  }
  const supervisors: PhoneBook = { phoneOf: one => book.phoneOf(supervisorPhone(one)) }
  return { book, supervisors, registrar }
}

/**
 * How an operator's phone is part of their work: as their own entry says, or else as their
 * campaigns of this run do. Where one of those holds the leg, it is held: it serves the others as
 * well.
 */
export function legsOf(
  { operators }: Network,
  site: Site,
  campaigns: readonly Campaign[],
): (operator: OperatorId) => LegKind {
  const own = new Map(operators.map(({ operator, leg }) => [operator, leg]))
  const theirs = new Map(site.operators.map(one => [one.id, one.campaigns]))
  return operator => {
    const served = campaigns.filter(({ id }) => theirs.get(operator)?.includes(id))
    const kinds = served.map(({ leg = LEG_DEFAULT }) => leg)
    const all = kinds.length > 0 && kinds.every(kind => kind === 'callback') ? 'callback' : 'held'
    return own.get(operator) ?? all
  }
}

function registrarOf(
  network: Network,
  accounts: ReadonlyMap<string, PhoneAccount>,
  clock: Clock,
): WaryRegistrar | null {
  const { phones, reach } = network
  if (phones === null || accounts.size === 0) return null
  const { keepAlive: every, ...asked } = phones
  const settings = {
    ...REGISTRAR_DEFAULTS,
    ...asked,
    keepAlive: { ...REGISTRAR_DEFAULTS.keepAlive, every },
    accountOf: (user: string) => accounts.get(user) ?? null,
    nonceKey: randomBytes(NONCE_KEY),
    inReach: reach === 'network' ? () => true : isHere,
  }
  return new WaryRegistrar(settings, clock)
}

/** A phone may register from anywhere, but is called only as far as the site's calls may go. */
function isHere({ uri, proxy }: Phone): boolean {
  return [uri, proxy ?? uri].every(place => isThisMachine(hostOf(place)))
}

const hostOf = (uri: string): string => uri.replace(/^sips?:(?:[^@]*@)?/, '').replace(/[;?].*$/, '')

/** What is wrong with phones that try to register and do not prove their password. */
export function refusedPhones(registrar: Pick<Registrar, 'refusals' | 'phoneOf'> | null): string[] {
  if (registrar === null) return []
  return [...registrar.refusals]
    .filter(([operator]) => registrar.phoneOf(operator) === null)
    .map(([operator, n]) => {
      const times = n === 1 ? 'once' : `${n} times`
      const todo =
        'Look at its password, and at phones.algorithm of the site file: many know MD5 only.'
      return `${operator}'s phone: not registered, its proof was refused ${times}. ${todo}`
    })
}

/** Operators whose phones have called us, in words: they hear that nobody is reached so. */
export function callingPhones(registrar: Pick<Registrar, 'callers'> | null): string[] {
  const why = 'it called, and was refused: operators are called here'
  return [...(registrar?.callers ?? [])].map(operator => `${operator}'s phone: ${why}.`)
}

/** Operators whose phones are registered and not there, in words. */
export function silentPhones(registrar: Pick<Registrar, 'silent'> | null): string[] {
  const why = 'it does not answer when it is asked, though it is registered'
  const todo = 'Is it switched on, and does its network let it be reached?'
  return [...(registrar?.silent ?? [])].map(operator => `${operator}'s phone: ${why}. ${todo}`)
}

/** What is wrong with operators' phones, in words. @param servers how these are. */
export function phoneTroubles(
  registrar: Pick<
    WaryRegistrar,
    'guessing' | 'refusals' | 'phoneOf' | 'elsewhere' | 'silent' | 'callers'
  > | null,
  servers: readonly ServerState[],
): string[] {
  const guessing = registrar?.guessing ?? null
  const first = guessing === null ? [] : [guessing]
  return [
    ...first,
    ...refusedPhones(registrar),
    ...phonesElsewhere(registrar, servers),
    ...silentPhones(registrar),
    ...callingPhones(registrar),
  ]
}
