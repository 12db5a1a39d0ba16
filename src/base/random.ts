import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A source of chance. Handed in everywhere, so that a run can be repeated from its seed. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded), evenly spread. */
  uniform(): number
  /** A whole number from `from` to `to`, both included. */
  integer(from: number, to: number): number
  /**
   * An independent source named by `label`. The same seed and label always give the same source,
   * whatever has been drawn before: two policies compared on one seed meet the same people.
   */
  fork(label: string): Random
}

/** @param seed any whole number. @returns a source that is fully determined by it. */
export function seededRandom(seed: number): Random {
  return fromKey(mix(hash(String(seed)), 0x9e3779b9))
}

function fromKey(key: number): Random {
  const generator = xoroshiro128plus(key)
  return {
    uniform: () => uniformFloat64(generator),
    integer: (from, to) => uniformInt(generator, from, to),
    fork: label => fromKey(mix(key, hash(label))),
  }
}

/** FNV-1a, 32 bits: spreads short labels well enough to seed a generator. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h | 0
}

/**
 * The 32-bit finaliser of MurmurHash3 over both words: one changed bit changes half of the result.
 */
function mix(a: number, b: number): number {
  let h = a ^ Math.imul(b ^ (b >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) | 0
}
