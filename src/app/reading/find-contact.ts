import { CarillonError } from '../../base/errors.ts'
import type { ContactId } from '../../base/id.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import { bareCell } from '../../lists/bare-cell.ts'
import { readPhones } from '../../lists/phones/phone-cell.ts'
import type { ContactTrait, Store } from '../../store/port.ts'

/** Contacts of one name that are listed; whoever has more needs another name. */
const LISTED_MAX = 10
/** What names a contact by its number in the results, whatever else is called so. */
const BY_NUMBER = /^id:(\d{1,15})$/

/**
 * The contact that a person means: by its key, a phone as the campaign's list may write it, or its
 * number in the results. A cell of the results can be given as it stands there.
 *
 * @throws CarillonError NOT_FOUND when there is none, USAGE with all of them when there are
 * several.
 */
export async function findContact(
  campaign: Campaign,
  store: Store,
  name: string,
): Promise<ContactId> {
  const chosen = BY_NUMBER.exec(name)
  if (chosen !== null) return Number(chosen[1])
  const found = await matches(campaign, store, name)
  const [first] = found.keys()
  if (first === undefined) {
    throw new CarillonError(
      'NOT_FOUND',
      `Campaign "${campaign.id}" has no contact ${name}: it is nobody's key, phone or number in "carillon results".`,
    )
  }
  if (found.size === 1) return first
  throw new CarillonError('USAGE', await several(campaign, store, name, found))
}

/** How each contact is called so, in words. */
async function matches(
  campaign: Campaign,
  store: Store,
  name: string,
): Promise<ReadonlyMap<ContactId, string>> {
  const found = new Map<ContactId, string>()
  const look = async (by: ContactTrait, how: string): Promise<void> => {
    for (const id of await store.findContacts(campaign.id, by, LISTED_MAX + 1)) {
      if (!found.has(id)) found.set(id, how)
    }
  }
  for (const key of new Set([name, bareCell(name)])) await look({ key }, 'its key')
  const { numbers } = readPhones(bareCell(name), campaign.contacts.country)
  for (const phone of numbers) await look({ phone }, 'one of its phones')
  const id = Number(name)
  if (/^\d{1,15}$/.test(name) && (await store.contactView(campaign.id, id)) !== null) {
    if (!found.has(id)) found.set(id, 'its number in the results')
  }
  return found
}

async function several(
  campaign: Campaign,
  store: Store,
  name: string,
  found: ReadonlyMap<ContactId, string>,
): Promise<string> {
  const lines = [`${name} is more than one contact of campaign "${campaign.id}":`]
  for (const [id, how] of [...found].slice(0, LISTED_MAX)) {
    const key = (await store.contactView(campaign.id, id))?.person.key ?? null
    lines.push(`  id:${id}${key === null ? '' : ` (${key})`}, by ${how}`)
  }
  if (found.size > LISTED_MAX) lines.push('  … and more.')
  return [...lines, 'Name one of them: --contact id:NUMBER.'].join('\n')
}
