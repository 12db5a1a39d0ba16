import type { Invitation } from '../rules/invitation.ts'
import type { ForeignAuth } from './foreign.ts'

/** The library repeats much of a challenge: one beyond this would come near the server's 12 KB. */
const CHALLENGE_MAX = 2048

/** How to prove ourselves to a carrier: not to challenges that the library answers wrongly. */
export function authFor({ username, password }: NonNullable<Invitation['auth']>): ForeignAuth {
  return (_request, response, done) => {
    const header = response.status === 407 ? 'Proxy-Authenticate' : 'WWW-Authenticate'
    const challenge = response.get(header) ?? ''
    if (isAnswerable(challenge)) done(null, username, password)
    else done(new Error('there is no answer to this challenge'))
  }
}

/** A digest by MD5 (RFC 2617), which is also what is meant where no algorithm is named. */
export function isAnswerable(challenge: string): boolean {
  const algorithm = /[\s,]algorithm\s*=\s*"?([\w-]*)/i.exec(challenge)?.[1] ?? 'MD5'
  const isDigest = /^\s*digest\s/i.test(challenge)
  return isDigest && challenge.length <= CHALLENGE_MAX && algorithm.toUpperCase() === 'MD5'
}
