import type { CallerQuery } from '../records.ts'
import type { Tables } from './acts.ts'
import type { CampaignRow } from './campaign-row.ts'
import type { ContactRow } from './contact-row.ts'

/** Who calls, as far as anybody knows them. Attempts that were forgotten tell nothing. */
export function callerOf(tables: Tables, query: CallerQuery): ContactRow | null {
  const { from, to, campaigns, showing } = query
  const number = from === null ? undefined : tables.numbers.find(from)
  if (from === null || number === undefined) return null
  const latest = tables.attempts.latestShown(number, to, campaigns)
  if (latest !== null) return tables.contacts.get(latest.start.contact) ?? null
  for (const name of showing) {
    const found = withPhone(tables.campaigns.get(name), from)
    if (found !== null) return found
  }
  return null
}

/** The first contact of a campaign that has this phone, those who are listed before others. */
function withPhone(campaign: CampaignRow | undefined, phone: string): ContactRow | null {
  let unlisted: ContactRow | null = null
  for (const row of campaign?.contacts.values() ?? []) {
    if (!row.person.phones.includes(phone)) continue
    if (row.contact.calledIn === undefined) return row
    unlisted ??= row
  }
  return unlisted
}
