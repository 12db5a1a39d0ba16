/**
 * A positive integer of 53 bits for a key, so that keys of any length are remembered in flat
 * memory: cyrb53 (bryc, public domain), two multiplicative hashes side by side. Of two thousand
 * lists of three million keys one has two that are taken for the same by mistake.
 */
export function keyHash(key: string): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i)
    a = Math.imul(a ^ unit, 2654435761)
    b = Math.imul(b ^ unit, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (b & 0x1fffff) + (a >>> 0) || 1
}
