import type { ContactId } from '../../base/id.ts'
import { openReader } from './open-reader.ts'

/**
 * How the manager's own system calls the contacts of some calls; those without a key are left out.
 */
export async function keysOf(
  dbFile: string,
  calls: readonly { readonly contact: ContactId }[],
): Promise<ReadonlyMap<ContactId, string>> {
  const keys = new Map<ContactId, string>()
  if (calls.length === 0) return keys
  const store = await openReader(dbFile)
  try {
    const people = await store.people(calls.map(call => call.contact))
    for (const [id, { key }] of people) if (key !== null) keys.set(id, key)
  } finally {
    await store.close()
  }
  return keys
}
