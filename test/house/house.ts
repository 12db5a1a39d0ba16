import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { parseSource, type SourceFile } from './source.ts'

/**
 * Everything the rules look at: the project's own files, those written but not yet committed
 * included.
 */
export interface House {
  /**
   * Text by path from the project's root, with `/` between folders. Files that are not text are
   * left out.
   */
  readonly texts: ReadonlyMap<string, string>
  /** The files that hold code, parsed, by path. */
  readonly sources: ReadonlyMap<string, SourceFile>
}

/** Something that breaks a rule, and where. */
export interface Problem {
  readonly path: string
  /** Counted from 1; 0 where the whole file or folder is meant. */
  readonly line: number
  readonly message: string
}

/**
 * One rule of the house, with made-up houses that must break it: a rule that notices nothing is
 * found out.
 */
export interface Rule {
  /** A sentence that is true of a good house. */
  readonly title: string
  readonly check: (house: House) => readonly Problem[]
  /** Made-up files and a part of what must be said of them; each must give exactly one problem. */
  readonly broken: readonly { readonly files: MadeUp; readonly says: string }[]
  /** Made-up files of which nothing may be said. */
  readonly kept: readonly MadeUp[]
}

/** Texts by path. */
export type MadeUp = Readonly<Record<string, string>>

/** The house as it stands on disk. `root` is the folder of package.json. */
export function houseOnDisk(root: string): House {
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  const texts = new Map<string, string>()
  for (const path of listed.split('\0').filter(path => path !== '')) {
    const file = `${root}/${path}`
    // Listed and deleted, but the deletion not committed yet.
    if (!existsSync(file)) continue
    const text = readFileSync(file, 'utf8')
    if (!text.includes('\0')) texts.set(path, text)
  }
  return withSources(texts)
}

/** A house made up for a control. */
export function houseOf(files: MadeUp): House {
  return withSources(new Map(Object.entries(files)))
}

const CODE = /^(src|test|bench)\/.*\.tsx?$|^bin\//

function withSources(texts: ReadonlyMap<string, string>): House {
  const sources = new Map<string, SourceFile>()
  for (const [path, text] of texts) if (CODE.test(path)) sources.set(path, parseSource(path, text))
  return { texts, sources }
}
