import { unquoted } from './unquoted.ts'

/** A side of a dialog, without the name that it shows. */
export interface Party {
  readonly uri: string
  /** '': none has been given yet. */
  readonly tag: string
}

/** What may stand in an address, or in a tag, without an end of its own: visible ASCII. */
const WORD = '[\\x21-\\x2b\\x2d-\\x3a\\x3d\\x3f-\\x7e]+'
const TAG = new RegExp(`;\\s*tag\\s*=\\s*(${WORD})`, 'i')
const NAMED = /^[^<]*<([a-z]+:[\x21-\x3b\x3d\x3f-\x7e]+)>(.*)$/is
const BARE = new RegExp(`^\\s*([a-z]+:${WORD})(.*)$`, 'is')

/**
 * Reads From, To or Contact. A name that a stranger shows may look like anything: it is not looked
 * at.
 *
 * @returns null when it names no address.
 */
export function partyOf(header: string | undefined): Party | null {
  const text = unquoted(header)
  const [, uri, parameters = ''] = (text.includes('<') ? NAMED : BARE).exec(text) ?? []
  return uri === undefined ? null : { uri, tag: TAG.exec(parameters)?.[1] ?? '' }
}

/** @returns the places on the way, in the order of the header. @param header `Record-Route` */
export const placesOf = (header: string | undefined): readonly string[] =>
  header?.match(/<sips?:[\x21-\x3b\x3d\x3f-\x7e]+>/g) ?? []
