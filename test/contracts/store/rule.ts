import { expect, it } from 'vitest'
import type { Store } from '../../../src/store/port.ts'

/** What is opened for one test, and how it is cleared away. */
export interface Opened {
  readonly store: Store
  readonly clear: () => Promise<void>
}

/** States one rule of the port and tries it on an empty store. */
export type Rule = (title: string, holds: (store: Store) => Promise<void>) => void

/** @returns rules for the stores that `open` makes. */
export function rulesFor(open: () => Promise<Opened>): Rule {
  return (title, holds) => {
    it(title, async () => {
      expect.hasAssertions()
      const { store, clear } = await open()
      try {
        await holds(store)
      } finally {
        await clear()
      }
    })
  }
}
