/** Whether a process is stopped, and what is to be done when it goes on. */
export class Halt {
  /** Whether it is. */
  is = false
  private readonly later: (() => void)[] = []

  set(is: boolean): void {
    this.is = is
    if (!is) for (const act of this.later.splice(0)) act()
  }

  /** Does it now, or when the process goes on. */
  whenOn(act: () => void): void {
    if (this.is) this.later.push(act)
    else act()
  }
}
