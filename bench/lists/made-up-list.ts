import { closeSync, openSync, writeSync } from 'node:fs'
import { seededRandom } from '../../src/base/random.ts'

/** Codes of Moscow and of mobile networks: with seven digits more they make valid numbers. */
const CODES = ['495', '499', '903', '905', '916', '925', '926', '985']
const NUMBERS = CODES.length * 10_000_000
/** `NUMBERS` is less than two to this power. */
const BITS = 27
const MASK = 2 ** BITS - 1
const FLUSH = 1_000_000

/** The ways people write a Russian number. */
const SHAPES = [
  (code: string, n: string) => `(${code}) ${n.slice(0, 3)}-${n.slice(3, 5)}-${n.slice(5)}`,
  (code: string, n: string) => `+7 ${code} ${n}`,
  (code: string, n: string) => `8${code}${n}`,
  (code: string, n: string) => `8 (${code}) ${n.slice(0, 3)} ${n.slice(3)}`,
]

/** Writes a list of `rows` made-up people, each with another number, in no order. */
export function writeMadeUpList(path: string, rows: number, seed: number): void {
  const random = seededRandom(seed)
  const keys = Array.from({ length: 4 }, () => random.integer(0, MASK))
  const file = openSync(path, 'w')
  let text = 'id,name,phone,city,zone,priority\n'
  for (let i = 0; i < rows; i++) {
    const number = scatter(i, keys)
    const code = CODES[Math.floor(number / 10_000_000)]!
    const phone = SHAPES[i % 4]!(code, String(number % 10_000_000).padStart(7, '0'))
    text += `C${i},"Ivanova, Anna ${i}",${phone},Moscow,Europe/Moscow,${1 + (i % 9)}\n`
    if (text.length > FLUSH) {
      writeSync(file, text)
      text = ''
    }
  }
  writeSync(file, text)
  closeSync(file)
}

/**
 * A permutation of the numbers that leaves no order: each step (adding, multiplying by an odd
 * number, folding the high bits into the low ones) can be undone. What falls beyond the numbers is
 * permuted again. Any regular stride would spare the shell half of its work.
 */
function scatter(i: number, keys: readonly number[]): number {
  let x = i
  do {
    for (const key of keys) {
      x = Math.imul((x + key) & MASK, 0x9e3779b1) & MASK
      x ^= x >>> 13
    }
  } while (x >= NUMBERS)
  return x
}

/** The request that imports such a list. */
export const madeUpRequest = (file: string) => ({
  campaign: 'bench',
  file,
  source: { phones: ['phone'], country: 'RU', zone: 'zone', priority: 'priority', key: 'id' },
  zone: 'Europe/Moscow',
  at: 0,
  hints: { encoding: null, separator: null },
  rejectedFile: null,
})
