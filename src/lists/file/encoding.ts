import { TextDecoder } from 'node:util'
import { CarillonError } from '../../base/errors.ts'
import type { ByteStatistics } from './byte-statistics.ts'

/** How a file's bytes become text, and how sure that is. */
export interface EncodingChoice {
  /** A label of the WHATWG Encoding Standard, for example `utf-8` or `windows-1251`. */
  readonly encoding: string
  /** 0–1. 1: marked, given, or beyond doubt; below 0.5 it is little better than a guess. */
  readonly confidence: number
  readonly because: 'given' | 'byteOrderMark' | 'ascii' | 'validUtf8' | 'letters'
}

/** From so many well-formed multi-byte sequences on, a file is taken to be meant as UTF-8. */
const UTF8_INTENDED_MIN = 3
/** … as long as malformed bytes are fewer than one in so many of them. */
const UTF8_INTENDED_RATIO = 3

/** @returns the encoding that a byte order mark at the start of the file announces, or null. */
export function byteOrderMark(head: Uint8Array): string | null {
  const [a, b, c, d] = head
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) {
    if (c === 0 && d === 0 && head.length >= 4) {
      throw unreadable('The file is UTF-32, which cannot be read.', 'Save it as UTF-8.')
    }
    return 'utf-16le'
  }
  return a === 0xfe && b === 0xff ? 'utf-16be' : null
}

/**
 * @returns the canonical name of a given encoding.
 * @throws CarillonError LIST_INVALID when there is no such encoding or the mark contradicts it.
 */
export function checkGiven(given: string, mark: string | null): string {
  let name: string
  try {
    name = new TextDecoder(given).encoding
  } catch (cause) {
    throw unreadable(`There is no encoding "${given}".`, 'Try utf-8 or windows-1251.', cause)
  }
  if (mark !== null && mark !== name) {
    throw unreadable(
      `${given} was given, but the file starts with the mark of ${mark}.`,
      `Leave the encoding out or give ${mark}.`,
    )
  }
  return name
}

/**
 * Checks a given eight-bit encoding against the bytes. Text in windows-1251 or windows-1252 is
 * never well-formed UTF-8 for long: such a file would be read as garbage.
 *
 * @throws CarillonError LIST_INVALID when the bytes contradict the given encoding.
 */
export function checkAgainstBytes(encoding: string, bytes: ByteStatistics): void {
  if (encoding === 'utf-8' || encoding.startsWith('utf-16')) return
  if (bytes.malformed === 0 && bytes.multibyte >= UTF8_INTENDED_MIN) {
    throw unreadable(
      `${encoding} was given, but the file is UTF-8.`,
      'Leave the encoding out or give utf-8.',
    )
  }
}

/**
 * Chooses between UTF-8, windows-1251 and windows-1252 for a file without a byte order mark.
 *
 * Strictly well-formed UTF-8 is UTF-8: each multi-byte sequence halves the chance that it is so by
 * accident. Otherwise Cyrillic words are runs of letters beyond ASCII, while in Latin text such
 * letters stand alone between ASCII ones.
 *
 * @returns the choice, or null when the file is meant as UTF-8 and damaged.
 */
export function chooseEncoding(bytes: ByteStatistics): EncodingChoice | null {
  if (bytes.malformed === 0) {
    return bytes.multibyte === 0
      ? { encoding: 'utf-8', confidence: 1, because: 'ascii' }
      : { encoding: 'utf-8', confidence: 1 - 0.5 ** (bytes.multibyte + 1), because: 'validUtf8' }
  }
  const sequences = bytes.multibyte
  if (sequences >= UTF8_INTENDED_MIN && bytes.malformed * UTF8_INTENDED_RATIO <= sequences)
    return null
  const pairs = bytes.joined + bytes.mixed
  // Of the signs without letters both encodings have the same at most places.
  if (pairs === 0) return { encoding: 'windows-1252', confidence: 0, because: 'letters' }
  const share = bytes.joined / pairs
  // Few letters say little: of n pairs the share counts n / (n + 2).
  const weight = pairs / (pairs + 2)
  return {
    encoding: share > 0.5 ? 'windows-1251' : 'windows-1252',
    confidence: Math.abs(2 * share - 1) * weight,
    because: 'letters',
  }
}

/**
 * @returns a decoder for one file, to be fed chunk by chunk; it throws on malformed bytes and drops
 * the mark.
 */
export function decoderOf(encoding: string): TextDecoder {
  return new TextDecoder(encoding, { fatal: true })
}

/** @returns the error for a file that cannot be read as a list: what is wrong, and what to do. */
export function unreadable(what: string, todo: string, cause?: unknown): CarillonError {
  return new CarillonError('LIST_INVALID', `${what} ${todo}`, { cause })
}
