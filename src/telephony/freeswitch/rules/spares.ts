/** Something that waits to be used again, and since when. */
interface Spare<T> {
  readonly thing: T
  /** Monotonic ms. */
  readonly since: number
}

/**
 * Keeps a few things for the next who needs one, the freshest first, so that what a rush made is
 * let go after it.
 */
export class Spares<T> {
  private readonly most: number
  private readonly maxAge: number
  private kept: readonly Spare<T>[] = []

  /**
   * @param most how many are kept at most.
   * @param maxAge after how many ms one is too old to be used.
   */
  constructor(most: number, maxAge: number) {
    this.most = most
    this.maxAge = maxAge
  }

  /** How many wait. */
  get size(): number {
    return this.kept.length
  }

  /** @returns one to use, or null; and those that are too old, to be let go. */
  take(now: number): { readonly spare: T | null; readonly stale: readonly T[] } {
    const fresh = this.kept.filter(({ since }) => now - since < this.maxAge)
    const stale = this.kept.filter(one => !fresh.includes(one)).map(({ thing }) => thing)
    this.kept = fresh.slice(0, -1)
    return { spare: fresh.at(-1)?.thing ?? null, stale }
  }

  /** @returns whether it is kept; otherwise it is the caller's to let go. */
  put(thing: T, now: number): boolean {
    if (this.kept.length >= this.most) return false
    this.kept = [...this.kept, { thing, since: now }]
    return true
  }

  /** Forgets one that is of no use any more. */
  drop(thing: T): void {
    this.kept = this.kept.filter(one => one.thing !== thing)
  }

  /** Forgets all. @returns what was kept. */
  clear(): readonly T[] {
    const all = this.kept.map(({ thing }) => thing)
    this.kept = []
    return all
  }
}
