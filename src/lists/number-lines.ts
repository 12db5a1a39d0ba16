/**
 * Numbers remembered at most: three quarters of 2^22 slots, which take 48 MiB. Beyond that the
 * store still recognises duplicates; only that the file itself held them is no longer known.
 */
export const NUMBERS_REMEMBERED_MAX = 3_145_728

const SLOTS_FIRST = 4096

/**
 * E.164 numbers and the lines on which they stood first, in flat memory: an open-addressing table
 * of doubles, which hold 15 digits exactly. A `Map` of strings takes ten times as much.
 */
export class NumberLines {
  private table = new Float64Array(SLOTS_FIRST)
  private lines = new Uint32Array(SLOTS_FIRST)
  private size = 0

  /**
   * @param number E.164 with its plus.
   * @param line of the file, from 1.
   * @returns the line on which it stood before, or null when it is new; then it is remembered.
   */
  before(number: string, line: number): number | null {
    return this.beforeValue(Number(number.slice(1)), line)
  }

  /** The same of any positive integer that a double holds exactly. */
  beforeValue(value: number, line: number): number | null {
    const slot = slotOf(this.table, value)
    if (this.table[slot] === value) return this.lines[slot]!
    if (this.size === NUMBERS_REMEMBERED_MAX) return null
    this.table[slot] = value
    this.lines[slot] = line
    if (++this.size * 4 > this.table.length * 3) this.grow()
    return null
  }

  private grow(): void {
    const { table, lines } = this
    this.table = new Float64Array(table.length * 2)
    this.lines = new Uint32Array(table.length * 2)
    table.forEach((value, at) => {
      if (value === 0) return
      const slot = slotOf(this.table, value)
      this.table[slot] = value
      this.lines[slot] = lines[at]!
    })
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
