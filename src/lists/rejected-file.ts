import { type FileHandle, open, rm } from 'node:fs/promises'
import { CarillonError } from '../base/errors.ts'
import type { Fault } from './contact-row.ts'
import type { Cells } from './file/read-rows.ts'

/** Columns put behind those of the list. */
const EXTRA = ['rejected: line', 'rejected: column', 'rejected: rule', 'rejected: what to do']
/** Text waits in memory until it is this long. */
const BUFFERED_MAX = 65_536
/** What a spreadsheet would compute instead of show; a phone number's plus is none of it. */
const FORMULA = /^(?:[=@\t\r]|[+-](?![\d\s(]))/

/**
 * A CSV of the rejected rows as they were, each with its line and what to do, to be mended and
 * imported again. UTF-8 with a byte order mark, so that spreadsheets read it right.
 */
export class RejectedFile {
  readonly path: string
  private readonly handle: FileHandle
  private readonly separator: string
  private readonly width: number
  private text: string
  private rows = 0

  private constructor(path: string, handle: FileHandle, separator: string, header: Cells) {
    this.path = path
    this.handle = handle
    this.separator = separator
    this.width = header.length
    this.text = `\uFEFF${this.toLine([...header, ...EXTRA])}`
  }

  /** @throws CarillonError USAGE when the file is there already or cannot be written. */
  static async create(path: string, separator: string, header: Cells): Promise<RejectedFile> {
    try {
      return new RejectedFile(path, await open(path, 'wx'), separator, header)
    } catch (cause) {
      const there = (cause as NodeJS.ErrnoException).code === 'EEXIST'
      const what = there
        ? `${path} is there already and would be lost.`
        : `Rejected rows cannot be written to ${path} (${(cause as Error).message}).`
      throw new CarillonError('USAGE', `${what} Name another file for them.`, { cause })
    }
  }

  add(cells: Cells, line: number, fault: Fault): void {
    this.rows++
    const padded = [...cells, ...Array<string>(Math.max(0, this.width - cells.length)).fill('')]
    this.text += this.toLine([
      ...padded,
      `${line}`,
      fault.column ?? '',
      fault.rule,
      fault.suggestion,
    ])
  }

  /** Writes what has gathered, once it is much. */
  async drain(): Promise<void> {
    if (this.text.length < BUFFERED_MAX) return
    const { text } = this
    this.text = ''
    await this.handle.appendFile(text)
  }

  /**
   * Writes the rest. A file without rows is taken away.
   * @returns the path, or null when it is gone.
   */
  async close(): Promise<string | null> {
    if (this.rows > 0) await this.handle.appendFile(this.text)
    await this.handle.close()
    if (this.rows > 0) return this.path
    await rm(this.path)
    return null
  }

  private toLine(cells: Cells): string {
    return `${cells.map(cell => this.quote(cell)).join(this.separator)}\r\n`
  }

  private quote(cell: string): string {
    const safe = FORMULA.test(cell) ? `'${cell}` : cell
    return safe.includes(this.separator) || /["\r\n]/.test(safe)
      ? `"${safe.replaceAll('"', '""')}"`
      : safe
  }
}
