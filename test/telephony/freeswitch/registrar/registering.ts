import { createHash } from 'node:crypto'
import { VirtualTimeline } from '../../../../src/base/virtual-timeline.ts'
import type { DigestAlgorithm } from '../../../../src/telephony/freeswitch/registrar/digest.ts'
import {
  type Answer,
  REGISTRAR_DEFAULTS,
  Registrar,
  type RegistrarSettings,
} from '../../../../src/telephony/freeswitch/registrar/registrar.ts'
import type { RegisterMessage } from '../../../../src/telephony/freeswitch/registrar/request.ts'

/** Of the invented phones; each user's password is the user's name and this. */
export const PASSWORD = ' has a password'
/** A key that no real registrar has. */
export const NONCE_KEY = new Uint8Array(32).fill(7)
const URI = 'sip:127.0.0.1:5060'

/** @returns a registrar that knows `anna`, `anna2` (both Anna's) and `ben`, and its time. */
export function newRegistrar(more: Partial<RegistrarSettings> = {}) {
  const timeline = new VirtualTimeline(Date.UTC(2026, 10, 22, 9))
  const operators: Readonly<Record<string, string>> = { anna: 'anna', anna2: 'anna', ben: 'ben' }
  const settings: RegistrarSettings = {
    ...REGISTRAR_DEFAULTS,
    realm: 'carillon',
    nonceKey: NONCE_KEY,
    accountOf: user =>
      Object.hasOwn(operators, user)
        ? { operator: operators[user]!, secret: { password: `${user}${PASSWORD}` } }
        : null,
    ...more,
  }
  return { registrar: new Registrar(settings, timeline), timeline, settings }
}

/** Some headers of a REGISTER, and where it comes from. */
export interface Packet {
  readonly headers?: Readonly<Record<string, string>>
  readonly from?: { readonly address: string; readonly port: number; readonly protocol?: string }
}

/** @returns a REGISTER of Anna's phone, with what is said changed. */
export function message({ headers = {}, from }: Packet = {}): RegisterMessage {
  const all: Readonly<Record<string, string>> = {
    From: '<sip:anna@127.0.0.1>;tag=a',
    To: '<sip:anna@127.0.0.1:5060>',
    'Call-ID': 'call-1',
    CSeq: '1 REGISTER',
    Contact: '<sip:anna@192.0.2.7:5062>',
    Expires: '100',
    ...headers,
  }
  return {
    uri: URI,
    source_address: from?.address ?? '192.0.2.7',
    source_port: from?.port ?? 5062,
    protocol: from?.protocol ?? 'udp',
    get: name => all[name],
  }
}

/** What a phone answers a challenge with. */
export interface Proof {
  readonly user?: string
  readonly password?: string
  readonly algorithm?: DigestAlgorithm
  readonly count?: number
  readonly uri?: string
}

/** @returns the Authorization header for a nonce, reckoned apart from the code under test. */
export function authorization(nonce: string, proof: Proof = {}): string {
  const { user = 'anna', algorithm = 'SHA-256', count = 1, uri = URI } = proof
  const hash = (text: string): string =>
    createHash(algorithm.replace('-', '').toLowerCase()).update(text).digest('hex')
  const nc = count.toString(16).padStart(8, '0')
  const ha1 = hash(`${user}:carillon:${proof.password ?? `${user}${PASSWORD}`}`)
  const response = hash(`${ha1}:${nonce}:${nc}:client:auth:${hash(`REGISTER:${uri}`)}`)
  const who = `username="${user}", realm="carillon", nonce="${nonce}", uri="${uri}"`
  return `Digest ${who}, response="${response}", algorithm=${algorithm}, qop=auth, nc=${nc}, cnonce="client"`
}

/** @returns the nonce of a challenge. */
export function nonceOf(answer: Answer | null): string {
  return /nonce="([^"]+)"/.exec(answer?.headers['WWW-Authenticate'] ?? '')?.[1] ?? ''
}

/** Asks for a nonce and proves the password with it. @returns the last answer. */
export function register(registrar: Registrar, packet: Packet = {}, proof: Proof = {}) {
  const asked = registrar.answer(message(packet))
  if (asked?.status !== 401) return asked
  const Authorization = authorization(nonceOf(asked), proof)
  return registrar.answer(message({ ...packet, headers: { ...packet.headers, Authorization } }))
}
