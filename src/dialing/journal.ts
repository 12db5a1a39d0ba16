import { CarillonError } from '../base/errors.ts'
import type { Cancel, Timeline } from '../base/timeline.ts'
import type { JournalEntry } from '../store/records.ts'
import { JOURNAL_BATCH, JOURNAL_DELAY, JOURNAL_MAX, STORE_PAUSE } from './limits.ts'

/** What the journal needs of its surroundings. */
export interface JournalHost {
  readonly timeline: Timeline
  write(entries: readonly JournalEntry[]): Promise<void>
  /** Called around each write, so that virtual time can wait for it. */
  waiting(change: 1 | -1): void
  failed(code: string): void
  recovered(): void
}

/**
 * Results are written behind: gathered, and given to the store in batches and in order. While the
 * store fails they wait here, up to a bound, and nothing is lost as long as the process lives.
 */
export class Journal {
  private entries: JournalEntry[] = []
  private writing = false
  private planned: Cancel | null = null
  private failing = false
  private waiters: (() => void)[] = []
  private readonly host: JournalHost

  constructor(host: JournalHost) {
    this.host = host
  }

  /** Whether everything is in the store. */
  get empty(): boolean {
    return this.entries.length === 0 && !this.writing && this.waiters.length === 0
  }

  /** Whether so much waits that no new call should be made. */
  get full(): boolean {
    return this.entries.length >= JOURNAL_MAX
  }

  push(entry: JournalEntry): void {
    this.entries.push(entry)
    if (this.failing) return
    if (this.entries.length >= JOURNAL_BATCH) this.flush()
    else this.planned ??= this.host.timeline.after(JOURNAL_DELAY, () => this.flush())
  }

  /** Runs `action` when everything gathered so far is in the store: what it writes comes after. */
  after(action: () => void): void {
    if (this.entries.length === 0 && !this.writing) return action()
    this.waiters.push(action)
    this.flush()
  }

  /** Gives everything gathered to the store now. */
  flush(): void {
    this.planned?.()
    this.planned = null
    if (this.writing || this.entries.length === 0) return
    const batch = this.entries
    this.entries = []
    this.writing = true
    this.host.waiting(1)
    this.host.write(batch).then(
      () => this.written(),
      (error: unknown) => this.refused(batch, error),
    )
  }

  private written(): void {
    this.writing = false
    if (this.failing) {
      this.failing = false
      this.host.recovered()
    }
    if (this.entries.length >= JOURNAL_BATCH || this.waiters.length > 0) this.flush()
    else if (this.entries.length > 0) {
      this.planned ??= this.host.timeline.after(JOURNAL_DELAY, () => this.flush())
    }
    if (this.entries.length === 0 && !this.writing) {
      for (const action of this.waiters.splice(0)) action()
    }
    this.host.waiting(-1)
  }

  private refused(batch: JournalEntry[], error: unknown): void {
    this.writing = false
    this.failing = true
    this.entries = [...batch, ...this.entries]
    this.host.failed(error instanceof CarillonError ? error.code : 'STORE_CORRUPT')
    this.planned = this.host.timeline.after(STORE_PAUSE, () => this.flush())
    this.host.waiting(-1)
  }
}
