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
  readonly local: string | undefined
  readonly remote: string | undefined
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
export function goodbyeIn({
  callId,
  local,
  remote,
  contact,
  route,
  proxy,
}: Beginning): Goodbye | null {
  const [From, To, uri] = [partyOf(local), partyOf(remote), uriOf(contact)]
  if (callId === undefined || !/^[\x21-\x7e]+$/.test(callId)) return null
  if (From === null || To === null || uri === null) return null
  const identity = { From, To, 'Call-ID': callId, CSeq: `${LAST_OF_ALL} BYE` }
  const isRouted = route.length > 0
  const headers = isRouted ? { ...identity, Route: route.join(',') } : identity
  const goodbye = { uri, proxy: isRouted ? uriOf(route[0]) : proxy, headers }
  return wordOf(goodbye).length > LENGTH_MAX ? null : goodbye
}

/** @returns the places on the way, in the order of the header. @param header `Record-Route` */
export const placesOf = (header: string | undefined): readonly string[] =>
  header?.match(/<sips?:[\x21-\x3d\x3f-\x7e]+>/g) ?? []

/** @returns it as one word without spaces. */
export const wordOf = (goodbye: Goodbye): string => encodeURIComponent(JSON.stringify(goodbye))

/** @returns what a word stands for; null: for nothing. */
export function goodbyeOf(word: string): Goodbye | null {
  try {
    return JSON.parse(decodeURIComponent(word)) as Goodbye
  } catch {
    return null
  }
}

/** What may stand in an address, or in a tag, without an end of its own: visible ASCII. */
const WORD = '[\\x21-\\x2b\\x2d-\\x3a\\x3d\\x3f-\\x7e]+'
const TAG = new RegExp(`;\\s*tag=(${WORD})`)
const ADDRESS = new RegExp(`<(sips?:[\\x21-\\x3b\\x3d\\x3f-\\x7e]+)>|^\\s*(sips?:${WORD})`, 'i')

/** A side of a dialog, without the name that it shows; null: it has no tag. */
function partyOf(header: string | undefined): string | null {
  const uri = uriOf(header)
  const tag = TAG.exec(header ?? '')?.[1]
  return uri === null || tag === undefined ? null : `<${uri}>;tag=${tag}`
}

function uriOf(header: string | undefined): string | null {
  const [, within, bare] = ADDRESS.exec(header ?? '') ?? []
  return within ?? bare ?? null
}
