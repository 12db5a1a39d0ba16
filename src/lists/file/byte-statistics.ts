import { isAscii } from 'node:buffer'

/**
 * Bytes below 0xC0 that windows-1251 has as letters: Ё Ў Ґ Є Ї І. In windows-1252 they are signs.
 */
const EXTRA_LETTERS = new Set([
  0xa1, 0xa2, 0xa5, 0xa8, 0xaa, 0xaf, 0xb2, 0xb3, 0xb4, 0xb8, 0xba, 0xbf,
])

type Kind = 'other' | 'ascii' | 'letter'

/**
 * What the bytes of a file say about its encoding, collected over the whole file in one pass and
 * independent of how it is cut into chunks.
 */
export class ByteStatistics {
  /** Well-formed UTF-8 sequences of two to four bytes (Unicode 17, table 3-7). */
  multibyte = 0
  /** Bytes that are part of no well-formed UTF-8 sequence. */
  malformed = 0
  /** Offset of the first of them, from the file's start; -1 for none. */
  malformedAt = -1
  /**
   * Neighbours that are both letters beyond ASCII: the rule in Cyrillic words, the exception in
   * Latin ones.
   */
  joined = 0
  /**
   * Neighbours of which one is such a letter and the other an ASCII letter: the other way round.
   */
  mixed = 0

  private offset = 0
  private pending = 0
  private first = 0x80
  private last = 0xbf
  private sequenceAt = 0
  private before: Kind = 'other'

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    if (isAscii(chunk)) {
      // Only its ends touch what is around it.
      this.byte(chunk[0]!, this.offset)
      this.before = kindOf(chunk[chunk.length - 1]!)
    } else {
      for (let i = 0; i < chunk.length; i++) this.byte(chunk[i]!, this.offset + i)
    }
    this.offset += chunk.length
  }

  /** Call once after the last chunk: a sequence cut off by the end of the file is malformed. */
  end(): void {
    if (this.pending > 0) this.fault(this.sequenceAt)
    this.pending = 0
  }

  private byte(byte: number, at: number): void {
    const kind = kindOf(byte)
    if (kind !== 'other' && this.before !== 'other') {
      if (kind !== this.before) this.mixed++
      else if (kind === 'letter') this.joined++
    }
    this.before = kind
    if (this.pending > 0) {
      if (byte >= this.first && byte <= this.last) {
        this.first = 0x80
        this.last = 0xbf
        if (--this.pending === 0) this.multibyte++
        return
      }
      this.fault(this.sequenceAt)
      this.pending = 0
    }
    if (byte >= 0x80) this.begin(byte, at)
  }

  private begin(byte: number, at: number): void {
    if (byte < 0xc2 || byte > 0xf4) return this.fault(at)
    this.sequenceAt = at
    this.pending = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
    // No overlong forms, no surrogates, nothing beyond U+10FFFF.
    this.first = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80
    this.last = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf
  }

  private fault(at: number): void {
    this.malformed++
    if (this.malformedAt < 0) this.malformedAt = at
  }
}

function kindOf(byte: number): Kind {
  if (byte >= 0xc0) return 'letter'
  if (byte >= 0x80) return EXTRA_LETTERS.has(byte) ? 'letter' : 'other'
  const upper = byte & 0xdf
  return upper >= 0x41 && upper <= 0x5a ? 'ascii' : 'other'
}
