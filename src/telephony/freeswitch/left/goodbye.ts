import { type Party, partyOf } from '../headers/party.ts'
import type { Headers } from '../wire/foreign.ts'

/**
 * A BYE that anybody can send, in whatever dialog it is: one that its server has forgotten, and one
 * that was not answered yet and rings (RFC 3261, sections 12.2.1.1 and 15).
 */
export interface Goodbye {
  /** Where the other side takes requests. */
  readonly uri: string
  /** Where it is sent when that is not `uri`; null: it is. */
  readonly proxy: string | null
  readonly headers: Headers
}

/** What began a dialog, as far as a BYE needs it: values of headers as they came. */
export interface Beginning {
  readonly callId: string | undefined
  /** Our side and the other, each with its tag. */
  readonly local: Party | null
  readonly remote: Party | null
  /** Where the other side takes requests. */
  readonly contact: string | undefined
  /** `Record-Route`, in the order in which we go through them. */
  readonly route: readonly string[]
  readonly proxy: string | null
}

/**
 * Above every number that the server gives a request in a dialog: it begins with half of the
 * seconds since 1900, below 2^27, and numbers may not reach 2^31 (RFC 3261, section 8.1.1.5).
 */
const LAST_OF_ALL = 2 ** 30
/** What is longer comes of no telephone, and is not kept. */
const LENGTH_MAX = 2000

/** @returns the BYE; null: there is no dialog yet, or nobody could be told where to end it. */
export function goodbyeIn(beginning: Beginning): Goodbye | null {
  const { callId, local, remote, contact, route, proxy } = beginning
  const uri = placeOf(contact)
  if (callId === undefined || !/^[\x21-\x7e]+$/.test(callId) || uri === null) return null
  if (!local?.tag || !remote?.tag) return null
  const identity = {
    From: `<${local.uri}>;tag=${local.tag}`,
    To: `<${remote.uri}>;tag=${remote.tag}`,
    'Call-ID': callId,
    CSeq: `${LAST_OF_ALL} BYE`,
  }
  const isRouted = route.length > 0
  const headers = isRouted ? { ...identity, Route: route.join(',') } : identity
  const goodbye = { uri, proxy: isRouted ? placeOf(route[0]) : proxy, headers }
  return wordOf(goodbye).length > LENGTH_MAX ? null : goodbye
}

/** @returns it as one word without spaces. */
export const wordOf = (goodbye: Goodbye): string => encodeURIComponent(JSON.stringify(goodbye))

/** @returns what a word stands for; null: for nothing. */
export function goodbyeOf(word: string): Goodbye | null {
  try {
    const { uri, proxy, headers } = JSON.parse(decodeURIComponent(word))
    const values = [uri, proxy ?? '', ...Object.values(headers)]
    const isSound = values.every(one => typeof one === 'string' && !/\p{Cc}/u.test(one))
    return isSound ? { uri, proxy, headers } : null
  } catch {
    return null
  }
}

/** Where requests can be sent to; null: nowhere, by SIP. */
function placeOf(header: string | undefined): string | null {
  const uri = partyOf(header)?.uri ?? ''
  return /^sips?:/i.test(uri) ? uri : null
}
