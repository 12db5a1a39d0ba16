import type { CallerQuery } from '../records.ts'
import type { Tables } from './acts.ts'
import type { AttemptRow } from './attempt-table.ts'
import type { CampaignRow } from './campaign-row.ts'
import type { ContactRow } from './contact-row.ts'

/** Who calls, as far as anybody knows them. Attempts that were forgotten tell nothing. */
export function callerOf(tables: Tables, query: CallerQuery): ContactRow | null {
  const { from, to, campaigns, showing } = query
  const number = tables.numbers.find(from)
  if (number === undefined) return null
  let latest: AttemptRow | null = null
  for (const name of campaigns) {
    for (const row of tables.campaigns.get(name)?.attempts.after(null, Infinity) ?? []) {
      const { start } = row
      if (start.number !== number || start.callerId !== to || start.mode === 'incoming') continue
      if (latest === null || start.id > latest.start.id) latest = row
    }
  }
  if (latest !== null) return tables.contacts.get(latest.start.contact) ?? null
  for (const name of showing) {
    const found = withPhone(tables.campaigns.get(name), from)
    if (found !== null) return found
  }
  return null
}

/** The first contact of a campaign that has this phone. */
export function withPhone(campaign: CampaignRow | undefined, phone: string): ContactRow | null {
  for (const row of campaign?.contacts.values() ?? [])
    if (row.person.phones.includes(phone)) return row
  return null
}
