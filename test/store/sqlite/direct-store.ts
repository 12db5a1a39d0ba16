import { CarillonError } from '../../../src/base/errors.ts'
import type { Store } from '../../../src/store/port.ts'
import { connect } from '../../../src/store/sqlite/db/connection.ts'
import { Groups } from '../../../src/store/sqlite/groups.ts'
import { pack } from '../../../src/store/sqlite/packed-contacts.ts'
import { DURABILITY, errorOf } from '../../../src/store/sqlite/protocol.ts'
import type { Verbs } from '../../../src/store/sqlite/verbs.ts'

const OPTIONS = { readOnly: false, patience: 100, maxBytes: null, checkpointPages: 1000 }

/** The store of SQLite without its thread, in memory: what makes a thousand of them affordable. */
export function directStore(): Store {
  const db = connect({ file: ':memory:', ...OPTIONS })
  const groups = new Groups(db, { file: ':memory:', ...OPTIONS })
  const call = async (verb: keyof Verbs, given: readonly unknown[]): Promise<unknown> => {
    if (!db.open) throw new CarillonError('STORE_CLOSED', 'closed')
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
