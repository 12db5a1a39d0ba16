/**
 * Counts replies that are still to come from outside. A run on virtual time waits for them before
 * time goes on, and so comes out the same however long the disk takes.
 */
export class Pending {
  private count = 0
  private waiting: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null

  more(): void {
    this.count++
  }

  /** One of them has come. Called before what it leads to; whoever waits is woken after that. */
  less(): void {
    this.count--
    if (this.count > 0 || this.waiting === null) return
    const { resolve } = this.waiting
    this.waiting = null
    resolve()
  }

  /** A promise for the moment when none is outstanding, or null when none is. */
  settled(): Promise<void> | null {
    if (this.count === 0) return null
    if (this.waiting === null) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.waiting = { promise, resolve }
    }
    return this.waiting.promise
  }
}
