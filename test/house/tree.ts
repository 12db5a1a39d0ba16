import type { House, Problem, Rule } from './house.ts'

const TOP_FILES = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'compose.yaml',
]
const TOP_FOLDERS = ['src', 'bench', 'test', 'campaigns', 'bin', 'deploy']

/** The first thing a visitor sees is short. */
export const topLevel: Rule = {
  title: 'the top level holds the names of the design only',
  check: house => {
    const strange = new Set<string>()
    for (const path of house.texts.keys()) {
      const [top = '', ...below] = path.split('/')
      const known = below.length > 0 ? TOP_FOLDERS : TOP_FILES
      if (!top.startsWith('.') && !known.includes(top)) strange.add(top)
    }
    return [...strange].map(path => ({ path, line: 0, message: 'is not in the design, part 4' }))
  },
  broken: [
    { files: { 'vitest.config.ts': '' }, says: 'is not in the design' },
    { files: { 'docs/a.md': '', 'docs/b.md': '' }, says: 'is not in the design' },
    { files: { src: '' }, says: 'is not in the design' },
  ],
  kept: [{ 'package.json': '', '.ci/run': '', 'src/base/a.ts': '', '.biome.json': '' }],
}

/** What cannot be read cannot be judged. */
export const readable: Rule = {
  title: 'every file of code can be parsed',
  check: house =>
    [...house.sources.values()].flatMap(({ path, fault }) =>
      fault === null ? [] : [{ path, line: 0, message: fault }],
    ),
  broken: [{ files: { 'src/base/a.ts': "const a = 'b" }, says: 'Unterminated string' }],
  kept: [{ 'src/base/a.ts': "const a: string = 'b'", 'bin/a': '#!/usr/bin/env node\n' }],
}

/** Places on one machine, and package sources other than the one everybody has. */
const MACHINE = [
  { what: 'a path of one machine', pattern: /(?<![\w.}-])\/(?:work|root|home|Users)\/\w/ },
  { what: 'a path of one machine', pattern: /\b[A-Z]:\\(?:Users|work)\b/ },
  {
    what: 'a package source',
    pattern: /\/\/[\w.-]*(?:registry|verdaccio|artifactory|nexus|pypi|proxy)[\w-]*[.:]/,
  },
  { what: 'a package source', pattern: /^\s*registry\s*=/m },
]

/** The project is the same wherever it is cloned. */
export const machines: Rule = {
  title: 'no file names a machine or a package source',
  check: house => eachLine(house, line => MACHINE.find(({ pattern }) => pattern.test(line))?.what),
  broken: [
    { files: { 'bench/a.md': `See /${'work'}/main.` }, says: 'a path of one machine' },
    { files: { 'src/base/a.ts': `const a = '/${'home'}/anna/db'` }, says: 'a path of one machine' },
    { files: { 'a.json': `"https://${'registry'}.npmjs.org/a.tgz"` }, says: 'a package source' },
    { files: { '.npmrc': `${'registry'}=https://example.com` }, says: 'a package source' },
  ],
  kept: [
    {
      'src/base/a.ts': "import '../work/a.ts'; fetch('https://example.com/home/page')",
      'README.md': 'The registry of packages; /api/v1/work/1.',
    },
  ],
}

/**
 * Packages that carry their binaries with them and whose sources npm would compile all the same.
 */
const PREBUILT = ['better-sqlite3']

/**
 * `npm ci` works without Python and a compiler. npm runs node-gyp in every package with a
 * binding.gyp unless its entry in the lock file says otherwise, and `npm install` drops that line.
 */
export const prebuilt: Rule = {
  title: 'npm ci compiles nothing',
  check: house => {
    const path = 'package-lock.json'
    const lock = JSON.parse(house.texts.get(path) ?? '{}') as {
      packages?: Record<string, { gypfile?: boolean }>
    }
    return PREBUILT.filter(name => lock.packages?.[`node_modules/${name}`]?.gypfile !== false).map(
      name => ({ path, line: 0, message: `the entry of ${name} must say "gypfile": false` }),
    )
  },
  broken: [
    {
      files: { 'package-lock.json': '{"packages":{"node_modules/better-sqlite3":{}}}' },
      says: 'the entry of better-sqlite3 must say',
    },
  ],
  kept: [
    {
      'package-lock.json': '{"packages":{"node_modules/better-sqlite3":{"gypfile":false}}}',
    },
  ],
}

const LEFT_OVER = /\b(?:FIXME|TODO|XXX)\b/
const ONLY = /\b(?:describe|it|test|suite)\.(?:only|todo)\b/

/** Nothing unfinished is left for others to find. */
export const leftovers: Rule = {
  title: 'no note to oneself and no test that shuts out others is left',
  check: house =>
    eachLine(house, (line, path) => {
      const about = line.replaceAll(/'[^']*'/g, '')
      if (path.startsWith('test/house/')) return undefined
      if (LEFT_OVER.test(about)) return 'a note to oneself: do it, or open an issue'
      return ONLY.test(about) && path.startsWith('test/')
        ? 'a test that shuts out others'
        : undefined
    }),
  broken: [
    { files: { 'src/base/a.ts': '// FIXME: later' }, says: 'a note to oneself' },
    { files: { 'src/README.md': 'TODO: write' }, says: 'a note to oneself' },
    { files: { 'test/base/a.test.ts': "it.only('works', () => {})" }, says: 'shuts out others' },
    { files: { 'test/base/a.test.ts': "it.todo('works')" }, says: 'shuts out others' },
  ],
  kept: [{ 'src/base/a.ts': 'const todo = 1; const it = { only: 2 }; it.only' }],
}

function eachLine(
  house: House,
  find: (line: string, path: string) => string | undefined,
): Problem[] {
  const problems: Problem[] = []
  for (const [path, text] of house.texts)
    for (const [i, line] of text.split('\n').entries()) {
      const message = find(line, path)
      if (message !== undefined) problems.push({ path, line: i + 1, message })
    }
  return problems
}
