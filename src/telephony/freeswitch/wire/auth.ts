import type { Invitation } from '../rules/invitation.ts'
import { type ForeignAuth, type ForeignMessage, showOnly } from './foreign.ts'

/** The library repeats much of a challenge: one beyond this would come near the server's 12 KB. */
const CHALLENGE_MAX = 2048

/** How to prove ourselves to a carrier: not to challenges that the library answers wrongly. */
export function authFor({ username, password }: NonNullable<Invitation['auth']>): ForeignAuth {
  return (_request, response, done) => {
    const challenge = answerableIn(challengesOf(response))
    if (challenge === null) return done(new Error('there is no answer to this challenge'))
    showOnly(response, headerOf(response), challenge)
    done(null, username, password)
  }
}

/** Whether somebody asks who we are in a way in which we cannot say it, SHA-256 alone for one. */
export function isUnanswerable(response: ForeignMessage): boolean {
  if (response.status !== 401 && response.status !== 407) return false
  const challenges = challengesOf(response)
  return challenges !== '' && answerableIn(challenges) === null
}

/**
 * A digest by MD5 (RFC 2617), which is also what is meant where no algorithm is named. Who can do
 * better offers several, in a row of their own liking (RFC 8760, section 2.4).
 *
 * @param challenges as the library joins the headers, by commas.
 * @returns the first that can be answered; null: none.
 */
export function answerableIn(challenges: string): string | null {
  const each = challenges.split(/,\s*(?=[\w-]+\s+[\w-]+\s*=)/)
  return each.find(isAnswerable) ?? null
}

function isAnswerable(challenge: string): boolean {
  const algorithm = /[\s,]algorithm\s*=\s*"?([\w-]*)/i.exec(challenge)?.[1] ?? 'MD5'
  const isDigest = /^\s*digest\s/i.test(challenge)
  return isDigest && challenge.length <= CHALLENGE_MAX && algorithm.toUpperCase() === 'MD5'
}

const headerOf = ({ status }: ForeignMessage): string =>
  status === 407 ? 'Proxy-Authenticate' : 'WWW-Authenticate'

const challengesOf = (response: ForeignMessage): string => response.get(headerOf(response)) ?? ''
