import type { Problem, Rule } from './house.ts'
import { PACKAGES, ROOMS, roomOf } from './rooms.ts'
import type { Import } from './source.ts'

/** Which way imports may go between rooms. */
export const directions: Rule = {
  title: 'rooms import only the rooms below them',
  check: house => {
    const problems: Problem[] = []
    for (const { path, imports } of house.sources.values()) {
      if (!path.startsWith('src/')) continue
      for (const one of imports) {
        const message = one.local ? refusal(path, one) : undefined
        if (message !== undefined) problems.push({ path, line: one.line, message })
      }
      if (roomOf(path) === undefined)
        problems.push({ path, line: 0, message: 'stands in no room of the design, part 4' })
    }
    return problems
  },
  broken: [
    {
      files: { 'src/pacing/a.ts': "import { b } from '../dialing/b.ts'" },
      says: 'pacing may not import dialing',
    },
    {
      files: { 'src/desk/a.ts': "import { type B, c } from '../campaign/b.ts'" },
      says: 'desk may import types of campaign only: write `import type`',
    },
    {
      files: { 'src/store/port.ts': "export * from './sqlite/b.ts'" },
      says: 'store may not import store/sqlite',
    },
    {
      files: { 'src/store/memory/a.ts': "import { b } from '../sqlite/b.ts'" },
      says: 'store/memory may not import store/sqlite',
    },
    {
      files: { 'src/base/a.ts': "const b = await import('../campaign/b.ts')" },
      says: 'base may not import campaign',
    },
    {
      files: { 'src/base/a.ts': "type B = import('../pacing/b.ts').B" },
      says: 'base may not import pacing',
    },
    {
      files: { 'src/app/a.ts': "import { b } from '../../test/b.ts'" },
      says: 'app may not import test/b.ts',
    },
    { files: { 'src/utils/a.ts': 'const a = 1' }, says: 'stands in no room' },
  ],
  kept: [
    {
      'src/desk/a.ts': "import type { B } from '../campaign/b.ts'",
      'src/app/a.ts': "import { b } from '../store/sqlite/b.ts'",
      'src/store/sqlite/deep/a.ts': "import { b } from '../../port.ts'",
    },
  ],
}

function refusal(path: string, { to, typesOnly }: Import): string | undefined {
  const from = roomOf(path)
  if (from === undefined) return undefined
  const target = to.startsWith('src/') ? roomOf(to) : undefined
  const { values, types } = ROOMS[from]!
  if (target === undefined) return `${from} may not import ${to}`
  if (target === from || values.includes(target) || (typesOnly && types.includes(target)))
    return undefined
  if (types.includes(target))
    return `${from} may import types of ${target} only: write \`import type\``
  return `${from} may not import ${target} (the table is in test/house/rooms.ts)`
}

/** Which packages may be used where. */
export const packages: Rule = {
  title: 'packages are used only where they are at home',
  check: house =>
    [...house.sources.values()]
      .filter(({ path }) => path.startsWith('src/'))
      .flatMap(({ path, imports }) =>
        imports.flatMap(one => {
          const message = one.local ? undefined : strange(path, one)
          return message === undefined ? [] : [{ path, line: one.line, message }]
        }),
      ),
  broken: [
    {
      files: { 'src/app/a.ts': "import Srf from 'drachtio-srf'" },
      says: 'drachtio-srf is at home in src/telephony/freeswitch/',
    },
    {
      files: { 'src/pacing/policy.ts': "import { map } from 'rxjs'" },
      says: 'rxjs is at home in',
    },
    {
      files: { 'src/dialing/attempt.ts': "import { map } from 'rxjs'" },
      says: 'rxjs is at home in',
    },
    { files: { 'src/cli/a.ts': "import { map } from 'rxjs/operators'" }, says: 'rxjs is at home' },
    { files: { 'src/cli/a.ts': "import x from 'left-pad'" }, says: 'left-pad has no home' },
    {
      files: { 'src/campaign/a.ts': "import { readFileSync } from 'node:fs'" },
      says: 'campaign is kept free of the machine',
    },
  ],
  kept: [
    {
      'src/store/sqlite/a.ts': "import Database from 'better-sqlite3'",
      'src/telephony/port.ts': "import type { Observable } from 'rxjs'",
      'src/cli/a.ts': "import { readFile } from 'node:fs/promises'",
      'src/campaign/a.ts': "import { isUtf8 } from 'node:buffer'",
    },
  ],
}

/** Modules of Node that only compute. */
const HARMLESS = ['node:buffer', 'node:util']

function strange(path: string, { to, typesOnly }: Import): string | undefined {
  if (to.startsWith('node:')) {
    const room = roomOf(path)
    if (room === undefined || ROOMS[room]!.machine || HARMLESS.includes(to)) return undefined
    return `${room} is kept free of the machine: it may not import ${to}`
  }
  const home = PACKAGES[to]
  if (home === undefined) return `${to} has no home: give it one in test/house/rooms.ts`
  const places = typesOnly ? [...home.values, ...(home.types ?? [])] : home.values
  if (places.some(place => path === place || (place.endsWith('/') && path.startsWith(place))))
    return undefined
  return `${to} is at home in ${home.values.join(', ')} only`
}

/** What is used is asked for by name, not had by the grace of another package. */
export const declared: Rule = {
  title: 'every package in use is declared, and the product needs no development package',
  check: house => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(
      house.texts.get('package.json') ?? '{}',
    ) as { dependencies?: object; devDependencies?: object }
    return [...house.sources.values()].flatMap(({ path, imports }) =>
      imports.flatMap(({ to, local, typesOnly, line }) => {
        if (local || to.startsWith('node:') || Object.hasOwn(dependencies, to)) return []
        const product = /^(src|bin)\//.test(path) && !typesOnly
        if (!product && Object.hasOwn(devDependencies, to)) return []
        const where = product ? 'dependencies' : 'devDependencies'
        return [{ path, line, message: `${to} is not among the ${where} of package.json` }]
      }),
    )
  },
  broken: [
    {
      files: { 'test/a.ts': "import 'vite'", 'package.json': '{}' },
      says: 'vite is not among the devDependencies',
    },
    {
      files: { 'src/a.ts': "import 'vite'", 'package.json': '{"devDependencies":{"vite":"8"}}' },
      says: 'vite is not among the dependencies',
    },
  ],
  kept: [
    {
      'test/a.ts': "import 'vite/deep'; import 'node:fs'; import '@a/b/c'",
      'package.json': '{"devDependencies":{"vite":"8"}, "dependencies":{"@a/b":"1"}}',
    },
  ],
}
