import type { Instant } from '../../base/duration.ts'
import type { Cancel, Timeline } from '../../base/timeline.ts'
import type { JournalEntry } from '../../store/records.ts'
import { JOURNAL_BATCH, JOURNAL_DELAY, JOURNAL_MAX, STORE_PAUSE } from '../limits.ts'

/** What the journal needs of its surroundings. */
export interface JournalHost {
  readonly timeline: Timeline
  write(entries: readonly JournalEntry[]): Promise<void>
  /** Called around each write, so that virtual time can wait for it. */
  waiting(change: 1 | -1): void
  failed(error: unknown): void
  recovered(): void
}

/**
 * Results are written behind: gathered, and given to the store in batches and in order. While the
 * store fails they wait here, up to a bound, and nothing is lost as long as the process lives.
 */
export class Journal {
  private entries: JournalEntry[] = []
  /** How many entries ever came in, and how many of them the store has. */
  private gathered = 0
  private stored = 0
  private writing = false
  private planned: Cancel | null = null
  private waiters: { readonly upTo: number; readonly action: () => void }[] = []
  private giveUp: (error: unknown) => void = () => {}
  private readonly host: JournalHost
  /** Whether the last write was refused. */
  failing = false
  /** The moment of the last entry; at first that of the beginning. */
  latest: Instant

  constructor(host: JournalHost) {
    this.host = host
    this.latest = host.timeline.wall()
  }

  /** Whether everything is in the store. */
  get empty(): boolean {
    return this.stored === this.gathered && this.waiters.length === 0
  }

  /** Whether so much waits that no new call should be made. */
  get full(): boolean {
    return this.gathered - this.stored >= JOURNAL_MAX
  }

  push(entry: JournalEntry): void {
    this.latest = entry.at
    this.entries.push(entry)
    this.gathered++
    if (!this.failing) this.plan()
  }

  /**
   * An input has been worked on: what came of it is gathered whole, and may be written. Were it cut
   * in two, a crash could leave an attempt that is over and a contact that knows nothing of it.
   */
  inputDone(): void {
    const due = this.entries.length >= JOURNAL_BATCH || this.waiters.length > 0
    if (due && !this.failing) this.flush()
  }

  /** Runs `action` when everything gathered so far is in the store: what it writes comes after. */
  after(action: () => void): void {
    if (this.stored === this.gathered) return action()
    this.waiters.push({ upTo: this.gathered, action })
  }

  /** Writes everything now. Rejects with the store's reason as soon as it refuses. */
  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.giveUp = error => {
        this.planned?.()
        reject(error)
      }
      this.after(resolve)
      this.flush()
    })
  }

  private plan(): void {
    this.planned ??= this.host.timeline.after(JOURNAL_DELAY, () => this.flush())
  }

  private flush(): void {
    this.planned?.()
    this.planned = null
    if (this.writing || this.entries.length === 0) return
    const batch = this.entries
    this.entries = []
    this.writing = true
    this.host.waiting(1)
    this.host.write(batch).then(
      () => this.written(batch.length),
      (error: unknown) => this.refused(batch, error),
    )
  }

  private written(count: number): void {
    this.writing = false
    this.stored += count
    if (this.failing) {
      this.failing = false
      this.host.recovered()
    }
    while (this.waiters[0] !== undefined && this.waiters[0].upTo <= this.stored) {
      this.waiters.shift()!.action()
    }
    this.inputDone()
    if (this.entries.length > 0) this.plan()
    this.host.waiting(-1)
  }

  private refused(batch: JournalEntry[], error: unknown): void {
    this.writing = false
    this.failing = true
    this.entries = [...batch, ...this.entries]
    this.host.failed(error)
    this.planned?.()
    this.planned = this.host.timeline.after(STORE_PAUSE, () => this.flush())
    this.giveUp(error)
    this.host.waiting(-1)
  }
}
