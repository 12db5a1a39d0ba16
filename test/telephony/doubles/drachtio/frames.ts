/** Digits of the length that stands before each message. */
const LENGTH_DIGITS = 5
/**
 * Size of the real server's receive buffer in bytes. A longer message never fits into it, and the
 * connection is deaf from then on.
 */
export const BUFFER_BYTES = 12_228

/** @returns the message as it goes over the connection: its length in bytes, `#`, itself. */
export function frame(message: string): string {
  return `${Buffer.byteLength(message, 'utf8')}#${message}`
}

/** Takes messages out of the bytes of a control connection, wherever the chunks are cut. */
export class FrameReader {
  private buffer: Buffer = Buffer.alloc(0)
  private deaf = false

  /** Whether a message has begun and not ended. */
  get partial(): boolean {
    return this.buffer.length > 0 && !this.deaf
  }

  /** @returns the messages that are complete now, or null where the bytes are none. */
  push(chunk: Buffer): readonly string[] | null {
    if (this.deaf) return []
    this.buffer = Buffer.concat([this.buffer, chunk])
    const messages: string[] = []
    while (this.buffer.length > 0) {
      const mark = this.buffer.indexOf('#')
      const digits = this.buffer.toString('latin1', 0, mark < 0 ? LENGTH_DIGITS + 1 : mark)
      if (!/^\d+$/.test(digits) || digits.length > LENGTH_DIGITS) return null
      if (mark < 0) break
      const length = Number(digits)
      if (length === 0) return null
      if (length > BUFFER_BYTES) {
        this.deaf = true
        break
      }
      if (this.buffer.length < mark + 1 + length) break
      messages.push(this.buffer.toString('utf8', mark + 1, mark + 1 + length))
      this.buffer = this.buffer.subarray(mark + 1 + length)
    }
    return messages
  }
}
