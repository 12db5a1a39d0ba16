/** Something that has waited since a moment. */
export interface Waiting {
  readonly id: string
  /** Monotonic ms since when it is free. */
  freeSince: number
}

/**
 * Free operators, the longest free first. Newcomers nearly always belong at the end, so keeping
 * the row sorted costs next to nothing.
 */
export class FreeRow<T extends Waiting> {
  private readonly row: T[] = []

  get size(): number {
    return this.row.length
  }

  /** Adds one at its place. Adding it twice is a bug of the caller. */
  add(item: T): void {
    const { row } = this
    let i = row.length
    while (i > 0 && later(row[i - 1]!, item)) i--
    row.splice(i, 0, item)
  }

  /** Removes one; nothing happens when it is not there. */
  remove(item: T): boolean {
    const i = this.row.indexOf(item)
    if (i < 0) return false
    this.row.splice(i, 1)
    return true
  }

  /** The longest free one, or undefined. */
  first(): T | undefined {
    return this.row[0]
  }

  [Symbol.iterator](): Iterator<T> {
    return this.row[Symbol.iterator]()
  }
}

const later = (a: Waiting, b: Waiting): boolean =>
  a.freeSince > b.freeSince || (a.freeSince === b.freeSince && a.id > b.id)
