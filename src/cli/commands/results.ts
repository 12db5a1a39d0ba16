import { once } from 'node:events'
import { Command, Option } from 'commander'
import { loadCampaigns } from '../../app/load-campaigns.ts'
import { openReader } from '../../app/reading/open-reader.ts'
import { resultsText } from '../../app/reading/results-text.ts'
import { EXIT } from '../output.ts'
import { campaignDbOption, dbOf } from '../places.ts'

interface Options {
  readonly db?: string
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
    .addOption(campaignDbOption())
    .addHelpText('after', COLUMNS_HELP)
    .action(async (folder: string, options: Options) => {
      const loaded = loadCampaigns([folder], { ownList: false })
      const campaign = loaded.campaigns[0]!
      const store = await openReader(dbOf(loaded, options.db))
      try {
        const byteOrderMark = options.bom === true
        const format =
          options.format === 'csv'
            ? { kind: options.format, byteOrderMark }
            : { kind: options.format }
        for await (const piece of resultsText(campaign, store, format)) {
          if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
        }
      } finally {
        await store.close()
      }
      finish(EXIT.done)
    })
}

const COLUMNS_HELP = `
talkSec is the person's talk, with all operators and whoever outside they were given to;
"report" has each operator's own. operator is who had the person last. wrapUpSec begins as
that operator leaves, so that the card may be closed (closedAt) before the call ends (endedAt).`
