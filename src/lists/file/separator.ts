import { parse } from 'csv-parse/sync'
import { unreadable } from './encoding.ts'

/** Characters that may part the cells of a row, the most usual first. */
export const SEPARATORS = [',', ';', '\t', '|'] as const
/** One of `SEPARATORS`. */
export type Separator = (typeof SEPARATORS)[number]

/** So many rows after the header take part in the choice. */
const ROWS_MAX = 50
/** Excel's own first line, for example `sep=;`, which is no header. */
const DIRECTIVE = /^sep=(.)(?:\r\n|\n|\r)/i

/** What the head of a list says about its shape. */
export interface Head {
  readonly separator: Separator
  /** Cells of the header row, as they stand there. */
  readonly header: readonly string[]
  /** How many characters come before the header: a `sep=` line, or none. */
  readonly skip: number
  /** Whether more than the header was seen, so that the header is known to be whole. */
  readonly whole: boolean
}

/** How csv-parse reads every list; see `RecordScanner`, which must agree with it. */
export const CSV_OPTIONS = {
  relax_quotes: true,
  relax_column_count: true,
  record_delimiter: ['\r\n', '\n', '\r'],
}

/**
 * Finds the separator of a list. The one under which the expected columns are all in the header
 * wins; then the one whose rows most often have as many cells as the header; then the one with
 * more cells.
 *
 * @param text the file's beginning; may be cut off anywhere.
 * @param columns names that the header must hold.
 * @param given the separator, where the list's owner said it.
 * @throws CarillonError LIST_INVALID when a given separator is none of `SEPARATORS`.
 */
export function readHead(text: string, columns: readonly string[], given: string | null): Head {
  const directive = DIRECTIVE.exec(text)
  const skip = directive === null ? 0 : directive[0].length
  const said = given ?? directive?.[1] ?? null
  if (said !== null && !isSeparator(said)) {
    throw unreadable(`"${said}" cannot part cells.`, 'Use a comma, a semicolon, a tab or |.')
  }
  const candidates = said === null ? SEPARATORS : [said]
  const heads = candidates.map(separator => weigh(text.slice(skip), separator, columns))
  const best = heads.reduce((a, b) => (isBetter(b, a) ? b : a))
  return { separator: best.separator, header: best.header, skip, whole: best.whole }
}

/** @returns whether lists may be parted by `text`. */
export function isSeparator(text: string): text is Separator {
  return (SEPARATORS as readonly string[]).includes(text)
}

interface Weighed {
  readonly separator: Separator
  readonly header: readonly string[]
  readonly found: number
  readonly regular: number
  readonly whole: boolean
}

function weigh(text: string, separator: Separator, columns: readonly string[]): Weighed {
  const rows = firstRows(text, separator)
  const header = rows[0] ?? []
  const names = new Set(header.map(cell => cell.trim()))
  // The last row may be cut off, and then says nothing.
  const body = rows.slice(1, /[\r\n]$/.test(text) ? undefined : -1)
  const regular = body.filter(row => row.length === header.length).length
  return {
    separator,
    header,
    found: columns.filter(column => names.has(column)).length,
    regular: body.length === 0 ? 1 : regular / body.length,
    whole: rows.length > 1,
  }
}

function isBetter(a: Weighed, b: Weighed): boolean {
  if (a.found !== b.found) return a.found > b.found
  // A header of one cell is parted by nothing: any separator that parts it says more.
  if (a.header.length > 1 !== b.header.length > 1) return a.header.length > 1
  if (a.regular !== b.regular) return a.regular > b.regular
  return a.header.length > b.header.length
}

function firstRows(text: string, separator: Separator): string[][] {
  const rows: string[][] = []
  try {
    parse(text, {
      ...CSV_OPTIONS,
      delimiter: separator,
      skip_empty_lines: true,
      to: ROWS_MAX + 2,
      on_record: row => void rows.push(row as string[]),
    })
  } catch {
    // The head may be cut inside quotes; the rows before it are what is wanted.
  }
  return rows
}
