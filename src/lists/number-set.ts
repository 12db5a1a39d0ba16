/**
 * Numbers remembered at most: three quarters of 2^22 slots, which take 32 MiB. Beyond that the
 * store still recognises duplicates; only that the file itself held them is no longer known.
 */
export const NUMBERS_REMEMBERED_MAX = 3_145_728

const SLOTS_FIRST = 4096

/**
 * A set of E.164 numbers in flat memory: an open-addressing table of doubles, which hold 15 digits
 * exactly. A `Set` of strings takes ten times as much.
 */
export class NumberSet {
  private table = new Float64Array(SLOTS_FIRST)
  private size = 0

  /** @param number E.164 with its plus. @returns whether it was remembered already; now it is. */
  seen(number: string): boolean {
    const value = Number(number.slice(1))
    const slot = slotOf(this.table, value)
    if (this.table[slot] === value) return true
    if (this.size === NUMBERS_REMEMBERED_MAX) return false
    this.table[slot] = value
    if (++this.size * 4 > this.table.length * 3) this.grow()
    return false
  }

  private grow(): void {
    const wider = new Float64Array(this.table.length * 2)
    for (const value of this.table) if (value !== 0) wider[slotOf(wider, value)] = value
    this.table = wider
  }
}

/** Where `value` is, or the free slot where it belongs: Fibonacci hashing, then linear probing. */
function slotOf(table: Float64Array, value: number): number {
  const mask = table.length - 1
  const folded = (value % 4_294_967_296) ^ (value / 4_294_967_296)
  let slot = (Math.imul(folded, 0x9e3779b1) >>> 7) & mask
  while (table[slot] !== 0 && table[slot] !== value) slot = (slot + 1) & mask
  return slot
}
