import { resolve } from 'node:path'
import { Command } from 'commander'
import { importByHand } from '../../app/import/import-by-hand.ts'
import { loadCampaigns } from '../../app/load-campaigns.ts'
import { makeFolderFor } from '../../app/make-folder.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import { reportWords } from '../import-words.ts'
import { EXIT, say, sayJson } from '../output.ts'
import { campaignDbOption, dbOf, jsonOption } from '../places.ts'
import { progressBar } from '../progress-bar.ts'

interface Options {
  readonly db?: string
  readonly json?: boolean
  readonly dryRun?: boolean
  readonly rejected?: string
  readonly encoding?: string
  readonly separator?: string
}

/** `carillon lists import CAMPAIGN [FILE]`: adds the contacts of a CSV to a campaign. */
export function listsCommand(finish: (code: number) => void): Command {
  const importing = new Command('import')
    .description('add the contacts of a CSV file to a campaign')
    .argument('<campaign>', 'folder of the campaign, whose file says what the columns mean')
    .argument('[file]', "the list (default: the campaign's own)")
    .option('--dry-run', 'read and judge every row, write nothing')
    .option('--rejected <file>', 'write the rejected rows to this new CSV file')
    .option('--encoding <name>', 'such as utf-8 or windows-1251 (default: found out)')
    .option('--separator <character>', 'such as ; (default: found out)')
    .addOption(campaignDbOption())
    .addOption(jsonOption())
    .action(async (folder: string, file: string | undefined, options: Options) => {
      const report = await run(folder, file, options)
      if (options.json) sayJson(report)
      else for (const line of reportWords(report)) say(line)
      finish(report.result === 'interrupted' ? EXIT.failed : EXIT.done)
    })
  return new Command('lists').description('lists of contacts').addCommand(importing)
}

async function run(folder: string, file: string | undefined, options: Options) {
  const { dryRun = false, rejected, encoding = null, separator = null } = options
  const loaded = loadCampaigns([folder], { ownList: file === undefined })
  const campaign = loaded.campaigns[0]!
  const dbFile = dbOf(loaded, options.db)
  if (!dryRun) makeFolderFor(dbFile)
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  process.once('SIGINT', onSignal)
  const bar = progressBar('rows', 0)
  let seen = 0
  try {
    return await importByHand({
      request: {
        campaign: campaign.id,
        file: file === undefined ? resolve(folder, campaign.contacts.file) : resolve(file),
        source: campaign.contacts,
        zone: campaign.hours.zone,
        at: hostTimeline.wall(),
        hints: { encoding, separator },
        rejectedFile: rejected === undefined ? null : resolve(rejected),
      },
      title: campaign.title,
      dbFile,
      dryRun,
      signal: stop.signal,
      onProgress: ({ rows, of }) => {
        bar.step(rows - seen, of)
        seen = rows
      },
    })
  } finally {
    bar.end()
    process.off('SIGINT', onSignal)
  }
}
