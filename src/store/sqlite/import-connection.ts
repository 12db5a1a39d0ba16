import type { Instant } from '../../base/duration.ts'
import type { CampaignId } from '../../base/id.ts'
import type { Added, NewContact } from '../records.ts'
import { connect } from './db/connection.ts'
import { guarded } from './db/failures.ts'
import { sleep, Transactions } from './db/transactions.ts'
import { pack } from './packed-contacts.ts'
import { AddContacts } from './tables/add-contacts.ts'

/** How an import shares the file. */
export interface ImportOptions {
  readonly file: string
  /**
   * True while an engine may be dialing from the same file: a transaction then ends after the first
   * batch past 10 ms, and a pause follows. Give batches of some hundred contacts. False: it ends
   * after a second, which is several times faster for numbers in no order.
   */
  readonly beside: boolean
  /** The bound on the file's size that the store has, in bytes, if it has one. */
  readonly maxBytes?: number
}

/** How long a transaction may go on taking batches, in ms. */
const BESIDE = 10
const ALONE = 1000
/** In ms: longer than the writer of the engine sleeps between two tries. */
const PAUSE = 2
/** How long to wait for the engine's own writing, in ms. */
const PATIENCE = 10_000
/** 16 MiB of log before it is brought into the file, by the import rather than by the engine. */
const CHECKPOINT_PAGES = 4096

/**
 * A connection of an import's own, for its own thread: synchronous, and neither behind nor in front
 * of the engine's writing for long. What was added is in the file for good once `flush` or `close`
 * has returned. When `add` throws, everything since then is undone; since contacts that are there
 * are known as duplicates, the whole import can simply be repeated.
 */
export interface ImportConnection {
  /** Adds a batch of at most 10,000 contacts. @throws NOT_FOUND, STORE_FULL, STORE_BUSY, STORE_UNWRITABLE. */
  add(campaign: CampaignId, contacts: readonly NewContact[], at: Instant): Added
  flush(): void
  close(): void
}

/** Opens a connection for an import. @throws as `openSqliteStore`. */
export function openImportConnection(options: ImportOptions): ImportConnection {
  const { file, beside, maxBytes = null } = options
  const shared = { file, readOnly: false, patience: PATIENCE, maxBytes }
  const db = connect({ ...shared, checkpointPages: CHECKPOINT_PAGES })
  const transactions = new Transactions(db, PATIENCE)
  const adding = new AddContacts(db)
  let begun: number | null = null

  const undo = () => {
    transactions.undo()
    begun = null
  }
  const flush = () => {
    if (begun === null) return
    try {
      transactions.close()
    } finally {
      undo()
    }
    if (beside) sleep(PAUSE)
  }
  return {
    add: (campaign, contacts, at) => {
      const batch = pack(contacts)
      return guarded(file, () => {
        try {
          if (begun === null) transactions.open('normal')
          begun ??= performance.now()
          const added = adding.add(campaign, batch, at)
          if (performance.now() - begun >= (beside ? BESIDE : ALONE)) flush()
          return added
        } catch (error) {
          undo()
          throw error
        }
      })
    },
    flush: () => guarded(file, flush),
    close: () => {
      guarded(file, flush)
      db.close()
    },
  }
}
