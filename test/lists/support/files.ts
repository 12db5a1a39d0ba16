import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ByteSource } from '../../../src/lists/file/list-file.ts'

/** A folder of its own for one test; it goes when the test ends. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'carillon-lists-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

/** Writes a list for one test. @returns its path. */
export function listFile(content: string | Uint8Array): string {
  const path = join(folder(), 'list.csv')
  writeFileSync(path, content)
  return path
}

/** Text as Russian Excel saves it. Only ASCII and the letters А–я, Ё and ё. */
export function windows1251(text: string): Buffer {
  return Buffer.from(Array.from(text, byteOf))
}

function byteOf(character: string): number {
  const code = character.charCodeAt(0)
  if (code < 0x80) return code
  if (character === 'Ё') return 0xa8
  if (character === 'ё') return 0xb8
  if (code < 0x410 || code > 0x44f) throw new Error(`no Russian letter: ${character}`)
  return code - 0x410 + 0xc0
}

/** Bytes cut into pieces of the given lengths, then the rest. */
export function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let at = 0
  for (const length of lengths) {
    pieces.push(bytes.subarray(at, at + length))
    at += length
  }
  return [...pieces, bytes.subarray(at)]
}

/** Bytes in memory, handed out in pieces of the given lengths, as a slow disk might. */
export function inPieces(bytes: Uint8Array, lengths: readonly number[]): ByteSource {
  return {
    size: bytes.length,
    async *chunks(until = bytes.length) {
      for (const piece of cut(bytes.subarray(0, until), lengths)) {
        if (piece.length > 0) yield Buffer.from(piece)
      }
    },
  }
}
