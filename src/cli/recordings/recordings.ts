import { Command, Option } from 'commander'
import { loadCampaigns } from '../../app/load-campaigns.ts'
import { findContact } from '../../app/reading/find-contact.ts'
import { openReader } from '../../app/reading/open-reader.ts'
import { exportRecordings } from '../../app/recordings/export-recordings.ts'
import { findRecordings, type RecordingSeen } from '../../app/recordings/find-recordings.ts'
import { EXIT, say, sayJson } from '../output.ts'
import { campaignDbOption, dbOf, jsonOption } from '../places.ts'
import { exportWords, recordingJson, recordingsWords } from './recording-words.ts'

interface Options {
  readonly db?: string
  readonly contact?: string
  readonly json?: boolean
}

/** `carillon recordings list|export CAMPAIGN`: what was recorded of its calls. */
export function recordingsCommand(finish: (code: number) => void): Command {
  return new Command('recordings')
    .description('list the recordings of a campaign, or copy them somewhere')
    .addCommand(listCommand(finish))
    .addCommand(exportCommand(finish))
}

const listCommand = (finish: (code: number) => void): Command =>
  new Command('list')
    .description('which calls were recorded, how long, and where the files are')
    .argument('<campaign>', 'folder of the campaign')
    .addOption(contactOption())
    .addOption(campaignDbOption())
    .addOption(jsonOption())
    .action(async (folder: string, options: Options) => {
      const seen = await reading(folder, options, gathered)
      if (options.json) sayJson({ recordings: seen.map(recordingJson) })
      else for (const line of recordingsWords(seen)) say(line)
      finish(EXIT.done)
    })

const exportCommand = (finish: (code: number) => void): Command =>
  new Command('export')
    .description('copy recordings into a folder, with a table of whose they are')
    .argument('<campaign>', 'folder of the campaign')
    .requiredOption('--to <folder>', 'where they go; it is made')
    .addOption(contactOption())
    .addOption(campaignDbOption())
    .addOption(jsonOption())
    .action(async (folder: string, options: Options & { readonly to: string }) => {
      const { to, json } = options
      const exported = await reading(folder, options, all => exportRecordings(all, to))
      if (json) sayJson({ to, ...exported })
      else say(exportWords(exported, to))
      finish(EXIT.done)
    })

const contactOption = (): Option =>
  new Option('--contact <name>', 'of one contact: its key, one of its phones, or id:NUMBER')

async function gathered(all: AsyncIterable<RecordingSeen>): Promise<readonly RecordingSeen[]> {
  const seen: RecordingSeen[] = []
  for await (const one of all) seen.push(one)
  return seen
}

async function reading<T>(
  folder: string,
  { db, contact }: Options,
  work: (recordings: AsyncIterable<RecordingSeen>) => Promise<T>,
): Promise<T> {
  const loaded = loadCampaigns([folder], { ownList: false })
  const campaign = loaded.campaigns[0]!
  const store = await openReader(dbOf(loaded, db))
  try {
    const whose = contact === undefined ? null : await findContact(campaign, store, contact)
    return await work(findRecordings(campaign, store, whose))
  } finally {
    await store.close()
  }
}
