import { CarillonError } from '../../src/base/errors.ts'
import type { Store } from '../../src/store/port.ts'

/** Verbs of the store that can be made to fail or to wait. */
export type Verb = Exclude<keyof Store, 'close'>

/** A store that does some verbs badly, for as long as they are named. */
export interface FaultyStore {
  readonly store: Store
  /** These are refused, and change nothing. */
  readonly failing: Set<Verb>
  /** These are done, but answered only when they are named no more. */
  readonly held: Held
  /** How often each was asked for. */
  readonly asked: Map<Verb, number>
}

/** Verbs whose answers wait. */
export class Held {
  private readonly verbs = new Set<Verb>()
  private waiting: (() => void)[] = []

  add(verb: Verb): void {
    this.verbs.add(verb)
  }

  /** Lets everything go that waits. */
  clear(): void {
    this.verbs.clear()
    for (const go of this.waiting.splice(0)) go()
  }

  /** Passes an answer on when it may be. */
  async pass<T>(verb: Verb, answer: Promise<T>): Promise<T> {
    if (this.verbs.has(verb)) await new Promise<void>(resolve => this.waiting.push(resolve))
    return answer
  }
}

/** Puts faults in front of a store; at first there are none. */
export function faultyStore(inner: Store): FaultyStore {
  const failing = new Set<Verb>()
  const held = new Held()
  const asked = new Map<Verb, number>()
  const store = new Proxy(inner, {
    get(target, key) {
      const own: unknown = Reflect.get(target, key)
      if (typeof own !== 'function') return own
      return (...args: unknown[]) => {
        const verb = key as Verb
        asked.set(verb, (asked.get(verb) ?? 0) + 1)
        if (failing.has(verb)) {
          const message = `${verb} fails as asked.`
          return Promise.reject(new CarillonError('STORE_BUSY', message))
        }
        return held.pass(verb, own.apply(target, args))
      }
    },
  })
  return { store, failing, held, asked }
}
