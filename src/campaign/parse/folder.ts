import type { Campaign } from '../campaign.ts'
import { checkSources } from '../incoming/check-sources.ts'
import { checkIncoming } from '../incoming/read-incoming.ts'
import type { Environment } from '../network/check-network.ts'
import type { Network, Site } from '../site.ts'
import { checkOutsideNames } from '../transfers/read-transfers.ts'
import { Reader } from '../yaml/reader.ts'
import { NAME } from '../yaml/shapes.ts'
import { parseYaml } from '../yaml/tree.ts'
import { type ReadCampaign, readCampaign } from './campaign.ts'
import { readCard } from './card.ts'
import {
  checkAgainstSite,
  checkColumns,
  checkHoldMusic,
  checkMessage,
  checkOperators,
  checkShown,
  columnsOf,
} from './cross-checks.ts'
import { headerOf } from './csv-header.ts'
import { inOrder, type Problem, shown } from './problem.ts'
import { type ReadSite, readSite } from './site.ts'

/** A campaign that may be run, or everything that is wrong with its files at once. */
export type Loaded =
  | {
      readonly ok: true
      readonly campaign: Campaign
      readonly site: Site
      /** What real calls go over; null: the site names no servers. */
      readonly network: Network | null
      /** Whether its list has a header and no contact below; false where it was not looked at. */
      readonly emptyList: boolean
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** The bytes of a file, or why it cannot be read, in words that say what to do. */
export type Content = Uint8Array | { readonly unreadable: string }

/** A file by the name that its problems carry. */
export interface SourceFile {
  readonly name: string
  readonly content: Content
}

/** Everything that says what a campaign is, wherever it comes from. */
export interface CampaignFolder {
  /** The name of the folder: that of the campaign. */
  readonly id: string
  readonly campaign: SourceFile
  /** The card in a file of its own, or null when it stands in the campaign's. */
  readonly card: SourceFile | null
  readonly site: SourceFile
  /**
   * The first bytes of the contacts, which hold at least the header: see `HEADER_BYTES_MAX`; null
   * when its own list is of no matter.
   */
  list(file: string): SourceFile | null
  /** Whether there is such a file in the folder of the campaign. */
  has(file: string): boolean
  /** Whether there is such a file in the folder of the site file. */
  siteHas(file: string): boolean
  /** Is looked at for secrets; null: whether they are there is of no matter. */
  readonly environment: Environment | null
  /** The names of all campaigns of the site, or null when they are not known. */
  readonly campaigns: readonly string[] | null
}

/**
 * Reads a campaign and its site, and checks them against each other and the columns of the
 * contacts.
 */
export function readFolder(folder: CampaignFolder): Loaded {
  const problems: Problem[] = []
  const main = readerOf(folder.campaign, problems)
  const card = folder.card === null ? null : readerOf(folder.card, problems)
  const site = readerOf(folder.site, problems)
  const shared = site === null ? null : readSite(site, folder.environment)
  if (site !== null && shared !== null && folder.campaigns !== null) {
    checkOperators(site, shared, folder.campaigns)
  }
  if (site !== null && shared?.network) checkHoldMusic(site, shared.network, folder.siteHas)
  const read = main === null ? null : readDraft(folder, main, card, site, shared)
  // A campaign that cannot be read hides nothing that is wrong with its card.
  if (main === null && card !== null) readCard(card, [])
  for (const reader of [main, card, site]) problems.push(...(reader?.problems ?? []))
  if (problems.length > 0 || read === null || shared === null) {
    return { ok: false, problems: inOrder(problems) }
  }
  // A draft without problems has all its parts.
  const campaign = read.draft as Campaign
  const { site: sound, network } = shared
  return { ok: true, campaign, site: sound, network, emptyList: read.emptyList }
}

function readDraft(
  folder: CampaignFolder,
  main: Reader,
  card: Reader | null,
  site: Reader | null,
  shared: ReadSite | null,
): { readonly draft: ReadCampaign['draft']; readonly emptyList: boolean } {
  if (!NAME.test(folder.id)) {
    const allowed = 'a Latin letter, then such letters, digits, - or _, at most 40 in all'
    main.problem([], `The folder is called ${shown(folder.id)}. Its name must be ${allowed}.`)
  }
  const read = readCampaign(folder.id, main, card)
  const file = read.draft.contacts?.file
  const list = file ? folder.list(file) : null
  const emptyList = list !== null && checkList(main, read, list)
  if (site !== null) {
    checkAgainstSite(main, read.draft, site)
    if (read.draft.transfers) checkOutsideNames(main, read.draft.transfers, site.ids(['operators']))
  }
  checkMessage(main, read.draft, shared?.network ?? null, folder.has)
  checkIncoming(main, read.draft, shared?.network ?? null, folder.has)
  if (shared?.network) checkShown(main, read.draft, shared.network)
  if (site !== null && shared?.network) checkSources(site, folder.id, read.draft, shared.network)
  return { draft: read.draft, emptyList }
}

/** @returns whether the list has a header and nothing else. */
function checkList(main: Reader, read: ReadCampaign, { name, content }: SourceFile): boolean {
  if ('unreadable' in content) {
    main.problem(['contacts', 'file'], `${name}: ${content.unreadable}`)
    return false
  }
  const { names, alone } = headerOf(content, columnsOf(read))
  if (names === null) {
    const what = 'is no text: it may be a spreadsheet or something else altogether.'
    main.problem(['contacts', 'file'], `${name} ${what} Save the contacts as CSV in UTF-8.`)
    return false
  }
  checkColumns(main, read, names)
  return alone
}

function readerOf({ name, content }: SourceFile, problems: Problem[]): Reader | null {
  if ('unreadable' in content) {
    problems.push({ file: name, line: 1, column: 1, problem: content.unreadable })
    return null
  }
  const tree = parseYaml(name, content)
  if ('file' in tree) return new Reader(tree)
  problems.push(...tree)
  return null
}
