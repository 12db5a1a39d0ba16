import type { House, Problem, Rule } from './house.ts'
import { dottedName, lineOf, type Node, type SourceFile } from './source.ts'

const LINES_MAX = 400
const TEST_LINES_MAX = 600
const FUNCTION_LINES_MAX = 70
const COLUMNS_MAX = 100
const FOLDER_FILES_MAX = 12
const DEPTH_MAX = 3

/** Files stay small enough to be one idea. */
export const fileSizes: Rule = {
  title: `no file is over ${LINES_MAX} lines, no test over ${TEST_LINES_MAX}`,
  check: house =>
    eachSource(house, ({ path, text }) => {
      const max = path.startsWith('test/') ? TEST_LINES_MAX : LINES_MAX
      const lines = text.trimEnd().split('\n').length
      return lines > max ? [{ path, line: 0, message: `has ${lines} lines, over ${max}` }] : []
    }),
  broken: [
    { files: { 'src/base/a.ts': '//\n'.repeat(LINES_MAX + 1) }, says: 'has 401 lines, over 400' },
    { files: { 'test/base/a.ts': '//\n'.repeat(TEST_LINES_MAX + 1) }, says: 'over 600' },
  ],
  kept: [
    {
      'src/base/a.ts': '//\n'.repeat(LINES_MAX),
      'test/base/a.ts': '//\n'.repeat(TEST_LINES_MAX),
    },
  ],
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

/** Functions stay small enough to be read at once. */
export const functionSizes: Rule = {
  title: `no function is over ${FUNCTION_LINES_MAX} lines`,
  check: house =>
    eachSource(house, ({ path, text, nodes }) =>
      nodes
        .filter(({ node }) => FUNCTIONS.includes(node.type) && !groupsTests(path, node))
        .flatMap(({ node, parent }) => {
          const line = lineOf(text, node.start)
          const lines = lineOf(text, node.end) - line + 1
          if (lines <= FUNCTION_LINES_MAX) return []
          const name = functionName(node, parent)
          return [{ path, line, message: `${name} has ${lines} lines, over ${FUNCTION_LINES_MAX}` }]
        }),
    ),
  broken: [
    { files: { 'src/base/a.ts': `function long() {${'\n'.repeat(70)}}` }, says: 'long has 71' },
    { files: { 'src/base/a.ts': `class A { long() {${'\n'.repeat(70)}} }` }, says: 'long has 71' },
    { files: { 'src/base/a.ts': `const long = () => {${'\n'.repeat(70)}}` }, says: 'long has 71' },
    {
      files: { 'test/base/a.ts': `it('is long', () => {${'\n'.repeat(70)}})` },
      says: 'a function without a name has 71 lines',
    },
  ],
  kept: [
    {
      'src/base/a.ts': `function long() {${'\n'.repeat(69)}}`,
      'test/base/a.ts': `describe('the house', () => {
        it.each([1])('stands', () => {})
        ${'\n'.repeat(200)}
      })`,
    },
  ],
}

/** A function that declares tests is a list of them, as long as there are tests. */
function groupsTests(path: string, node: Node): boolean {
  const body = (node.body as Node).body
  return (
    path.startsWith('test/') &&
    Array.isArray(body) &&
    body.some(({ expression }) => /^(it|test|describe)\b/.test(calledName(expression as Node)))
  )
}

/** `it` for `it('…')` and `it.each` for `it.each(…)('…')`; '' for what is not a call. */
function calledName(node: Node | undefined): string {
  if (node?.type !== 'CallExpression') return ''
  const callee = node.callee as Node
  return dottedName(callee) || calledName(callee)
}

function functionName(node: Node, parent: Node | null): string {
  const id = (node.id ?? parent?.id ?? parent?.key) as Node | null | undefined
  return typeof id?.name === 'string' ? id.name : 'a function without a name'
}

/** Lines fit on a screen beside another file. */
export const lineLengths: Rule = {
  title: `no line is over ${COLUMNS_MAX} columns`,
  check: house =>
    eachSource(house, ({ path, text }) =>
      text.split('\n').flatMap((line, i) => {
        const columns = [...line].length
        // An address cannot be broken, and a sentence for a person is better read whole.
        const sentence = /(['"`])(?=[^'"`]{0,400} ).{40,}\1/.test(line)
        if (columns <= COLUMNS_MAX || line.includes('https://') || sentence) return []
        return [{ path, line: i + 1, message: `${columns} columns, over ${COLUMNS_MAX}` }]
      }),
    ),
  broken: [{ files: { 'src/base/a.ts': `// ${'a'.repeat(98)}` }, says: '101 columns, over 100' }],
  kept: [
    { 'src/base/a.ts': `// ${'a'.repeat(97)}\n// https://${'a'.repeat(100)}` },
    { 'src/base/a.ts': `const why = '${'Say what to do. '.repeat(8)}'` },
  ],
}

/** Folders hold few files and lie flat. */
export const folders: Rule = {
  title: `no folder holds over ${FOLDER_FILES_MAX} files or lies over ${DEPTH_MAX} deep in src`,
  check: house => {
    const counts = new Map<string, number>()
    for (const path of house.sources.keys()) {
      const folder = path.slice(0, path.lastIndexOf('/'))
      counts.set(folder, (counts.get(folder) ?? 0) + 1)
    }
    const problems: Problem[] = []
    for (const [path, files] of counts) {
      if (files > FOLDER_FILES_MAX)
        problems.push({ path, line: 0, message: `holds ${files} files, over ${FOLDER_FILES_MAX}` })
      const depth = path.split('/').length - 1
      if (path.startsWith('src/') && depth > DEPTH_MAX)
        problems.push({ path, line: 0, message: `lies ${depth} deep, over ${DEPTH_MAX}` })
    }
    return problems
  },
  broken: [
    { files: filesOf('src/base', 13), says: 'holds 13 files, over 12' },
    { files: { 'src/a/b/c/d/e.ts': '' }, says: 'lies 4 deep, over 3' },
  ],
  kept: [filesOf('src/base', 12), { 'src/a/b/c/d.ts': '', 'test/a/b/c/d/e.ts': '' }],
}

function filesOf(folder: string, count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${folder}/${i}.ts`, '']))
}

function eachSource(house: House, check: (file: SourceFile) => readonly Problem[]): Problem[] {
  return [...house.sources.values()].flatMap(check)
}
