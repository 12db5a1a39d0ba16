import type { Problem, Rule } from './house.ts'
import { dottedName, lineOf, type Node, type Placed, type SourceFile } from './source.ts'

/** Names of the machine's own time, chance or surroundings, and what to use in their place. */
interface Ban {
  readonly names: readonly string[]
  /** Refused only when called without arguments. */
  readonly bare?: true
  readonly instead: string
  /**
   * Files, or folders ending in `/`, where the names are at home. `test/x/` may do what `src/x/`
   * may.
   */
  readonly home: readonly string[]
}

const atTheEdge = ['src/app/', 'src/cli/', 'src/http/', 'src/telephony/freeswitch/']
const time = ['src/base/host-timeline.ts', 'src/store/sqlite/', ...atTheEdge, 'bench/', 'bin/']
const clock = 'take a Clock (src/base/clock.ts)'

const BANS: readonly Ban[] = [
  { names: ['Date.now', 'performance.now', 'process.hrtime'], instead: clock, home: time },
  { names: ['DateTime.now', 'Temporal.Now'], instead: clock, home: time },
  { names: ['Date', 'DateTime.local', 'DateTime.utc'], bare: true, instead: clock, home: time },
  {
    names: ['setTimeout', 'setInterval', 'setImmediate', 'AbortSignal.timeout'],
    instead: 'take a Timeline (src/base/timeline.ts)',
    home: time,
  },
  {
    names: ['Math.random', 'randomInt', 'randomBytes', 'crypto.getRandomValues'],
    instead: 'take a Random (src/base/random.ts)',
    home: ['src/app/', 'src/cli/', 'src/accounts/'],
  },
  {
    names: ['randomUUID', 'crypto.randomUUID'],
    instead: 'take ids from uuidV7 (src/base/uuid.ts)',
    home: [],
  },
  {
    names: ['process.env'],
    instead: 'have the setting handed in by src/app',
    home: ['src/app/', 'src/cli/', 'bin/', 'bench/', 'test/'],
  },
  {
    names: ['console'],
    instead: 'print through src/cli/output.ts, or return what there is to say',
    home: ['bin/'],
  },
]

const SQL_TIME = /\bnow\s*\(\)|\bcurrent_(timestamp|time|date)\b|\bunixepoch\(\s*\)|'now'/i

/** Time, chance and surroundings are handed in. */
export const hostCalls: Rule = {
  title: 'time, chance and settings are handed in, and only the edge asks the machine',
  check: house =>
    [...house.sources.values()].flatMap(file =>
      file.nodes.flatMap(placed =>
        BANS.flatMap(ban => {
          const name = bannedName(placed, ban)
          if (name === undefined || isHome(file.path, ban.home)) return []
          return [problem(file, placed.node, `${name} is refused here: ${ban.instead}`)]
        }),
      ),
    ),
  broken: [
    { files: { 'src/dialing/a.ts': 'const at = Date.now()' }, says: 'take a Clock' },
    { files: { 'src/dialing/a.ts': 'const read = Date.now' }, says: 'take a Clock' },
    { files: { 'src/dialing/a.ts': 'const at = new Date()' }, says: 'take a Clock' },
    { files: { 'src/dialing/a.ts': 'performance.now()' }, says: 'take a Clock' },
    { files: { 'src/campaign/a.ts': 'DateTime.local()' }, says: 'take a Clock' },
    { files: { 'src/dialing/a.ts': 'setTimeout(run, 10)' }, says: 'take a Timeline' },
    { files: { 'src/dialing/a.ts': 'globalThis.setInterval(run, 1)' }, says: 'take a Timeline' },
    {
      files: { 'src/dialing/a.ts': "import { setImmediate as soon } from 'node:timers'" },
      says: 'setImmediate is refused here: take a Timeline',
    },
    { files: { 'test/dialing/a.ts': 'const chance = Math.random()' }, says: 'take a Random' },
    { files: { 'src/dialing/a.ts': 'crypto.randomUUID()' }, says: 'uuidV7' },
    { files: { 'src/store/sqlite/a.ts': 'process.env.HOME' }, says: 'handed in by src/app' },
    { files: { 'src/cli/a.ts': "console.log('done')" }, says: 'src/cli/output.ts' },
  ],
  kept: [
    {
      'src/dialing/a.ts': 'const text = new Date(0); timers.setTimeout; ({ setTimeout: 1 })',
      'src/base/host-timeline.ts': 'Date.now()',
      'src/app/a.ts': 'process.env.PORT',
      'test/app/a.ts': 'setTimeout(check, 10)',
      'test/sim/a.ts': 'process.env.WORLDS',
      'bench/a.ts': 'performance.now()',
    },
  ],
}

/** Statements of SQL take time as a parameter. */
export const sqlTime: Rule = {
  title: 'the database is told the time and never asked for it',
  check: house =>
    [...house.sources.values()]
      .filter(({ path }) => path.startsWith('src/'))
      .flatMap(file =>
        file.nodes.flatMap(({ node }) =>
          SQL_TIME.test(writtenText(node))
            ? [problem(file, node, 'SQL asks for the time: pass it in as a parameter')]
            : [],
        ),
      ),
  broken: [
    "run('delete from a where at < unixepoch()')",
    'run(`update a set at = now()`)',
    "run(\"select strftime('%s', 'now')\")",
  ].map(code => ({ files: { 'src/store/sqlite/a.ts': code }, says: 'SQL asks for the time' })),
  kept: [{ 'src/store/sqlite/a.ts': "run('select now from a where known = ?')" }],
}

function problem({ path, text }: SourceFile, node: Node, message: string): Problem {
  return { path, line: lineOf(text, node.start), message }
}

function isHome(path: string, home: readonly string[]): boolean {
  const covers = (place: string, at: string): boolean =>
    place === at || (place.endsWith('/') && at.startsWith(place))
  const mirrored = path.replace(/^test\//, 'src/')
  return home.some(place => covers(place, path) || covers(place, mirrored))
}

function bannedName({ node, parent }: Placed, ban: Ban): string | undefined {
  if (ban.bare) {
    if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return undefined
    const name = dottedName(node.callee as Node)
    const bare = (node.arguments as readonly Node[]).length === 0
    return bare && ban.names.includes(name) ? `${name}()` : undefined
  }
  const name = dottedName(node)
  if (!ban.names.includes(name) || isOnlyAName(node, parent)) return undefined
  return name
}

/** Whether it only names a part of something else, as in `a.setTimeout` or `{ console: 1 }`. */
function isOnlyAName(node: Node, parent: Node | null): boolean {
  if (parent === null || parent.computed === true) return false
  const member = parent.type === 'MemberExpression' && parent.property === node
  const key = parent.key === node && parent.shorthand !== true
  // `import { a }` has the name twice, for what is imported and what it is called here.
  const again = parent.type === 'ImportSpecifier' && parent.local === node
  return member || key || again
}

function writtenText(node: Node): string {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type === 'TemplateElement') return (node.value as { raw: string }).raw
  return ''
}
