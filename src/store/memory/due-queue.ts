import type { Instant } from '../../base/duration.ts'
import type { ContactRow } from './contact-row.ts'

interface Entry {
  readonly due: Instant
  readonly row: ContactRow
  readonly stamp: number
}

/**
 * One lane of one zone: a binary heap ordered by (due, id). A contact that leaves its lane is not
 * searched for: its stamp moves on, and the entry is dropped when it surfaces.
 */
export class DueQueue {
  private readonly heap: Entry[] = []

  push(row: ContactRow): void {
    const { heap } = this
    const entry = { due: row.due, row, stamp: row.stamp }
    let i = heap.push(entry) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (before(heap[parent]!, entry)) break
      heap[i] = heap[parent]!
      i = parent
    }
    heap[i] = entry
  }

  /** The contact that is due first, or undefined when none stands here. */
  peek(): ContactRow | undefined {
    for (;;) {
      const top = this.heap[0]
      if (top === undefined) return undefined
      if (top.stamp === top.row.stamp) return top.row
      this.removeTop()
    }
  }

  private removeTop(): void {
    const { heap } = this
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (before(last, heap[child]!)) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = last
  }
}

const before = (a: Entry, b: Entry): boolean =>
  a.due < b.due || (a.due === b.due && a.row.contact.id < b.row.contact.id)
