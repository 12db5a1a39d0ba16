import { TextDecoder } from 'node:util'
import { parse } from 'csv-parse/sync'

/** The header of a list ends within so many bytes. */
export const HEADER_BYTES_MAX = 65_536

const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'windows-1252']
const SEPARATORS = [',', ';', '\t', '|']

/**
 * The column names of a list, from its first bytes, read the way that finds most of the names
 * a campaign expects. Whether the rest can be read is for the import to say, which looks at it all.
 */
export function headerOf(head: Uint8Array, expected: readonly string[]): readonly string[] {
  let best: readonly string[] = []
  let most = -1
  for (const encoding of ENCODINGS) {
    const text = decoded(head, encoding)?.replace(/^sep=.\r?\n/i, '')
    if (text === undefined) continue
    for (const separator of SEPARATORS) {
      const names = firstRow(text, separator)
      const found = expected.filter(name => names.includes(name)).length
      if (found < most || (found === most && names.length <= best.length)) continue
      best = names
      most = found
    }
  }
  return best
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
  const record_delimiter = ['\r\n', '\n', '\r']
  try {
    const rows: string[][] = parse(text, { delimiter, record_delimiter, relax_quotes: true, to: 1 })
    return (rows[0] ?? []).map(cell => cell.trim())
  } catch {
    return []
  }
}
