import { createHash } from 'node:crypto'
import type { CarillonError } from '../../base/errors.ts'
import { ByteStatistics } from './byte-statistics.ts'
import {
  byteOrderMark,
  checkAgainstBytes,
  checkGiven,
  chooseEncoding,
  decoderOf,
  type EncodingChoice,
  unreadable,
} from './encoding.ts'
import type { ByteSource } from './list-file.ts'
import { RECORD_LENGTH_MAX, RecordScanner, type ShapeFault } from './record-scanner.ts'
import { type Head, readHead } from './separator.ts'

/** The head of a file: its header row must end within so many bytes. */
const HEAD_LENGTH = 65_536

/** Spreadsheets are archives, which begin with this (APPNOTE.TXT 4.3.7). */
const ZIP = Buffer.from('PK\u0003\u0004')

/** What the list's owner says about the file; null where it is to be found out. */
export interface FileHints {
  /**
   * A label of the WHATWG Encoding Standard. It wins over what the bytes look like, and is checked.
   */
  readonly encoding: string | null
  readonly separator: string | null
}

/**
 * What the first pass over a file found out: nothing stands in the way of reading it to its end.
 */
export interface Survey extends Head {
  readonly encoding: EncodingChoice
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly digest: string
  /** Records in the file, the header and blank lines included. */
  readonly records: number
  /** Whether some record stands on several lines. */
  readonly multiline: boolean
}

/**
 * Reads a whole file without keeping it: finds its encoding and separator and whatever would stop
 * the import midway, so that such a file changes nothing.
 *
 * @param columns names the header must hold; they help to find the separator.
 * @throws CarillonError LIST_INVALID, saying where and what to do.
 */
export async function survey(
  file: ByteSource,
  columns: readonly string[],
  hints: FileHints,
): Promise<Survey> {
  const head = await readStart(file)
  if (head.length === 0)
    throw unreadable('The file is empty.', 'A list starts with a row of column names.')
  if (head.subarray(0, ZIP.length).equals(ZIP)) {
    throw unreadable('The file is a spreadsheet or an archive, and no text.', 'Save it as CSV.')
  }
  const mark = byteOrderMark(head)
  const said = hints.encoding === null ? mark : checkGiven(hints.encoding, mark)
  const because = hints.encoding === null ? 'byteOrderMark' : 'given'
  const known = said === null ? null : ({ encoding: said, confidence: 1, because } as const)
  const first = readHead(decodeHead(head, said ?? guess(head)), columns, hints.separator)
  const scanned = await scan(file, said, first.separator)
  if (known !== null) checkAgainstBytes(known.encoding, scanned.bytes)
  const encoding = known ?? chooseEncoding(scanned.bytes)
  if (encoding === null) throw await damaged(file, 'utf-8', scanned.bytes.malformedAt)
  const { records, multiline } = scanned.scanner
  const settled = readHead(decodeHead(head, encoding.encoding), columns, first.separator)
  if (!settled.whole && file.size > HEAD_LENGTH) {
    const what = `The header row is longer than ${HEAD_LENGTH} bytes.`
    throw unreadable(what, 'Check that the file is a list that starts with a row of names.')
  }
  return { ...settled, encoding, digest: scanned.digest, records, multiline }
}

interface Scanned {
  readonly bytes: ByteStatistics
  readonly scanner: RecordScanner
  readonly digest: string
}

/**
 * One pass over all bytes. While the encoding is not known, ASCII is all that matters to the
 * scanner.
 */
async function scan(
  file: ByteSource,
  encoding: string | null,
  separator: string,
): Promise<Scanned> {
  const bytes = new ByteStatistics()
  const scanner = new RecordScanner(separator)
  const hash = createHash('sha256')
  const decoder = encoding === null ? null : decoderOf(encoding)
  for await (const chunk of file.chunks()) {
    hash.update(chunk)
    bytes.push(chunk)
    try {
      scanner.push(decoder?.decode(chunk, { stream: true }) ?? chunk.toString('latin1'))
    } catch {
      throw await damaged(file, encoding!, bytes.malformedAt)
    }
    if (scanner.fault !== null) throw shapeError(scanner.fault)
  }
  bytes.end()
  try {
    scanner.push(decoder?.decode() ?? '')
  } catch {
    throw await damaged(file, encoding!, bytes.malformedAt)
  }
  scanner.end()
  if (scanner.fault !== null) throw shapeError(scanner.fault)
  return { bytes, scanner, digest: hash.digest('hex') }
}

async function readStart(file: ByteSource): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const chunk of file.chunks(HEAD_LENGTH)) parts.push(Buffer.from(chunk))
  return Buffer.concat(parts)
}

function decodeHead(head: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(head, { stream: true })
}

function guess(head: Uint8Array): string {
  const bytes = new ByteStatistics()
  bytes.push(head)
  return chooseEncoding(bytes)?.encoding ?? 'utf-8'
}

function shapeError(fault: ShapeFault): CarillonError {
  switch (fault.kind) {
    case 'openQuote':
      return unreadable(
        `Line ${fault.line}: a cell opens with a quote (") that is never closed.`,
        'Close it, or double it if it stands for itself.',
      )
    case 'hugeRecord':
      return unreadable(
        `Line ${fault.line}: a row is longer than ${RECORD_LENGTH_MAX} characters.`,
        'Check that the file is a list in text form.',
      )
    case 'nul':
      return unreadable(
        `Line ${fault.line}: there is a NUL character, so this is not the file’s encoding.`,
        'Save it as UTF-8, or give its encoding (for example utf-16le).',
      )
  }
}

/** Says where the bytes stop making sense. Only UTF-8 tells the very place. */
async function damaged(file: ByteSource, encoding: string, at: number): Promise<CarillonError> {
  const where = encoding === 'utf-8' && at >= 0 ? `Line ${await lineAt(file, at)}` : 'Somewhere'
  return unreadable(
    `${where}: the bytes are no ${encoding} text.`,
    'Save the file in one encoding, or give the right one.',
  )
}

async function lineAt(file: ByteSource, offset: number): Promise<number> {
  const scanner = new RecordScanner(',')
  for await (const chunk of file.chunks(offset)) scanner.push(chunk.toString('latin1'))
  return scanner.breaks + 1
}
