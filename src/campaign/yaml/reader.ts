import type { z } from 'zod'
import { type Problem, shown } from '../parse/problem.ts'
import { insteadOf } from './nearest.ts'
import type { Path, YamlTree } from './tree.ts'

/**
 * Reads the parts of one file one by one, each by its own shape, so that a problem in one of them
 * hides none in the others. What could not be read is undefined, and the reader keeps the reason.
 */
export class Reader {
  readonly problems: Problem[] = []
  private readonly tree: YamlTree

  constructor(tree: YamlTree) {
    this.tree = tree
  }

  /** The value as it stands in the file: texts, lists, records; undefined for none. */
  raw(path: Path): unknown {
    return this.tree.value(path)
  }

  /** Reads one value. A shape that has a default is given it when nothing is there. */
  one<T>(path: Path, shape: z.ZodType<T>): T | undefined {
    const result = shape.safeParse(this.raw(path))
    if (result.success) return result.data
    for (const issue of result.error.issues) {
      const at = [...path, ...issue.path] as Path
      if (issue.code !== 'unrecognized_keys') this.problem(at, issue.message)
      else for (const key of issue.keys) this.unknownKey([...at, key], allowedFrom(issue.message))
    }
    return undefined
  }

  /**
   * Reads a list item by item. Items that cannot be read are left out, so that the others can be
   * looked at.
   */
  many<T>(path: Path, shape: z.ZodType<T>, max: number): Item<T>[] {
    const raw = this.raw(path)
    if (raw === undefined) return []
    if (!Array.isArray(raw)) {
      this.problem(path, 'must be a list: lines that begin with a dash.')
      return []
    }
    if (raw.length > max)
      this.problem(path, `has ${raw.length} entries; at most ${max} are allowed.`)
    return raw.slice(0, max).flatMap((_, i) => {
      const at = [...path, i]
      const value = this.one(at, shape)
      return value === undefined ? [] : [{ at, value }]
    })
  }

  /** Ids in a list as it stands in the file, those of entries included that could not be read. */
  ids(path: Path): string[] {
    const list = this.raw(path)
    if (!Array.isArray(list)) return []
    return list.map(item => (typeof item === 'object' && item !== null ? String(item.id) : ''))
  }

  /**
   * What is written under a key of the entries of a list, entries that could not be read included:
   * whatever is wrong with them hides no other problem.
   */
  texts(list: Path, key: string): { readonly at: Path; readonly text: string }[] {
    const entries = this.raw(list)
    if (!Array.isArray(entries)) return []
    return entries.flatMap((_, i) => {
      const at = [...list, i, key]
      const text = this.raw(at)
      return typeof text === 'string' && text.trim() !== '' ? [{ at, text: text.trim() }] : []
    })
  }

  /** Refuses keys other than the allowed ones. @returns whether there is a record at all. */
  keys(path: Path, allowed: readonly string[]): boolean {
    const raw = this.raw(path)
    if (raw === undefined) return false
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      this.problem(path, 'must have keys of its own: indented lines such as «key: value».')
      return false
    }
    const unknown = Object.keys(raw).filter(key => !allowed.includes(key))
    for (const key of unknown) this.unknownKey([...path, key], allowed)
    return true
  }

  /** What is wrong at a place, in words that say what is allowed. The path is put before it. */
  problem(path: Path, text: string): void {
    this.add(this.tree.place(path), path, text)
  }

  private unknownKey(path: Path, allowed: readonly string[]): void {
    const key = String(path.at(-1))
    const text = `There is no key ${shown(key)} here. ${insteadOf(key, allowed)}`
    this.add(this.tree.placeOfKey(path), path.slice(0, -1), text)
  }

  private add(place: Pick<Problem, 'line' | 'column'>, path: Path, text: string): void {
    const where = dotted(path)
    const problem = where === '' ? text : `${where}: ${text}`
    this.problems.push({ file: this.tree.file, ...place, problem })
  }
}

/** Says which ids of a list are there twice, those of entries included that could not be read. */
export function checkTwice(reader: Reader, list: Path): void {
  const seen = new Set<string>()
  for (const { at, text } of reader.texts(list, 'id')) {
    if (seen.has(text)) reader.problem(at, `is ${shown(text)} a second time.`)
    seen.add(text)
  }
}

/** One entry of a list and where it stands. */
export interface Item<T> {
  readonly at: Path
  readonly value: T
}

/** Shapes of records put their allowed keys in the message of unknown ones; see `record`. */
const allowedFrom = (message: string): string[] => message.split(' ')

/** A path as people write it: `retry.busy.after[0]`. */
function dotted(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? part : `${text}.${part}`
  }, '')
}
