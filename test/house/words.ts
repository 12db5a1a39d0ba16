import type { Problem, Rule } from './house.ts'
import { lineOf, type SourceFile } from './source.ts'

/** Words the project does not use, and the one it has for the thing. The design, part 3. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['agent', 'operator'],
  ['agents', 'operator'],
  ['lead', 'contact'],
  ['leads', 'contact'],
  ['prospect', 'contact'],
  ['prospects', 'contact'],
  ['acw', 'wrapUp'],
  ['aftercall', 'wrapUp'],
  ['dispo', 'disposition'],
])

/** One word for one thing. */
export const words: Rule = {
  title: 'names use the words of the design',
  check: house => [...house.sources.values()].flatMap(strangeWords),
  broken: [
    { files: { 'src/base/a.ts': 'const freeAgents = 1' }, says: 'freeAgents: say operator' },
    { files: { 'src/base/a.ts': 'type LeadId = number' }, says: 'LeadId: say contact' },
    { files: { 'src/base/a.ts': 'class A { #acw = 1 }' }, says: 'acw: say wrapUp' },
    { files: { 'src/base/a.ts': 'const a = { AGENT_MAX: 1 }' }, says: 'say operator' },
  ],
  kept: [{ 'src/base/a.ts': "const leading = 'agent'; const misleading = 2" }],
}

function strangeWords({ path, text, nodes }: SourceFile): Problem[] {
  const problems = new Map<string, Problem>()
  for (const { node } of nodes) {
    const name = node.type.endsWith('Identifier') ? node.name : undefined
    if (typeof name !== 'string' || problems.has(name)) continue
    const parts = name.split(/(?<=[a-z0-9])(?=[A-Z])|[_$]/).map(part => part.toLowerCase())
    const part = parts.find(part => WORDS.has(part))
    if (part === undefined) continue
    const message = `${name}: say ${WORDS.get(part)}`
    problems.set(name, { path, line: lineOf(text, node.start), message })
  }
  return [...problems.values()]
}
