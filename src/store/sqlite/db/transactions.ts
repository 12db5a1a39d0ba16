import type { Database, Statement } from 'better-sqlite3'
import type { Duration } from '../../../base/duration.ts'
import { sameFile } from './same-file.ts'

/** How durable a transaction is to be: `full` survives a loss of power once it is committed. */
export type Durability = 'full' | 'normal'

/**
 * How long to sleep before the write lock is tried again, in ms: shorter than the gaps of an
 * import.
 */
const RETRY_PAUSE = 0.5

/** Begins and ends the transactions of one connection that writes. */
export class Transactions {
  private readonly db: Database
  private readonly patience: Duration
  private readonly begin: Statement
  private readonly commit: Statement
  private readonly checkFile: () => void
  private durability: Durability = 'normal'

  /** @param patience how long to wait for another writer, in ms. */
  constructor(db: Database, patience: Duration) {
    this.db = db
    this.patience = patience
    this.begin = db.prepare('BEGIN IMMEDIATE')
    this.commit = db.prepare('COMMIT')
    this.checkFile = sameFile(db)
  }

  /**
   * Runs `work` whole or not at all. @throws what `work` or SQLite throws; nothing is changed then.
   */
  run<T>(durability: Durability, work: () => T): T {
    this.open(durability)
    try {
      const result = work()
      this.commit.run()
      return result
    } catch (error) {
      this.undo()
      throw error
    }
  }

  /** Opens a transaction that `close` or `undo` ends. @throws as `sameFile`, and SQLite's own. */
  open(durability: Durability): void {
    this.checkFile()
    if (durability !== this.durability) {
      // It can only be changed between transactions; with FULL the log is synced at each commit.
      this.db.pragma(`synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`)
      this.durability = durability
    }
    const deadline = performance.now() + this.patience
    for (;;) {
      try {
        this.begin.run()
        return
      } catch (error) {
        if (!isBusy(error) || performance.now() >= deadline) throw error
        sleep(RETRY_PAUSE)
      }
    }
  }

  close(): void {
    this.commit.run()
  }

  /** Some failures, a full disk among them, have undone everything already. */
  undo(): void {
    if (this.db.inTransaction) this.db.exec('ROLLBACK')
  }
}

/** Lets this thread sleep. Only for threads that serve nobody else meanwhile. */
export function sleep(duration: Duration): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, duration)
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
