import type { Asked } from '../inbox.ts'
import { STORE_PAUSE } from '../limits.ts'

/** Who is told of it: once when it begins, and once when all of it is over. */
export interface TroublesHost {
  failed(what: Asked, code: string): void
  recovered(): void
}

/**
 * What the store refuses at the moment. It is left alone for a while after each refusal, but for
 * that of what was learned: calls do not hang on it, and go on.
 */
export class Troubles {
  private readonly known = new Map<Asked, { readonly code: string; readonly until: number }>()
  /** Whether what was learned was refused, and not written since. */
  forgetful = false
  private readonly host: TroublesHost

  constructor(host: TroublesHost) {
    this.host = host
  }

  /** The code of the oldest of them that calls hang on, or null. */
  get code(): string | null {
    const [first] = this.known.values()
    return first?.code ?? null
  }

  /** Whether the store is to be left alone at this monotonic time. */
  rest(now: number): boolean {
    for (const { until } of this.known.values()) if (now < until) return true
    return false
  }

  /** The store has refused something. */
  refused(what: Asked, code: string, now: number): void {
    if (what === 'learned') {
      if (!this.forgetful) this.host.failed(what, code)
      this.forgetful = true
      return
    }
    const first = this.known.size === 0
    this.known.set(what, { code, until: now + STORE_PAUSE })
    if (first) this.host.failed(what, code)
  }

  /** The store has done what it had refused. */
  worked(what: Asked): void {
    const isOver = what === 'learned' ? this.forgetful : this.known.delete(what)
    if (what === 'learned') this.forgetful = false
    if (isOver && this.known.size === 0) this.host.recovered()
  }

  /** What nobody has asked for again for a while is no trouble any more. */
  forgetOld(now: number): void {
    for (const [what, { until }] of this.known) {
      if (now >= until + STORE_PAUSE) this.worked(what)
    }
  }
}
