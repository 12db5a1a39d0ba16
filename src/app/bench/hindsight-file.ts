import { readFileSync, writeFileSync } from 'node:fs'
import { CarillonError } from '../../base/errors.ts'
import type { BestOf } from '../../sim/compare/hindsight.ts'

/** A setting that was the best of its kind in a world, and the search that found it. */
export interface FoundBest extends BestOf {
  readonly seed: number
  readonly days: number
}

/** The best settings in hindsight of a world; null: none of the kind keeps the limit. */
export interface FoundInWorld {
  readonly ratio: FoundBest | null
  readonly vicidial: FoundBest | null
}

/** Those of all worlds that were searched. */
export interface HindsightFile {
  /** What finds them again. */
  readonly command: string
  readonly worlds: Readonly<Record<string, FoundInWorld>>
}

/** @throws CarillonError FILE_UNREADABLE when it is not there or is no JSON. */
export function readHindsight(file: string): HindsightFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new CarillonError(
      'FILE_UNREADABLE',
      `The best settings in hindsight cannot be read from ${file}. Find them with "carillon bench pacing --search".`,
      { cause },
    )
  }
}

/** Keeps what was found of one world beside the others, in the order of their names. */
export function keepHindsight(file: string, world: string, found: FoundInWorld): void {
  const { command, worlds } = readHindsight(file)
  const all = { ...worlds, [world]: found }
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(file, `${JSON.stringify({ command, worlds: sorted }, null, 2)}\n`)
}
