import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lengthOf, wavLength } from '../../../src/app/recordings/wav-length.ts'

/** A WAV file of 8 kHz, 16 bits, mono, that says it has `said` bytes of sound and has `sound`. */
function wav(said: number, sound: number, before: Buffer = Buffer.alloc(0)): Buffer {
  const chunk = (name: string, size: number, body: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.write(name, 'latin1')
    head.writeUInt32LE(size, 4)
    return Buffer.concat([head, body])
  }
  const format = Buffer.alloc(16)
  format.writeUInt32LE(16_000, 8)
  const riff = Buffer.concat([chunk('RIFF', 0, Buffer.from('WAVE'))])
  return Buffer.concat([
    riff,
    chunk('fmt ', 16, format),
    before,
    chunk('data', said, Buffer.alloc(sound)),
  ])
}
const length = (file: Buffer): number | null => lengthOf(file.subarray(0, 4096), file.length)

describe('the length of a recording', () => {
  it('is that of the sound in the file, however much there was to be', () => {
    expect(length(wav(32_000, 32_000))).toBe(2000)
    expect(length(wav(0, 8000))).toBe(500)
    expect(length(wav(64_000, 8000))).toBe(500)
    expect(length(wav(0, 0))).toBe(0)
    const note = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1')
    expect(length(wav(16_000, 16_000, note))).toBe(1000)
  })

  it('is not known of what is no WAV file, is cut within its head, or is not there', async () => {
    for (const text of ['', 'sound of a0', 'RIFF1234WAVE', 'RIFF1234WAVEdata\x02\0\0\0ab'])
      expect(lengthOf(Buffer.from(text, 'latin1'), text.length)).toBeNull()
    const file = join(mkdtempSync(join(tmpdir(), 'carillon-')), 'a.wav')
    expect(await wavLength(file, 0)).toBeNull()
    writeFileSync(file, wav(0, 4000))
    expect(await wavLength(file, 4044)).toBe(250)
  })
})
