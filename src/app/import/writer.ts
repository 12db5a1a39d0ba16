import { Worker } from 'node:worker_threads'
import type { Instant } from '../../base/duration.ts'
import type { CampaignId } from '../../base/id.ts'
import type { Added, NewContact } from '../../store/records.ts'
import { pack } from '../../store/sqlite/packed-contacts.ts'
import { errorOf } from '../../store/sqlite/protocol.ts'
import type { FromWriter, ToWriter } from './protocol.ts'

interface Waiting {
  resolve(duplicates: readonly number[]): void
  reject(error: Error): void
}

/**
 * Writes contacts to a SQLite file in a thread of its own, in long transactions: for an import that
 * has the file to itself. What was added is in the file for good once `flush` or `close` has
 * resolved.
 */
export class Writer {
  private readonly thread: Worker
  private readonly waiting: Waiting[] = []
  private readonly ended: Promise<void>
  /** Why nothing more can be asked, once that is so. */
  private failure: Error | null = null

  private constructor(dbFile: string) {
    const script = new URL('./writer-thread.ts', import.meta.url)
    this.thread = new Worker(script, { workerData: dbFile })
    this.thread.on('message', (reply: FromWriter) => {
      const { resolve, reject } = this.waiting.shift()!
      if (reply.ok) resolve(reply.duplicates)
      else reject(errorOf(reply.failure))
    })
    const over = (error: Error): void => {
      this.failure ??= error
      for (const { reject } of this.waiting.splice(0)) reject(this.failure)
    }
    this.thread.on('error', over)
    this.ended = new Promise(resolve => {
      this.thread.on('exit', () => {
        over(new Error('the thread that writes the import has ended'))
        resolve()
      })
    })
  }

  /** @throws CarillonError as `openImportConnection`. */
  static async open(dbFile: string): Promise<Writer> {
    const writer = new Writer(dbFile)
    await writer.replyTo(null)
    return writer
  }

  /** Adds a batch of at most 10,000. @throws CarillonError as `ImportConnection.add`. */
  async add(campaign: CampaignId, contacts: readonly NewContact[], at: Instant): Promise<Added> {
    const batch = pack(contacts)
    const duplicates = await this.replyTo({ kind: 'add', campaign, batch, at })
    return { added: contacts.length - duplicates.length, duplicates }
  }

  /** Sees to it that what was added is in the file. */
  async flush(): Promise<void> {
    await this.replyTo({ kind: 'flush' })
  }

  /** Flushes, closes the file and ends the thread. */
  async close(): Promise<void> {
    await this.replyTo({ kind: 'close' })
    await this.ended
  }

  private replyTo(request: ToWriter | null): Promise<readonly number[]> {
    if (this.failure !== null) return Promise.reject(this.failure)
    if (request !== null) this.thread.postMessage(request)
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }))
  }
}
