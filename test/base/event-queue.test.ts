import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventQueue, type Queued } from '../../src/base/event-queue.ts'

describe('an event queue', () => {
  it('gives events out by time, and by the order of planning where times are equal', () => {
    const queue = new EventQueue()
    const seen: string[] = []
    for (const [at, name] of [
      [5, 'a'],
      [1, 'b'],
      [5, 'c'],
      [0, 'd'],
      [1, 'e'],
    ] as const)
      queue.push(at, () => seen.push(name))
    while (queue.size > 0) queue.pop()!.run()
    expect(seen).toEqual(['d', 'b', 'e', 'a', 'c'])
    expect([queue.pop(), queue.peekTime()]).toEqual([undefined, undefined])
  })

  it('forgets what was taken back, once, and never what was already given out', () => {
    const queue = new EventQueue()
    const [first, second] = [queue.push(1, () => {}), queue.push(2, () => {})]
    queue.cancel(second)
    queue.cancel(second)
    expect(queue.size).toBe(1)
    expect(queue.pop()!.at).toBe(1)
    queue.cancel(first)
    expect([queue.size, queue.pop()]).toEqual([0, undefined])
  })

  it('agrees with a sorted list, whatever is planned, taken back and given out', () => {
    const act = fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('push' as const), at: fc.nat(30) }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('cancel' as const), nth: fc.nat(400) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('pop' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('peek' as const) }) },
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 400, size: 'max' }), acts => {
        const queue = new EventQueue()
        const entries: Queued[] = []
        let model: { at: number; n: number }[] = []
        const given: number[] = []
        for (const one of acts) {
          if (one.kind === 'push') {
            const n = entries.length
            entries.push(queue.push(one.at, () => given.push(n)))
            model.push({ at: one.at, n })
          } else if (one.kind === 'cancel') {
            const entry = entries[one.nth]
            if (entry === undefined) continue
            queue.cancel(entry)
            model = model.filter(other => other.n !== one.nth)
          } else {
            model.sort((a, b) => a.at - b.at || a.n - b.n)
            if (one.kind === 'peek') {
              expect(queue.peekTime()).toBe(model[0]?.at)
              continue
            }
            const expected = model.shift()
            const event = queue.pop()
            expect(event?.at).toBe(expected?.at)
            event?.run()
            if (expected !== undefined) expect(given.at(-1)).toBe(expected.n)
          }
          if (queue.size !== model.length) expect(queue.size).toBe(model.length)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('does not keep what was taken back for ever', () => {
    const queue = new EventQueue()
    queue.push(0, () => {})
    for (let n = 0; n < 10_000; n++) queue.cancel(queue.push(1000 + n, () => {}))
    expect(queue.size).toBe(1)
    const { heap } = queue as unknown as { readonly heap: readonly unknown[] }
    expect(heap.length).toBeLessThan(200)
  })
})
