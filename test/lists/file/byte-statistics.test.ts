import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteStatistics } from '../../../src/lists/file/byte-statistics.ts'
import { cut, windows1251 } from '../support/files.ts'

function statistics(...chunks: Uint8Array[]): ByteStatistics {
  const bytes = new ByteStatistics()
  for (const chunk of chunks) bytes.push(chunk)
  bytes.end()
  return bytes
}

/** Random bytes are hardly ever UTF-8 beyond ASCII, so they are mixed with text. */
const someBytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 30 }).map(text => new TextEncoder().encode(text)),
  fc
    .tuple(fc.string({ unit: 'binary', maxLength: 20 }), fc.nat(60), fc.nat(255))
    .map(([text, at, byte]) => {
      const bytes = new TextEncoder().encode(text)
      if (bytes.length > 0) bytes[at % bytes.length] = byte
      return bytes
    }),
)

describe('byte statistics', () => {
  it('find malformed UTF-8 exactly where there is some', () => {
    fc.assert(
      fc.property(someBytes, bytes => {
        const { malformed, malformedAt } = statistics(bytes)
        expect(malformed === 0).toBe(isUtf8(bytes))
        if (malformed > 0) {
          expect(isUtf8(bytes.subarray(0, malformedAt))).toBe(true)
          // It may begin a sequence that the next bytes break, so four bytes show it.
          expect(isUtf8(bytes.subarray(0, malformedAt + 4))).toBe(false)
        } else expect(malformedAt).toBe(-1)
      }),
      { numRuns: 3000 },
    )
  })

  it('count the characters beyond ASCII of well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), text => {
        const beyond = [...text].filter(character => character > '\u007f').length
        expect(statistics(new TextEncoder().encode(text)).multibyte).toBe(beyond)
      }),
    )
  })

  it('do not depend on how the file is cut', () => {
    fc.assert(
      fc.property(someBytes, fc.array(fc.nat(6), { maxLength: 12 }), (bytes, lengths) => {
        const whole = statistics(bytes)
        const pieces = statistics(...cut(bytes, lengths))
        for (const what of ['multibyte', 'malformed', 'malformedAt', 'joined', 'mixed'] as const) {
          expect(pieces[what]).toBe(whole[what])
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('tell runs of letters beyond ASCII from such letters among ASCII ones', () => {
    expect(statistics(windows1251('Школа № 5'.replace('№', 'N')))).toMatchObject({
      joined: 4,
      mixed: 0,
    })
    expect(statistics(Buffer.from('Élève à Évry', 'latin1'))).toMatchObject({ joined: 0, mixed: 4 })
  })
})
