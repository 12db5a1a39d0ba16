import { createHash, timingSafeEqual } from 'node:crypto'

/** How a password is proven: RFC 7616; RFC 8760 brings SHA-256 to SIP. Old phones know MD5 only. */
export type DigestAlgorithm = 'MD5' | 'SHA-256'

/** What somebody says to prove that they know a password: an Authorization header, read. */
export interface DigestProof {
  readonly username: string
  readonly realm: string
  readonly nonce: string
  readonly uri: string
  /** In lower case, as long as the algorithm's digests are. */
  readonly response: string
  readonly algorithm: DigestAlgorithm
  /** How many times the nonce has been used, this one included, as it was written. */
  readonly nonceCount: string
  readonly cnonce: string
}

/** A password, or what is kept in its place: the hash of `user:realm:password`, in hex. */
export type PhoneSecret = { readonly password: string } | { readonly ha1: string }

const FIELD = /\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))\s*(?:,|$)/y
const HEX_LENGTH: Readonly<Record<DigestAlgorithm, number>> = { MD5: 32, 'SHA-256': 64 }
const HASH: Readonly<Record<DigestAlgorithm, string>> = { MD5: 'md5', 'SHA-256': 'sha256' }

/** @returns the proof in the header; null: it is none by RFC 7616, section 3.4, with qop=auth. */
export function readProof(header: string): DigestProof | null {
  const scheme = /^\s*Digest\s+/i.exec(header)
  if (scheme === null) return null
  const fields = readFields(header, scheme[0].length)
  if (fields === null || fields.get('qop')?.toLowerCase() !== 'auth') return null
  const algorithm = algorithmOf(fields.get('algorithm'))
  const get = (name: string): string => fields.get(name) ?? ''
  const response = get('response').toLowerCase()
  const nonceCount = get('nc')
  if (algorithm === null || !/^[\da-f]{8}$/i.test(nonceCount)) return null
  if (response.length !== HEX_LENGTH[algorithm] || !/^[\da-f]+$/.test(response)) return null
  const words = { username: get('username'), realm: get('realm'), nonce: get('nonce') }
  const rest = { uri: get('uri'), cnonce: get('cnonce') }
  if (Object.values({ ...words, ...rest }).includes('')) return null
  return { ...words, ...rest, response, algorithm, nonceCount }
}

/** @returns the WWW-Authenticate header that asks for a proof. */
export function challengeFor(
  realm: string,
  nonce: string,
  algorithm: DigestAlgorithm,
  stale: boolean,
): string {
  const more = stale ? ', stale=true' : ''
  return `Digest realm="${realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"${more}`
}

/**
 * Whether the proof is one of this secret (RFC 7616, section 3.4.1). The time it takes says nothing
 * of how much of it was right.
 */
export function proves(proof: DigestProof, secret: PhoneSecret, method: string): boolean {
  const { username, realm, nonce, nonceCount, cnonce, uri, algorithm, response } = proof
  const hash = (text: string): string => createHash(HASH[algorithm]).update(text).digest('hex')
  const ha1 = 'ha1' in secret ? secret.ha1 : hash(`${username}:${realm}:${secret.password}`)
  const asked = hash(`${method}:${uri}`)
  const right = hash(`${ha1.toLowerCase()}:${nonce}:${nonceCount}:${cnonce}:auth:${asked}`)
  return timingSafeEqual(Buffer.from(right), Buffer.from(response))
}

function algorithmOf(text: string | undefined): DigestAlgorithm | null {
  const name = text?.toUpperCase() ?? 'MD5'
  return name === 'MD5' || name === 'SHA-256' ? name : null
}

/** A name that comes twice makes the header ambiguous, and it is none. */
function readFields(text: string, from: number): ReadonlyMap<string, string> | null {
  const fields = new Map<string, string>()
  FIELD.lastIndex = from
  for (let at = from; at < text.length; at = FIELD.lastIndex) {
    const [, name, quoted, bare] = FIELD.exec(text) ?? []
    if (name === undefined || fields.has(name.toLowerCase())) return null
    fields.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '')
  }
  return fields
}
