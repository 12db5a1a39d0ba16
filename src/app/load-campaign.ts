import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Environment } from '../campaign/network/check-network.ts'
import { HEADER_BYTES_MAX } from '../campaign/parse/csv-header.ts'
import { type Content, type Loaded, readFolder, type SourceFile } from '../campaign/parse/folder.ts'
import type { Problem } from '../campaign/parse/problem.ts'

/** What of a campaign's files is read, and from where. */
export interface LoadOptions {
  /** The site file; by default `site.yaml` in the folder above. */
  readonly siteFile?: string
  /** Whether the campaign's own list is looked at: a work that does not read it needs none. */
  readonly ownList?: boolean
  /**
   * Is looked at for the secrets of the site's servers; by default whether they are there is not.
   */
  readonly environment?: Environment
}

/**
 * Reads a campaign's folder: `campaign.yaml`, `card.yaml` where there is one, the header of its
 * contacts, and the site file. Nothing is changed, and nothing is thrown: a file that cannot be
 * read is a problem like any other.
 */
export function loadCampaign(folder: string, options: LoadOptions = {}): Loaded {
  const { siteFile = join(folder, '..', 'site.yaml'), ownList = true } = options
  const inside = existsSync(join(folder, 'campaign.yaml')) ? [] : campaignsIn(folder)
  if (inside.length > 0) return { ok: false, problems: [folderOfCampaigns(folder, inside)] }
  const above = dirname(resolve(folder))
  const card = join(folder, 'card.yaml')
  return readFolder({
    id: basename(resolve(folder)),
    campaign: wholeFile(join(folder, 'campaign.yaml')),
    card: existsSync(card) ? wholeFile(card) : null,
    site: wholeFile(siteFile),
    has: file => existsSync(join(folder, file)),
    siteHas: file => existsSync(resolve(dirname(siteFile), file)),
    environment: options.environment ?? null,
    list: file => (ownList ? headOf(join(folder, file)) : null),
    // Of a site file that lies elsewhere it is not known where its other campaigns are.
    campaigns: dirname(resolve(siteFile)) === above ? campaignsIn(above) : null,
  })
}

const wholeFile = (name: string): SourceFile => ({
  name,
  content: attempt(() => readFileSync(name)),
})

const headOf = (name: string): SourceFile => ({
  name,
  content: attempt(() => {
    const handle = openSync(name, 'r')
    try {
      const head = Buffer.alloc(HEADER_BYTES_MAX)
      return head.subarray(0, readSync(handle, head, 0, head.length, 0))
    } finally {
      closeSync(handle)
    }
  }),
})

/** The names of the campaigns that lie in a folder, which may not be there itself. */
function campaignsIn(folder: string): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder).filter(name => existsSync(join(folder, name, 'campaign.yaml')))
}

/** Whoever names the folder above is told which campaigns are in it. */
function folderOfCampaigns(folder: string, names: readonly string[]): Problem {
  const inside = names.map(name => join(folder, name)).join(', ')
  const problem = `There is no such file, but there are campaigns in this folder: ${inside}.`
  return { file: join(folder, 'campaign.yaml'), line: 1, column: 1, problem }
}

function attempt(read: () => Uint8Array): Content {
  try {
    return read()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return { unreadable: REASONS[code] ?? `The file cannot be read (${code}).` }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file. Create it, or check the path.',
  ENOTDIR: 'There is no such file. Create it, or check the path.',
  EACCES: 'The file may not be read. Give this user the right to.',
  EISDIR: 'This is a folder, not a file.',
}
