/** That something is over: a connection, a dialog, an endpoint. It happens once. */
export class Ended {
  private readonly waiting = new Set<() => void>()
  private happened = false

  /** Whether it has happened. */
  get yes(): boolean {
    return this.happened
  }

  /** Calls back once when it happens, or at once if it has. @returns what forgets it. */
  onto(hear: () => void): () => void {
    if (this.happened) {
      hear()
      return nothing
    }
    this.waiting.add(hear)
    return () => this.waiting.delete(hear)
  }

  /** Says that it is so. @returns false when it was said before. */
  say(): boolean {
    if (this.happened) return false
    this.happened = true
    const all = [...this.waiting]
    this.waiting.clear()
    for (const hear of all) hear()
    return true
  }
}

const nothing = (): void => {}
