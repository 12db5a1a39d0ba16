import { isStream } from '../network/shapes.ts'
import type { Network } from '../site.ts'
import { insteadOf } from '../yaml/nearest.ts'
import type { Reader } from '../yaml/reader.ts'
import type { Path } from '../yaml/tree.ts'
import type { Draft, ReadCampaign } from './campaign.ts'
import { shown } from './problem.ts'
import type { ReadSite } from './site.ts'

/**
 * Checks a campaign against its site, and fills in what the site says: all its trunks and its only
 * budget, where the campaign names none. Entries of the site that could not be read count as there.
 */
export function checkAgainstSite(reader: Reader, draft: Draft, site: Reader): void {
  const [trunks, budgets] = [site.ids(['trunks']), site.ids(['budgets'])]
  draft.trunks?.forEach((trunk, i) => {
    if (trunks.includes(trunk)) return
    const instead = insteadOf(trunk, trunks)
    reader.problem(['trunks', i], `is ${shown(trunk)}, no trunk of the site. ${instead}`)
  })
  if (draft.trunks?.length === 0) reader.problem(['trunks'], 'names no trunk.')
  draft.trunks ??= trunks
  if (draft.budget !== undefined && !budgets.includes(draft.budget)) {
    const instead = insteadOf(draft.budget, budgets)
    reader.problem(['budget'], `is ${shown(draft.budget)}, no budget of the site. ${instead}`)
  }
  if (reader.raw(['budget']) === undefined && budgets.length > 1) {
    reader.problem(['budget'], `is missing: the site has several. ${insteadOf('', budgets)}`)
  }
  draft.budget ??= budgets[0]
}

/** Says which columns that a campaign names its contacts do not have. */
export function checkColumns(
  reader: Reader,
  { draft, card }: ReadCampaign,
  header: readonly string[],
): void {
  const file = draft.contacts?.file ?? ''
  for (const name of new Set(header.filter((one, i) => one !== '' && header.indexOf(one) !== i))) {
    const problem = `has the column ${shown(name)} more than once. Name each column once.`
    reader.problem(['contacts', 'file'], `${file} ${problem}`)
  }
  const check = (by: Reader, at: Path, column: string | null): void => {
    if (column === null || header.includes(column)) return
    const instead = header.length === 0 ? 'It has no header.' : insteadOf(column, header)
    by.problem(at, `names the column ${shown(column)}, which ${file} does not have. ${instead}`)
  }
  const { contacts } = draft
  for (const [i, column] of (contacts?.phones ?? []).entries()) {
    check(reader, ['contacts', 'phones', i], column)
  }
  for (const key of ['zone', 'priority', 'key'] as const) {
    check(reader, ['contacts', key], contacts?.[key] ?? null)
  }
  check(reader, ['recording', 'consent', 'column'], consentColumn(draft))
  for (const { at, column } of card.columns) check(card.reader, at, column)
}

/** All columns that a campaign names. */
export function columnsOf({ draft, card }: ReadCampaign): readonly string[] {
  const { phones = [], zone = null, priority = null, key = null } = draft.contacts ?? {}
  const named = [...phones, zone, priority, key, consentColumn(draft)].filter(
    column => column !== null,
  )
  return [...named, ...card.columns.map(one => one.column)]
}

/** The column that says whether a call may be recorded; null: none does. */
function consentColumn({ recording }: Draft): string | null {
  return recording?.consent.kind === 'column' ? recording.consent.column : null
}

/** Says which operators serve a campaign that is none of the site's folders. */
export function checkOperators(
  reader: Reader,
  { operators }: ReadSite,
  folders: readonly string[],
): void {
  for (const { at, value } of operators) {
    value.campaigns.forEach((campaign, i) => {
      if (folders.includes(campaign)) return
      const instead = insteadOf(campaign, folders)
      const text = `is ${shown(campaign)}, but there is no such campaign. ${instead}`
      reader.problem([...at, 'campaigns', i], text)
    })
  }
}

/** Whether there is a sound for those whom nobody could speak to: on real lines nobody reads it. */
export function checkMessage(
  reader: Reader,
  { message }: Draft,
  network: Network | null,
  has: (file: string) => boolean,
): void {
  if (message === undefined) return
  const { file } = message
  if (file === undefined) {
    const todo = 'The site names servers, and on real lines a sound is played.'
    if (network !== null)
      reader.problem(['message', 'file'], `is missing. ${todo} Name a WAV file.`)
  } else if (!has(file)) {
    const todo = 'Put the sound there, or name another file.'
    reader.problem(['message', 'file'], `is ${shown(file)}, but there is no such file. ${todo}`)
  }
}

/** Whether there is a sound for those on hold, where the site names one. */
export function checkHoldMusic(
  site: Reader,
  { calls: { holdMusic } }: Network,
  has: (file: string) => boolean,
): void {
  if (holdMusic === null || isStream(holdMusic) || has(holdMusic)) return
  const todo = 'Put the sound there, or leave it out: two soft tones are played.'
  const what = `is ${shown(holdMusic)}, but there is no such file beside the site file.`
  site.problem(['calls', 'holdMusic'], `${what} ${todo}`)
}

/** Whether the campaign's trunks may show its number: a call that shows another is not placed. */
export function checkShown(
  reader: Reader,
  { callerId, trunks: used }: Draft,
  { trunks }: Network,
): void {
  for (const { id, shown: rules } of trunks) {
    const { allowed } = rules
    if (callerId === undefined || !used?.includes(id)) continue
    if (allowed === null || allowed.includes(callerId)) continue
    const instead = insteadOf(callerId, allowed)
    reader.problem(
      ['callerId'],
      `is ${shown(callerId)}, which trunk ${id} may not show. ${instead}`,
    )
  }
}
