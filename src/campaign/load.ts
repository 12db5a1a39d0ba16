import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Campaign } from './campaign.ts'
import { readCampaign } from './parse/campaign.ts'
import { checkAgainstSite, checkColumns, checkOperators, columnsOf } from './parse/cross-checks.ts'
import { HEADER_BYTES_MAX, headerOf } from './parse/csv-header.ts'
import { inOrder, type Problem, shown } from './parse/problem.ts'
import { readSite } from './parse/site.ts'
import type { Site } from './site.ts'
import { Reader } from './yaml/reader.ts'
import { NAME } from './yaml/shapes.ts'
import { parseYaml } from './yaml/tree.ts'

/** A campaign that may be run, or everything that is wrong with its files at once. */
export type Loaded =
  | { readonly ok: true; readonly campaign: Campaign; readonly site: Site }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Reads a campaign's folder: `campaign.yaml`, `card.yaml` where there is one, the header of its
 * contacts, and the site file, `site.yaml` in the folder above unless another is named. Nothing is
 * changed, and nothing is thrown: a file that cannot be read is a problem like any other.
 */
export function loadCampaign(folder: string, siteFile = join(folder, '..', 'site.yaml')): Loaded {
  const problems: Problem[] = []
  const main = opened(join(folder, 'campaign.yaml'), problems)
  const cardFile = join(folder, 'card.yaml')
  const card = existsSync(cardFile) ? opened(cardFile, problems) : null
  const site = opened(siteFile, problems)
  const shared = site === null ? null : readSite(site)
  const read = main === null ? null : readCampaign(nameOf(folder, main), main, card)
  if (main !== null && read !== null) {
    const file = read.draft.contacts?.file
    const header = file ? readHeader(main, join(folder, file), columnsOf(read)) : null
    if (header !== null) checkColumns(main, read, header)
    if (site !== null) checkAgainstSite(main, read.draft, site)
  }
  const above = dirname(resolve(folder))
  // Of a site file that lies elsewhere it is not known where its other campaigns are.
  if (site !== null && shared !== null && dirname(resolve(siteFile)) === above) {
    checkOperators(site, shared, campaignsIn(above))
  }
  for (const reader of [main, card, site]) problems.push(...(reader?.problems ?? []))
  if (problems.length > 0 || read === null || shared === null) {
    return { ok: false, problems: inOrder(problems) }
  }
  // A draft without problems has all its parts.
  return { ok: true, campaign: read.draft as Campaign, site: shared.site }
}

/** A campaign is called by its folder. */
function nameOf(folder: string, reader: Reader): string {
  const name = basename(resolve(folder))
  if (!NAME.test(name)) {
    const allowed = 'a letter, then letters, digits, - or _, at most 40 in all'
    reader.problem([], `The folder is called ${shown(name)}. Its name must be ${allowed}.`)
  }
  return name
}

function opened(file: string, problems: Problem[]): Reader | null {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    problems.push({ file, line: 1, column: 1, problem: unreadable(error) })
    return null
  }
  const tree = parseYaml(file, bytes)
  if ('file' in tree) return new Reader(tree)
  problems.push(...tree)
  return null
}

/** The column names of the contacts, or null when the file cannot be read. */
function readHeader(
  reader: Reader,
  file: string,
  expected: readonly string[],
): readonly string[] | null {
  const head = Buffer.alloc(HEADER_BYTES_MAX)
  try {
    const handle = openSync(file, 'r')
    try {
      return headerOf(head.subarray(0, readSync(handle, head, 0, head.length, 0)), expected)
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    reader.problem(['contacts', 'file'], `${file}: ${unreadable(error)}`)
    return null
  }
}

/** The names of the campaigns that lie in a folder. */
function campaignsIn(folder: string): string[] {
  return readdirSync(folder).filter(name => existsSync(join(folder, name, 'campaign.yaml')))
}

function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  switch (code) {
    case 'ENOENT':
      return 'There is no such file. Create it, or check the path.'
    case 'EACCES':
      return 'The file may not be read. Give this user the right to.'
    case 'EISDIR':
      return 'This is a folder, not a file.'
    default:
      return `The file cannot be read (${String(code ?? error)}).`
  }
}
