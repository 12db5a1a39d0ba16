import { storeClosed } from '../../../src/store/failures.ts'
import type { Store } from '../../../src/store/port.ts'
import { type ConnectionOptions, connect } from '../../../src/store/sqlite/db/connection.ts'
import { Groups } from '../../../src/store/sqlite/groups.ts'
import { pack } from '../../../src/store/sqlite/packed-contacts.ts'
import { DURABILITY, errorOf } from '../../../src/store/sqlite/protocol.ts'
import type { Verbs } from '../../../src/store/sqlite/verbs.ts'

const OPTIONS = { readOnly: false, patience: 20, maxBytes: null, checkpointPages: 1000 }

/**
 * The store of SQLite without its thread, which takes longer to start than most tests. Where no
 * file is named it is in memory.
 */
export function directStore(more: Partial<ConnectionOptions> = {}): Store {
  const options = { file: ':memory:', ...OPTIONS, ...more }
  const db = connect(options)
  const groups = new Groups(db, options)
  const call = async (verb: keyof Verbs, given: readonly unknown[]): Promise<unknown> => {
    if (!db.open) throw storeClosed()
    const [[reply]] = [...groups.handle([{ verb, given }])] as [
      [{ ok: true; value: unknown } | { ok: false; failure: never }],
    ]
    if (!reply.ok) throw errorOf(reply.failure)
    return reply.value
  }
  const verbs = Object.keys(DURABILITY).map(name => {
    return [name, (...given: unknown[]) => call(name as keyof Verbs, given)] as const
  })
  return {
    ...(Object.fromEntries(verbs) as unknown as Store),
    addContacts: async (campaign, contacts, at) =>
      (await call('addContacts', [campaign, pack(contacts), at])) as never,
    close: async () => {
      db.close()
    },
  }
}
