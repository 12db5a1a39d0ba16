import type { Campaign } from '../campaign.ts'
import type { Site } from '../site.ts'
import { Reader } from '../yaml/reader.ts'
import { NAME } from '../yaml/shapes.ts'
import { parseYaml } from '../yaml/tree.ts'
import { readCampaign } from './campaign.ts'
import { checkAgainstSite, checkColumns, checkOperators, columnsOf } from './cross-checks.ts'
import { headerOf } from './csv-header.ts'
import { inOrder, type Problem, shown } from './problem.ts'
import { readSite } from './site.ts'

/** A campaign that may be run, or everything that is wrong with its files at once. */
export type Loaded =
  | { readonly ok: true; readonly campaign: Campaign; readonly site: Site }
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
  /** The first bytes of the contacts, which hold at least the header: see `HEADER_BYTES_MAX`. */
  list(file: string): SourceFile
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
  const shared = site === null ? null : readSite(site)
  if (site !== null && shared !== null && folder.campaigns !== null) {
    checkOperators(site, shared, folder.campaigns)
  }
  const draft = main === null ? null : readDraft(folder, main, card, site)
  for (const reader of [main, card, site]) problems.push(...(reader?.problems ?? []))
  if (problems.length > 0 || draft === null || shared === null) {
    return { ok: false, problems: inOrder(problems) }
  }
  // A draft without problems has all its parts.
  return { ok: true, campaign: draft as Campaign, site: shared.site }
}

function readDraft(
  folder: CampaignFolder,
  main: Reader,
  card: Reader | null,
  site: Reader | null,
): ReturnType<typeof readCampaign>['draft'] {
  if (!NAME.test(folder.id)) {
    const allowed = 'a letter, then letters, digits, - or _, at most 40 in all'
    main.problem([], `The folder is called ${shown(folder.id)}. Its name must be ${allowed}.`)
  }
  const read = readCampaign(folder.id, main, card)
  const file = read.draft.contacts?.file
  if (file) {
    const { name, content } = folder.list(file)
    if ('unreadable' in content) {
      main.problem(['contacts', 'file'], `${name}: ${content.unreadable}`)
    } else checkColumns(main, read, headerOf(content, columnsOf(read)))
  }
  if (site !== null) checkAgainstSite(main, read.draft, site)
  return read.draft
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
