import type { Worker } from 'node:worker_threads'
import { CarillonError } from '../../base/errors.ts'
import { storeClosed } from '../failures.ts'
import { type Call, errorOf, type Reply } from './protocol.ts'

interface Pending {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** Calls that may wait for the thread: beyond that something is wrong, and memory is to be kept. */
const PENDING_MAX = 10_000

/** Talks with the thread: calls go out in order, and replies come back in that order. */
export class Thread {
  private readonly worker: Worker
  private readonly pending: Pending[] = []
  private readonly exited: Promise<void>
  /** Why nothing more can be asked, once that is so. */
  private over: Error | null = null

  constructor(worker: Worker) {
    this.worker = worker
    worker.on('message', (replies: readonly Reply[]) => {
      for (const reply of replies) this.settle(reply)
    })
    worker.on('error', error => this.end(died(error)))
    this.exited = new Promise(resolve => {
      worker.on('exit', () => {
        this.end(died(null))
        resolve()
      })
    })
  }

  /**
   * The next reply that is not to a call of its own: the thread says by itself that it is ready.
   */
  expect(): Promise<unknown> {
    return new Promise((resolve, reject) => this.pending.push({ resolve, reject }))
  }

  /** @throws what the thread says went wrong; OVERLOADED; STORE_CLOSED. */
  async call(call: Call): Promise<unknown> {
    if (this.over !== null) throw this.over
    if (this.pending.length >= PENDING_MAX) {
      const what = `The store is behind by ${PENDING_MAX} calls.`
      throw new CarillonError(
        'OVERLOADED',
        `${what} Check its disk; ask again once it has caught up.`,
      )
    }
    this.worker.postMessage(call)
    return this.expect()
  }

  /** Lets the thread finish what it was asked before. */
  async close(): Promise<void> {
    if (this.over !== null) return this.exited
    const closed = this.call({ verb: 'close', given: [] })
    this.over = storeClosed()
    await closed
    await this.exited
  }

  private settle(reply: Reply): void {
    const pending = this.pending.shift()
    if (reply.ok) pending?.resolve(reply.value)
    else pending?.reject(errorOf(reply.failure))
  }

  private end(why: Error): void {
    this.over ??= why
    for (const { reject } of this.pending.splice(0)) reject(why)
  }
}

function died(cause: Error | null): CarillonError {
  const what = 'The thread of the store ended by itself. Start again: what was on disk is there.'
  return new CarillonError('STORE_CLOSED', what, { cause })
}
