import { createHash } from 'node:crypto'

/** Who someone says they are. */
export interface Credentials {
  readonly username: string
  readonly password: string
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** @returns a challenge in the manner of RFC 2617 with `qop=auth`. */
export function challenge(realm: string, nonce: string): string {
  return `Digest realm="${realm}", nonce="${nonce}", algorithm=MD5, qop="auth"`
}

/** @returns the header that answers a challenge. */
export function answerChallenge(
  { username, password }: Credentials,
  asked: string,
  method: string,
  uri: string,
): string {
  const realm = field(asked, 'realm')
  const nonce = field(asked, 'nonce')
  const cnonce = '0a4f113b'
  const secret = md5(`${username}:${realm}:${password}`)
  const withQop = field(asked, 'qop') === '' ? '' : `00000001:${cnonce}:auth:`
  const proof = md5(`${secret}:${nonce}:${withQop}${md5(`${method}:${uri}`)}`)
  const qop = withQop === '' ? '' : `, qop=auth, nc=00000001, cnonce="${cnonce}"`
  const who = `username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}"`
  return `Digest ${who}, response="${proof}", algorithm=MD5${qop}`
}

/** @returns whether the header proves that its sender knows the password, for this nonce. */
export function provesPassword(
  proof: string,
  { username, password }: Credentials,
  nonce: string,
  method: string,
): boolean {
  if (field(proof, 'username') !== username || field(proof, 'nonce') !== nonce) return false
  const secret = md5(`${username}:${field(proof, 'realm')}:${password}`)
  const asked = md5(`${method}:${field(proof, 'uri')}`)
  const qop = field(proof, 'qop')
  const middle = qop === '' ? '' : `${field(proof, 'nc')}:${field(proof, 'cnonce')}:${qop}:`
  return field(proof, 'response') === md5(`${secret}:${nonce}:${middle}${asked}`)
}

/** @returns the value of a field, with or without quotation marks; '' where it is missing. */
export function field(text: string, name: string): string {
  const found = new RegExp(`[ ,]${name}=(?:"([^"]*)"|([^\\s,]+))`).exec(text)
  return found?.[1] ?? found?.[2] ?? ''
}
