import { posix } from 'node:path'
// The parser that Vite brings along; the compiler of TypeScript 7 has no stable interface for
// programs yet.
import { parseAst } from 'vitest/node'

/** A file of code, parsed. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  /** Every node of the syntax tree, parents before children. */
  readonly nodes: readonly Placed[]
  readonly imports: readonly Import[]
  /** Why it could not be parsed; then it has no nodes and no imports. */
  readonly fault: string | null
}

/** A node of the ESTree syntax tree, as far as the rules look into it. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [part: string]: unknown
}

/** A node and the one it stands in. */
export interface Placed {
  readonly node: Node
  readonly parent: Node | null
}

/** One mention of another file or package. */
export interface Import {
  /** A path from the project's root where the import is relative, else the name of a package. */
  readonly to: string
  readonly local: boolean
  /** Nothing of it is left when the types are stripped. */
  readonly typesOnly: boolean
  readonly line: number
}

/** Parses TypeScript, or JavaScript under `bin`. */
export function parseSource(path: string, text: string): SourceFile {
  const lang = path.endsWith('.tsx') ? 'tsx' : path.endsWith('.ts') ? 'ts' : 'js'
  const nodes: Placed[] = []
  try {
    collect(parseAst(text, { lang }) as unknown as Node, null, nodes)
  } catch (error) {
    return { path, text, nodes, imports: [], fault: String(error) }
  }
  const imports = nodes.flatMap(({ node, parent }) => importOf(path, text, node, parent))
  return { path, text, nodes, imports, fault: null }
}

/** The line of a place in the text, counted from 1. */
export function lineOf(text: string, at: number): number {
  let line = 1
  for (let i = text.indexOf('\n'); i !== -1 && i < at; i = text.indexOf('\n', i + 1)) line++
  return line
}

/**
 * `a.b.c` for an identifier or a chain of plain members, else ''. `globalThis.` in front is
 * dropped.
 */
export function dottedName(node: Node): string {
  if (node.type === 'Identifier') return node.name as string
  if (node.type !== 'MemberExpression' || node.computed === true) return ''
  const object = dottedName(node.object as Node)
  const property = (node.property as Node).name as string
  return object === 'globalThis' ? property : object === '' ? '' : `${object}.${property}`
}

function collect(node: Node, parent: Node | null, into: Placed[]): void {
  into.push({ node, parent })
  for (const part of Object.values(node)) {
    if (Array.isArray(part)) for (const item of part) if (isNode(item)) collect(item, node, into)
    if (isNode(part)) collect(part, node, into)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function importOf(path: string, text: string, node: Node, parent: Node | null): Import[] {
  if (node.type !== 'Literal' || typeof node.value !== 'string' || parent === null) return []
  const named = parent.source === node
  const relative = /^\.\.?\//.test(node.value)
  // A file named in a string, as in `new URL('./worker.ts', import.meta.url)`, is used as if
  // imported.
  if (!named && !(relative && node.value.endsWith('.ts'))) return []
  const to = relative ? posix.join(posix.dirname(path), node.value) : packageOf(node.value)
  const typesOnly = named && leavesNothing(parent)
  return [{ to, local: relative, typesOnly, line: lineOf(text, node.start) }]
}

function leavesNothing(declaration: Node): boolean {
  return (
    declaration.type === 'TSImportType' ||
    declaration.importKind === 'type' ||
    declaration.exportKind === 'type'
  )
}

/** `@scope/name/deep` is the package `@scope/name`; `node:fs/promises` is kept whole. */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
