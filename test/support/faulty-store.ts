import { CarillonError } from '../../src/base/errors.ts'
import type { Store } from '../../src/store/port.ts'

/** Verbs of the store that can be made to fail. */
export type Verb = Exclude<keyof Store, 'close'>

/** A store that refuses some verbs, having changed nothing, for as long as they are named. */
export interface FaultyStore {
  readonly store: Store
  readonly failing: Set<Verb>
}

/** Puts faults in front of a store; at first there are none. */
export function faultyStore(inner: Store): FaultyStore {
  const failing = new Set<Verb>()
  const store = new Proxy(inner, {
    get(target, key) {
      const own: unknown = Reflect.get(target, key)
      if (typeof own !== 'function') return own
      return (...args: unknown[]) =>
        failing.has(key as Verb)
          ? Promise.reject(new CarillonError('STORE_BUSY', `${String(key)} fails as asked.`))
          : own.apply(target, args)
    },
  })
  return { store, failing }
}
