import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import type { Store } from '../../../src/store/port.ts'
import { person, withContacts } from '../fixtures.ts'
import { directStore } from '../sqlite/direct-store.ts'
import { type Act, anyAct, fate } from './acts.ts'
import { reads } from './reads.ts'

/** Makes the same call on both stores and compares what they say, then and afterwards. */
class Same implements fc.AsyncCommand<Store, Store> {
  private readonly act: Act

  constructor(act: Act) {
    this.act = act
  }

  check(): boolean {
    return true
  }

  async run(memory: Store, sqlite: Store): Promise<void> {
    expect(await fate(this.act, sqlite)).toEqual(await fate(this.act, memory))
    expect(await reads(sqlite)).toEqual(await reads(memory))
  }

  toString(): string {
    return this.act.name
  }
}

describe('the stores', () => {
  it('agree on everything after any calls in any order', async () => {
    const calls = fc.commands([anyAct.map(act => new Same(act))], { maxCommands: 40, size: '+1' })
    await fc.assert(
      fc.asyncProperty(calls, async calls => {
        const stores = { model: new MemoryStore(), real: directStore() }
        await withContacts(
          stores.model,
          [1, 2, 3].map(n => person(n)),
        )
        await withContacts(
          stores.real,
          [1, 2, 3].map(n => person(n)),
        )
        await fc.asyncModelRun(() => stores, calls)
        await stores.real.close()
      }),
      { numRuns: 100 },
    )
  }, 60_000)
})
