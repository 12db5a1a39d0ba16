/** Something that waits in an `EventQueue`. */
export interface Queued {
  readonly at: number
  readonly order: number
  run: (() => void) | undefined
}

/**
 * A binary heap ordered by (time, order of planning), so that equal times keep the order in which
 * they were planned and a run can be repeated exactly.
 */
export class EventQueue {
  private readonly heap: Queued[] = []
  private planned = 0
  private cancelled = 0

  /** How many planned actions are still to run. */
  get size(): number {
    return this.heap.length - this.cancelled
  }

  /** Plans `run` at time `at`. @returns the entry, which `cancel` takes back. */
  push(at: number, run: () => void): Queued {
    const entry: Queued = { at, order: this.planned++, run }
    this.heap.push(entry)
    this.siftUp(this.heap.length - 1)
    return entry
  }

  /**
   * Takes an entry back. Cancelled entries stay in the heap until they surface or outnumber the
   * rest.
   */
  cancel(entry: Queued): void {
    if (entry.run === undefined) return
    entry.run = undefined
    this.cancelled++
    if (this.cancelled > 64 && this.cancelled > this.heap.length / 2) this.sweep()
  }

  /** The time of the next action, or undefined when there is none. */
  peekTime(): number | undefined {
    this.dropCancelled()
    return this.heap[0]?.at
  }

  /** Removes and returns the next entry; its `run` is handed over. */
  pop(): { at: number; run: () => void } | undefined {
    this.dropCancelled()
    const top = this.removeTop()
    if (top?.run === undefined) return undefined
    const { at, run } = top
    // A popped entry counts as run: a later cancel of it must change nothing.
    top.run = undefined
    return { at, run }
  }

  private dropCancelled(): void {
    while (this.heap.length > 0 && this.heap[0]!.run === undefined) {
      this.removeTop()
      this.cancelled--
    }
  }

  private removeTop(): Queued | undefined {
    const top = this.heap[0]
    const last = this.heap.pop()
    if (top === undefined || last === undefined || this.heap.length === 0) return top
    this.heap[0] = last
    this.siftDown(0)
    return top
  }

  private sweep(): void {
    const kept = this.heap.filter(entry => entry.run !== undefined)
    this.heap.length = 0
    this.cancelled = 0
    for (const entry of kept) {
      this.heap.push(entry)
      this.siftUp(this.heap.length - 1)
    }
  }

  private siftUp(from: number): void {
    const { heap } = this
    const entry = heap[from]!
    let i = from
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (before(heap[parent]!, entry)) break
      heap[i] = heap[parent]!
      i = parent
    }
    heap[i] = entry
  }

  private siftDown(from: number): void {
    const { heap } = this
    const entry = heap[from]!
    let i = from
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (before(entry, heap[child]!)) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = entry
  }
}

const before = (a: Queued, b: Queued): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order)
