/**
 * A record may have this many characters. One longer is a file that is no list, or a quote never
 * closed.
 */
export const RECORD_LENGTH_MAX = 1_048_576

/** What is wrong with the shape of a file, whatever its columns. Lines count from 1. */
export type ShapeFault =
  | { readonly kind: 'openQuote'; readonly line: number }
  | { readonly kind: 'hugeRecord'; readonly line: number }
  | { readonly kind: 'nul'; readonly line: number }

const STATE = { fieldStart: 0, inField: 1, quoted: 2, quoteInQuoted: 3 } as const
const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

/**
 * Walks a file before it is parsed: counts its records and finds what would stop the parser midway,
 * when half of the contacts were already added. It divides text into records exactly as csv-parse
 * does with `relax_quotes` (RFC 4180, but a quote inside an unquoted cell is an ordinary
 * character); a test holds them against each other.
 *
 * Text is pushed in pieces; it does not matter where it is cut. Single bytes as characters
 * (latin1) do as well for every encoding in which ASCII is ASCII.
 */
export class RecordScanner {
  /** Records so far, the header and blank lines included. */
  records = 0
  /** Line breaks so far, those inside quotes included. */
  breaks = 0
  /** Whether some record stands on several lines. */
  multiline = false
  fault: ShapeFault | null = null

  private state: number = STATE.fieldStart
  private readonly separator: number
  private length = 0
  private quoteLine = 0
  private afterReturn = false

  /** @param separator one character. */
  constructor(separator: string) {
    this.separator = separator.charCodeAt(0)
  }

  push(text: string): void {
    for (let i = 0; i < text.length && this.fault === null; i++) this.character(text.charCodeAt(i))
  }

  /** Call once after the last piece. */
  end(): void {
    if (this.fault !== null) return
    if (this.state === STATE.quoted) this.fault = { kind: 'openQuote', line: this.quoteLine }
    else if (this.length > 0) this.records++
  }

  private character(code: number): void {
    if (code === LF && this.afterReturn) {
      this.afterReturn = false
      return
    }
    this.afterReturn = code === CR
    const isBreak = code === LF || code === CR
    if (isBreak) this.breaks++
    else if (code === 0) this.fault = { kind: 'nul', line: this.breaks + 1 }
    if (this.state === STATE.quoted) {
      if (code === QUOTE) this.state = STATE.quoteInQuoted
      else if (isBreak) this.multiline = true
      this.grow()
    } else if (isBreak) {
      this.records++
      this.length = 0
      this.state = STATE.fieldStart
    } else {
      this.outsideQuotes(code)
      this.grow()
    }
  }

  private outsideQuotes(code: number): void {
    if (code === this.separator) this.state = STATE.fieldStart
    else if (code !== QUOTE) this.state = STATE.inField
    else if (this.state !== STATE.inField) {
      // At the start of a cell it opens the quotes, after a quote inside them it stands for itself.
      if (this.state === STATE.fieldStart) this.quoteLine = this.breaks + 1
      this.state = STATE.quoted
    }
  }

  private grow(): void {
    if (++this.length <= RECORD_LENGTH_MAX) return
    this.fault =
      this.state === STATE.quoted
        ? { kind: 'openQuote', line: this.quoteLine }
        : { kind: 'hugeRecord', line: this.breaks + 1 }
  }
}
