import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  visit,
  type YAMLParseError,
} from 'yaml'
import type { Problem } from '../parse/problem.ts'

/**
 * A campaign of 1 MiB would have some ten thousand script steps: a bigger file is something else.
 */
export const FILE_BYTES_MAX = 1_048_576

/** Where something is in a file: keys of maps and indexes of lists, from the top. */
export type Path = readonly (string | number)[]

/** A YAML file that could be read, before it is known whether it makes sense. */
export interface YamlTree {
  readonly file: string
  /**
   * The value at a path: texts (whatever they look like), lists and records; undefined for none.
   */
  value(path: Path): unknown
  /** Where it is; where the innermost part of the path that exists is, for what is missing. */
  place(path: Path): Pick<Problem, 'line' | 'column'>
  /** Where its key is; the same as `place` for what has none. */
  placeOfKey(path: Path): Pick<Problem, 'line' | 'column'>
}

/**
 * Reads YAML 1.2 with the failsafe schema: every scalar is the text that stands there. So `no` is
 * no boolean, `+44…` keeps its plus, and what a text means is decided where it is used.
 */
export function parseYaml(file: string, bytes: Uint8Array): YamlTree | readonly Problem[] {
  const text = decode(file, bytes)
  if (typeof text !== 'string') return [text]
  const at = placesIn(text)
  const doc = parseDocument(text, { schema: 'failsafe', prettyErrors: false })
  const problems = [
    ...withoutEchoes(doc.errors).map(({ code, message, pos }) => ({
      file,
      ...at(pos[0]),
      problem: ADVICE[code] ?? `This is not valid YAML: ${message}.`,
    })),
    ...unwanted(doc.contents).map(({ offset, problem }) => ({ file, ...at(offset), problem })),
  ]
  return problems.length > 0 ? problems : treeOf(file, doc.contents, at)
}

/** What to do about the slips that are made most. */
const ADVICE: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    'A colon with a space after it begins a value here. Put the text in quotes.',
  TAB_AS_INDENT: 'Indent with spaces: YAML takes no tabs.',
  DUPLICATE_KEY: 'This key is there twice. Keep one of them.',
  MULTIPLE_DOCS: 'A second document begins here (---). Keep one in a file.',
}

/**
 * Where YAML has lost the thread, all that follows is unexpected to it: of such errors only the
 * first says anything.
 */
function withoutEchoes(errors: readonly YAMLParseError[]): readonly YAMLParseError[] {
  const lost = errors.findIndex(({ code }) => ADVICE[code] === undefined)
  return lost < 0 ? errors : errors.slice(0, lost + 1)
}

/** A function from an offset in the text to its line and column. */
function placesIn(text: string): (offset: number) => Pick<Problem, 'line' | 'column'> {
  const starts = [
    0,
    ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({ 0: end, index }) => index + end.length),
  ]
  return offset => {
    const line = Math.max(
      0,
      starts.findLastIndex(start => start <= offset),
    )
    return { line: line + 1, column: offset - starts[line]! + 1 }
  }
}

function decode(file: string, bytes: Uint8Array): string | Problem {
  const start = { file, line: 1, column: 1 }
  if (bytes.length > FILE_BYTES_MAX) {
    const problem = `The file has ${bytes.length} bytes; at most ${FILE_BYTES_MAX} are read.`
    return { ...start, problem }
  }
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (utf16 || bytes.includes(0)) {
    return { ...start, problem: 'The file is not UTF-8; it looks like UTF-16. Save it as UTF-8.' }
  }
  const text = new TextDecoder('utf-8').decode(bytes)
  if (isUtf8(bytes)) return text
  const place = placesIn(text)(text.indexOf('\ufffd'))
  return { file, ...place, problem: 'The file is not UTF-8 from here on. Save it as UTF-8.' }
}

/** A campaign is nested six deep. Far deeper, and whoever walks the tree runs out of stack. */
const DEPTH_MAX = 50

/**
 * Parts of YAML that a campaign has no use for. Aliases among them: a few lines of them can stand
 * for gigabytes.
 */
function unwanted(root: Node | null): { offset: number; problem: string }[] {
  const found: { offset: number; problem: string }[] = []
  const refuse = (node: unknown, problem: string): void =>
    void found.push({ offset: (node as Node | null)?.range?.[0] ?? 0, problem })
  visit(root, {
    Alias(_, node) {
      refuse(node, 'Aliases (*name) are not read here. Write the value out.')
    },
    Collection(_, node, parents) {
      if (parents.length < DEPTH_MAX) return undefined
      refuse(node, 'This is nested too deeply.')
      return visit.SKIP
    },
    Pair(_, { key }) {
      if (isScalar(key) || isAlias(key)) return
      refuse(key, 'A key must be a word. Put it in quotes if it has brackets.')
    },
  })
  return found
}

function treeOf(
  file: string,
  root: Node | null,
  at: (offset: number) => Pick<Problem, 'line' | 'column'>,
): YamlTree {
  return {
    file,
    value: path => plain(walk(root, path).node),
    place: path => {
      const { node, nearest } = walk(root, path)
      return at((node ?? nearest)?.range?.[0] ?? 0)
    },
    placeOfKey: path => at(walk(root, path).key?.range?.[0] ?? 0),
  }
}

/**
 * Goes down a path as far as it exists. `nearest` is what to point at for the rest of it: the
 * key, or the single value, it would belong to.
 */
function walk(
  root: Node | null,
  path: Path,
): { node: Node | undefined; nearest: Node | null; key: Node | null } {
  let node: Node | undefined = root ?? undefined
  let nearest = root
  let key: Node | null = root
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(item => isScalar(item.key) && item.key.value === part)
      node = (pair?.value as Node | undefined | null) ?? undefined
      key = (pair?.key as Node | undefined) ?? key
      nearest = key
    } else if (isSeq(node)) {
      node = node.items[Number(part)] as Node | undefined
      key = node ?? key
      nearest = key
    } else {
      nearest = node ?? nearest
      node = undefined
    }
    if (node === undefined) break
  }
  return { node, nearest, key }
}

function plain(node: Node | undefined): unknown {
  if (isScalar(node)) return String(node.value)
  if (isSeq(node)) return node.items.map(item => plain(item as Node))
  if (!isMap(node)) return undefined
  return Object.fromEntries(
    node.items.map(({ key, value }) => [
      String(isScalar(key) ? key.value : key),
      plain((value as Node | null) ?? undefined) ?? '',
    ]),
  )
}
