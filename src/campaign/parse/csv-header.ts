import { TextDecoder } from 'node:util'
import { type Options, parse } from 'csv-parse/sync'

/** The header of a list ends within so many bytes. */
export const HEADER_BYTES_MAX = 65_536

const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'windows-1252']
const SEPARATORS = [',', ';', '\t', '|']

/** The beginning of a list. */
export interface Header {
  /** Null: the file is no text. */
  readonly names: readonly string[] | null
  /** Whether nothing is written below it. */
  readonly alone: boolean
}

/**
 * The header of a list, from its first bytes, read the way that finds most of the names a campaign
 * expects. Whether the rest can be read is for the import to say, which looks at it all.
 */
export function headerOf(head: Uint8Array, expected: readonly string[]): Header {
  let best: { names: readonly string[]; alone: boolean } = { names: [], alone: false }
  let most = -1
  for (const encoding of ENCODINGS) {
    const text = decoded(head, encoding)?.replace(/^sep=.\r?\n/i, '')
    if (text === undefined) continue
    for (const separator of SEPARATORS) {
      const names = firstRow(text, separator)
      const found = expected.filter(name => names.includes(name)).length
      if (found < most || (found === most && names.length <= best.names.length)) continue
      best = { names, alone: head.length < HEADER_BYTES_MAX && isAlone(text, separator) }
      most = found
    }
  }
  return most === 0 && isBinary(head) ? { names: null, alone: false } : best
}

/** Text has no such control characters; in UTF-16 every second byte may look like one. */
function isBinary(head: Uint8Array): boolean {
  const [a, b] = head
  const utf16 = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)
  return !utf16 && head.some(byte => byte < 0x09 || (byte > 0x0d && byte < 0x20))
}

/** @returns nothing where the bytes cannot be of this encoding. */
function decoded(head: Uint8Array, encoding: string): string | undefined {
  // The head may end in the middle of a character: only whole lines are judged.
  const whole = head.length < HEADER_BYTES_MAX ? head : head.subarray(0, head.lastIndexOf(0x0a) + 1)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(whole)
  } catch {
    return undefined
  }
}

function firstRow(text: string, delimiter: string): string[] {
  try {
    const rows = rowsOf(text, { delimiter, to: 1 })
    return (rows[0] ?? []).map(cell => cell.trim())
  } catch {
    return []
  }
}

function isAlone(text: string, delimiter: string): boolean {
  try {
    const written = { skip_empty_lines: true, skip_records_with_empty_values: true }
    return rowsOf(text, { delimiter, to: 2, relax_column_count: true, ...written }).length < 2
  } catch {
    return false
  }
}

const rowsOf = (text: string, options: Options): string[][] =>
  parse(text, { record_delimiter: ['\r\n', '\n', '\r'], relax_quotes: true, ...options })
