import { open } from 'node:fs/promises'
import { type Duration, seconds } from '../../base/duration.ts'

/** More than the chunks that stand before the sound of a recording. */
const HEAD = 4096
/** Of `RIFF`, its length and `WAVE`; and of a chunk's name and length. */
const RIFF = 12
const CHUNK = 8

/** @returns how long the sound of a WAV file is, as much of it as is there; null: it is none. */
export async function wavLength(file: string, bytes: number): Promise<Duration | null> {
  const opened = await open(file).catch(() => null)
  if (opened === null) return null
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    return lengthOf(buffer.subarray(0, bytesRead), bytes)
  } catch {
    return null
  } finally {
    await opened.close()
  }
}

/**
 * The length that a WAV file has by its beginning and its size. What its header says of the sound
 * is written last, and is 0 in a file that nobody has closed.
 */
export function lengthOf(head: Buffer, bytes: number): Duration | null {
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE')
    return null
  let rate = 0
  for (let at = RIFF; at + CHUNK <= head.length; ) {
    const name = head.toString('latin1', at, at + 4)
    const size = head.readUInt32LE(at + 4)
    const from = at + CHUNK
    if (name === 'fmt ' && from + 12 <= head.length) rate = head.readUInt32LE(from + 8)
    if (name === 'data') {
      const there = Math.max(0, bytes - from)
      const sound = size === 0 ? there : Math.min(size, there)
      return rate === 0 ? null : seconds(sound / rate)
    }
    // A chunk of odd length is followed by one byte more.
    at = from + size + (size % 2)
  }
  return null
}
