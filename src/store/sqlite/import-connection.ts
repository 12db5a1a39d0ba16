import type { Instant } from '../../base/duration.ts'
import type { CampaignId } from '../../base/id.ts'
import type { Added, NewContact } from '../records.ts'
import { AddContacts } from './contacts/add-contacts.ts'
import { connect } from './db/connection.ts'
import { guarded } from './db/failures.ts'
import { sleep, Transactions } from './db/transactions.ts'
import { type PackedContacts, pack, pieces } from './packed-contacts.ts'

/** How an import shares the file. */
export interface ImportOptions {
  readonly file: string
  /**
   * True while an engine may be dialing from the same file: contacts then go in by some hundreds, a
   * short transaction and a pause each. False: a transaction goes on for about a second, which is
   * several times faster when the numbers come in no order.
   */
  readonly beside: boolean
  /** The bound on the file's size that the store has, in bytes, if it has one. */
  readonly maxBytes?: number
}

/** Contacts a transaction beside an engine: some 10 ms, for which its writing may have to wait. */
const PIECE = 500
/** How long a transaction goes on where nobody waits, in ms. */
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
 * has returned. When it throws, what was added since is undone in part or whole; contacts that are
 * there are known as duplicates, so that an import is simply repeated.
 */
export interface ImportConnection {
  /**
   * Adds at most 10,000 contacts. `duplicates` are indexes into them.
   * @throws NOT_FOUND for a campaign that was never put, STORE_FULL, STORE_BUSY, STORE_UNWRITABLE.
   */
  add(campaign: CampaignId, contacts: readonly NewContact[], at: Instant): Added
  /** The same for a batch that was packed in another thread. */
  addPacked(campaign: CampaignId, batch: PackedContacts, at: Instant): Added
  flush(): void
  close(): void
}

/** Opens a connection for an import. @throws as `openSqliteStore`. */
export function openImportConnection(options: ImportOptions): ImportConnection {
  const { file, beside, maxBytes = null } = options
  const shared = { file, readOnly: false, patience: PATIENCE, maxBytes }
  const db = connect({ ...shared, checkpointPages: CHECKPOINT_PAGES })
  const adding = new AddContacts(db)
  const transactions = new Transactions(db, PATIENCE)
  const add = beside ? addInPieces(adding, transactions) : addAtLength(adding, transactions)
  const flush = () => guarded(file, add.flush)
  const addPacked = (campaign: CampaignId, batch: PackedContacts, at: Instant) =>
    guarded(file, () => add.batch(campaign, batch, at))
  return {
    add: (campaign, contacts, at) => addPacked(campaign, pack(contacts), at),
    addPacked,
    flush,
    close: () => {
      try {
        flush()
      } finally {
        db.close()
      }
    },
  }
}

interface Adding {
  batch(campaign: CampaignId, batch: PackedContacts, at: Instant): Added
  flush(): void
}

/** Short transactions, and gaps between them for whoever waits. */
function addInPieces(adding: AddContacts, transactions: Transactions): Adding {
  return {
    batch: (campaign, batch, at) => {
      const duplicates: number[] = []
      for (const { from, piece } of pieces(batch, PIECE)) {
        const added = transactions.run('normal', () => adding.add(campaign, piece, at))
        duplicates.push(...added.duplicates.map(index => from + index))
        sleep(PAUSE)
      }
      return { added: batch.keys.length - duplicates.length, duplicates }
    },
    flush: () => {},
  }
}

/**
 * A transaction over many batches: pages of the index of numbers are then written once and not
 * again and again.
 */
function addAtLength(adding: AddContacts, transactions: Transactions): Adding {
  let begun: number | null = null
  const flush = () => {
    if (begun === null) return
    begun = null
    try {
      transactions.close()
    } finally {
      transactions.undo()
    }
  }
  return {
    batch: (campaign, batch, at) => {
      if (begun === null) transactions.open('normal')
      begun ??= performance.now()
      try {
        const added = adding.add(campaign, batch, at)
        if (performance.now() - begun >= ALONE) flush()
        return added
      } catch (error) {
        begun = null
        transactions.undo()
        throw error
      }
    },
    flush,
  }
}
