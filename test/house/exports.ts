import type { Problem, Rule } from './house.ts'
import { lineOf, type Node, type SourceFile } from './source.ts'

/** A thing has one name, wherever it is used. */
export const defaultExports: Rule = {
  title: 'nothing is exported by default',
  check: house =>
    [...house.sources.values()].flatMap(({ path, text, nodes }) =>
      nodes.flatMap(({ node, parent }) => {
        const renamed =
          node.type === 'ExportSpecifier' && (node.exported as Node).name === 'default'
        if (node.type !== 'ExportDefaultDeclaration' && !renamed) return []
        const at = renamed ? (parent as Node) : node
        return [{ path, line: lineOf(text, at.start), message: 'give the export a name' }]
      }),
    ),
  broken: [
    { files: { 'src/base/a.ts': 'export default 1' }, says: 'give the export a name' },
    { files: { 'src/base/a.ts': 'const a = 1\nexport { a as default }' }, says: 'a name' },
  ],
  kept: [{ 'src/base/a.ts': 'export const a = 1' }],
}

/** What others may use says what it is. */
export const docComments: Rule = {
  title: 'every exported name of src has a doc comment',
  check: house =>
    [...house.sources.values()].filter(({ path }) => path.startsWith('src/')).flatMap(undocumented),
  broken: [
    { files: { 'src/base/a.ts': 'export const a = 1' }, says: 'a has no doc comment' },
    { files: { 'src/base/a.ts': '// About a.\nexport interface A {}' }, says: 'A has no doc' },
    { files: { 'src/base/a.ts': '/* About a. */\nexport class A {}' }, says: 'A has no doc' },
    {
      files: { 'src/base/a.ts': '/** About a. */\nexport type A = 1\n\nexport type B = 2' },
      says: 'B has no doc',
    },
  ],
  kept: [
    {
      'src/base/a.ts':
        '/** About a. */\nexport const a = 1\nconst b = 2\nexport { c } from "./c.ts"',
      'src/base/b.ts': `/** Both. */
        export function b(x: string): string
        export function b(x: number): number
        export function b(x: any) { return x }`,
      'test/base/a.ts': 'export const a = 1',
    },
  ],
}

function undocumented({ path, text, nodes }: SourceFile): Problem[] {
  const known = new Set<string>()
  const problems: Problem[] = []
  for (const { node } of nodes) {
    if (node.type !== 'ExportNamedDeclaration' || node.declaration === null) continue
    const name = declaredName(node.declaration as Node)
    const documented = isDocumented(text, node.start)
    if (!documented && !known.has(name))
      problems.push({ path, line: lineOf(text, node.start), message: `${name} has no doc comment` })
    // Overloads of one function share the comment of the first.
    known.add(name)
  }
  return problems
}

function declaredName(declaration: Node): string {
  const declarators = declaration.declarations as readonly Node[] | undefined
  const id = (declarators?.[0]?.id ?? declaration.id) as Node
  return String(id.name ?? 'a pattern')
}

/** Whether a comment that begins with two stars ends just before `at`. */
function isDocumented(text: string, at: number): boolean {
  const before = text.slice(0, at).trimEnd()
  return before.endsWith('*/') && before.startsWith('/**', before.lastIndexOf('/*'))
}
