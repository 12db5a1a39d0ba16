import { Worker } from 'node:worker_threads'
import type { Duration } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
import type { Store } from '../port.ts'
import { pack } from './packed-contacts.ts'
import { DURABILITY, type WorkerStart } from './protocol.ts'
import { Thread } from './thread.ts'
import type { Verbs } from './verbs.ts'

/** How a SQLite store is opened. */
export interface SqliteStoreOptions {
  readonly file: string
  /** True to read beside an engine that writes; nothing can be changed then. */
  readonly readOnly?: boolean
  /** How long to wait for another process that holds the file; 5 s by default. */
  readonly patience?: Duration
  /** A bound on the file's size in bytes; by default only that of its disk. */
  readonly maxBytes?: number
}

/** In ms. An import lets go of the file every 10 ms: whoever holds it this long is stuck. */
const PATIENCE = 5000
/**
 * 32 MiB of log before it is brought into the file: more than an import allows, so that it does
 * that work.
 */
const CHECKPOINT_PAGES = 8192

/**
 * Opens a file, or makes it.
 * @throws STORE_NEWER, STORE_UNREADABLE, STORE_UNWRITABLE, STORE_CORRUPT, STORE_BUSY or STORE_FULL.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { file, readOnly = false, patience = PATIENCE, maxBytes = null } = options
  const workerData: WorkerStart = {
    file,
    readOnly,
    patience,
    maxBytes,
    checkpointPages: CHECKPOINT_PAGES,
  }
  const thread = new Thread(new Worker(new URL('./worker.ts', import.meta.url), { workerData }))
  await thread.expect()
  return storeOn(thread, readOnly ? file : null)
}

/** @param readOnly the file's name if it may only be read. */
function storeOn(thread: Thread, readOnly: string | null): Store {
  const call = async (verb: keyof Verbs, given: readonly unknown[]): Promise<unknown> => {
    if (readOnly !== null && DURABILITY[verb] !== null) {
      const what = `The store ${readOnly} is open for reading only.`
      throw new CarillonError('STORE_UNWRITABLE', `${what} Ask the engine that writes to it.`)
    }
    return thread.call({ verb, given })
  }
  // Every verb goes to the thread as it is called; the compiler has seen that `Verbs` is the port.
  const verbs = Object.fromEntries(
    Object.keys(DURABILITY).map(name => {
      const verb = name as keyof Verbs
      return [verb, (...given: unknown[]) => call(verb, given)]
    }),
  ) as unknown as Store
  return {
    ...verbs,
    addContacts: async (campaign, contacts, at) => {
      return (await call('addContacts', [campaign, pack(contacts), at])) as never
    },
    close: () => thread.close(),
  }
}
