import { once } from 'node:events'
import { Command, Option } from 'commander'
import { loadCampaigns } from '../../app/load-campaigns.ts'
import { openReader } from '../../app/open-reader.ts'
import { attemptPages } from '../../reports/pages.ts'
import { resultsCsv } from '../../reports/results-csv.ts'
import { resultsJson } from '../../reports/results-json.ts'
import type { AttemptRecord } from '../../store/records.ts'
import { EXIT } from '../output.ts'
import { dbOption } from '../places.ts'

interface Options {
  readonly db: string
  readonly format: 'csv' | 'json'
  readonly bom?: boolean
}

/** `carillon results CAMPAIGN`: every attempt with its card, on stdout. */
export function resultsCommand(finish: (code: number) => void): Command {
  return new Command('results')
    .description('print every attempt of a campaign with its outcome and card')
    .argument('<campaign>', 'folder of the campaign')
    .addOption(new Option('--format <format>', 'how').choices(['csv', 'json']).default('csv'))
    .option('--bom', 'begin the CSV with a byte order mark, as Excel wants it for UTF-8')
    .addOption(dbOption())
    .action(async (folder: string, options: Options) => {
      const { campaigns } = loadCampaigns([folder])
      const campaign = campaigns[0]!
      const store = await openReader(options.db)
      try {
        const pages = attemptPages(store, campaign.id)
        const text =
          options.format === 'json'
            ? resultsJson(pages)
            : resultsCsv(pages, {
                fields: campaign.card.fields.map(one => one.id),
                columns: await columnsOf(attemptPages(store, campaign.id)),
                byteOrderMark: options.bom === true,
              })
        for await (const piece of text) {
          if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
        }
      } finally {
        await store.close()
      }
      finish(EXIT.done)
    })
}

/** Every column any of the contacts has: lists imported at different times may have different ones. */
async function columnsOf(pages: AsyncIterable<readonly AttemptRecord[]>): Promise<string[]> {
  const columns = new Set<string>()
  for await (const page of pages) {
    for (const { data } of page) for (const column of Object.keys(data)) columns.add(column)
  }
  return [...columns]
}
