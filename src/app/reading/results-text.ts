import type { Campaign } from '../../campaign/campaign.ts'
import { attemptPages } from '../../reports/pages.ts'
import { resultsCsv } from '../../reports/results-csv.ts'
import { resultsJson } from '../../reports/results-json.ts'
import type { Store } from '../../store/port.ts'

/** How results are written. */
export type ResultsFormat =
  | { readonly kind: 'json' }
  | { readonly kind: 'csv'; readonly byteOrderMark: boolean }

/** Every attempt of a campaign's present run with its card, as text, a page at a time. */
export async function* resultsText(
  campaign: Campaign,
  store: Store,
  format: ResultsFormat,
): AsyncGenerator<string, void, undefined> {
  const pages = attemptPages(store, campaign.id)
  if (format.kind === 'json') return yield* resultsJson(pages)
  yield* resultsCsv(pages, {
    fields: campaign.card.fields.map(one => one.id),
    columns: await columnsOf(campaign, store),
    byteOrderMark: format.byteOrderMark,
  })
}

/**
 * Every column any of the contacts has: lists imported at different times may have different ones.
 */
async function columnsOf(campaign: Campaign, store: Store): Promise<string[]> {
  const columns = new Set<string>()
  for await (const page of attemptPages(store, campaign.id)) {
    for (const { data } of page) for (const column of Object.keys(data)) columns.add(column)
  }
  return [...columns]
}
