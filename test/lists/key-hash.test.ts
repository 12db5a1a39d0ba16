import { expect, it } from 'vitest'
import { keyHash } from '../../src/lists/key-hash.ts'

it('tells a hundred thousand keys apart that look alike, in integers a double holds', () => {
  const keys = Array.from({ length: 100_000 }, (_, n) => `M${n}`)
  const hashes = [...keys, '', ' ', 'm1', '1M', 'Ключ', 'Ключ ', 'x'.repeat(1000)].map(keyHash)
  expect(new Set(hashes).size).toBe(keys.length + 7)
  expect(hashes.filter(hash => !Number.isSafeInteger(hash) || hash < 1)).toEqual([])
})
