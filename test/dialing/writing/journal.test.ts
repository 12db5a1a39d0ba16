import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CarillonError } from '../../../src/base/errors.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import {
  JOURNAL_BATCH,
  JOURNAL_DELAY,
  JOURNAL_MAX,
  STORE_PAUSE,
} from '../../../src/dialing/limits.ts'
import { Journal } from '../../../src/dialing/writing/journal.ts'
import type { JournalEntry } from '../../../src/store/records.ts'

const entry = (n: number): JournalEntry => ({ kind: 'note', at: n, name: 'test', data: {} })

/** A journal over a store that answers when it is told to. */
function journalOf() {
  const timeline = new VirtualTimeline(0)
  const stored: number[] = []
  const batches: number[] = []
  const told: string[] = []
  let waiting = 0
  let pending: { entries: readonly JournalEntry[]; settle: (works: boolean) => void } | null = null
  const journal = new Journal({
    timeline,
    write: entries =>
      new Promise((resolve, reject) => {
        expect(pending, 'one write at a time').toBeNull()
        const settle = (works: boolean) => {
          pending = null
          if (!works) return reject(new CarillonError('STORE_BUSY', 'busy'))
          batches.push(entries.length)
          stored.push(...entries.map(one => one.at))
          resolve()
        }
        pending = { entries, settle }
      }),
    waiting: change => {
      waiting += change
    },
    failed: () => told.push('failed'),
    recovered: () => told.push('recovered'),
  })
  /** Lets the store answer what it was asked, if it was. */
  const answer = async (works = true) => {
    pending?.settle(works)
    for (let n = 0; n < 4; n++) await Promise.resolve()
  }
  const pass = (ms: number) => {
    const end = timeline.monotonic() + ms
    while ((timeline.nextAt() ?? Infinity) <= end) timeline.step()
    timeline.advanceTo(end)
  }
  return {
    timeline,
    journal,
    stored,
    batches,
    told,
    answer,
    pass,
    asked: () => pending?.entries.length ?? 0,
    waiting: () => waiting,
    push: (...ns: number[]) => {
      for (const n of ns) journal.push(entry(n))
    },
  }
}

describe('the journal', () => {
  it('gathers what comes within a moment and writes it in one go', async () => {
    const { push, pass, answer, stored, batches, told, asked } = journalOf()
    push(1, 2)
    pass(JOURNAL_DELAY - 1)
    push(3)
    expect(asked()).toBe(0)
    pass(1)
    await answer()
    expect([stored, batches, told]).toEqual([[1, 2, 3], [3], []])
  })

  it('does not wait when there is much, but never cuts an input in two', () => {
    const { push, journal, asked, timeline } = journalOf()
    push(...Array.from({ length: JOURNAL_BATCH + 5 }, (_, n) => n))
    expect(asked()).toBe(0)
    journal.inputDone()
    expect(asked()).toBe(JOURNAL_BATCH + 5)
    expect(timeline.nextAt()).toBeUndefined()
  })

  it('keeps what it could not write, in order, and tries again after a pause', async () => {
    const { push, pass, answer, stored, told, asked, journal } = journalOf()
    push(1, 2)
    pass(JOURNAL_DELAY)
    push(3)
    await answer(false)
    expect([told, journal.failing]).toEqual([['failed'], true])
    push(4)
    journal.inputDone()
    pass(STORE_PAUSE - 1)
    expect(asked()).toBe(0)
    pass(1)
    await answer()
    expect([stored, told]).toEqual([
      [1, 2, 3, 4],
      ['failed', 'recovered'],
    ])
    expect([journal.failing, journal.empty]).toEqual([false, true])
  })

  it('lets others write after what was gathered before them, however much follows', async () => {
    const { push, answer, stored, journal } = journalOf()
    const seen: number[][] = []
    push(1)
    journal.after(() => seen.push([...stored]))
    journal.inputDone()
    push(2)
    journal.after(() => seen.push([...stored]))
    journal.inputDone()
    await answer()
    expect(seen).toEqual([[1]])
    await answer()
    expect(seen).toEqual([[1], [1, 2]])
    journal.after(() => seen.push([]))
    expect(seen).toHaveLength(3)
  })

  it('is full when too much waits, and not any more when it is written', async () => {
    const { push, pass, answer, journal } = journalOf()
    push(...Array.from({ length: JOURNAL_MAX - 1 }, (_, n) => n))
    expect(journal.full).toBe(false)
    push(0)
    expect(journal.full).toBe(true)
    pass(JOURNAL_DELAY)
    expect(journal.full).toBe(true)
    await answer()
    expect(journal.full).toBe(false)
  })

  it('closes when everything is written, or says what keeps it from being', async () => {
    const { push, answer, journal, stored, timeline } = journalOf()
    push(1)
    const closed = journal.close()
    await answer()
    await closed
    expect(stored).toEqual([1])
    push(2)
    const failed = journal.close()
    failed.catch(() => {})
    await answer(false)
    await expect(failed).rejects.toMatchObject({ code: 'STORE_BUSY' })
    expect(timeline.nextAt()).toBeUndefined()
  })

  it('holds virtual time while the store is asked, and only then', async () => {
    const { push, pass, answer, waiting } = journalOf()
    push(1)
    expect(waiting()).toBe(0)
    pass(JOURNAL_DELAY)
    expect(waiting()).toBe(1)
    await answer(false)
    expect(waiting()).toBe(0)
  })

  it('loses nothing and keeps the order, whatever the store does', async () => {
    const act = fc.constantFrom('push', 'push', 'done', 'after', 'works', 'fails', 'pass')
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 80, size: 'max' }), async acts => {
        const { push, pass, answer, stored, journal } = journalOf()
        let pushed = 0
        const promised: number[] = []
        for (const what of acts) {
          if (what === 'push') push(++pushed)
          else if (what === 'done') journal.inputDone()
          else if (what === 'pass') pass(700)
          else if (what === 'after') {
            const upTo = pushed
            promised.push(upTo)
            journal.after(() => {
              expect(promised.shift()).toBe(upTo)
              expect(stored.length).toBeGreaterThanOrEqual(upTo)
            })
          } else await answer(what === 'works')
        }
        while (!journal.empty) {
          pass(STORE_PAUSE)
          await answer()
        }
        expect(stored).toEqual(Array.from({ length: pushed }, (_, n) => n + 1))
        expect(promised).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
