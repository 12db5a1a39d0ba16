import type { House, Problem, Rule } from './house.ts'

/** No file needs itself, not even for its types. */
export const cycles: Rule = {
  title: 'imports never come back to where they began',
  check: house => {
    const problems: Problem[] = []
    const done = new Set<string>()
    const trail: string[] = []
    const visit = (path: string): void => {
      if (done.has(path)) return
      const seen = trail.indexOf(path)
      if (seen !== -1) {
        const message = `imports come back here: ${[...trail.slice(seen), path].join(' → ')}`
        problems.push({ path, line: 0, message })
        return
      }
      trail.push(path)
      for (const to of importedBy(house, path)) visit(to)
      trail.pop()
      done.add(path)
    }
    for (const path of house.sources.keys()) visit(path)
    return problems
  },
  broken: [
    {
      files: {
        'src/base/a.ts': "import { b } from './b.ts'",
        'src/base/b.ts': "import type { C } from './c.ts'",
        'src/base/c.ts': "export * from './a.ts'",
      },
      says: 'src/base/a.ts → src/base/b.ts → src/base/c.ts → src/base/a.ts',
    },
  ],
  kept: [
    {
      'src/base/a.ts': "import { b } from './b.ts'\nimport { c } from './c.ts'",
      'src/base/b.ts': "import { c } from './c.ts'",
      'src/base/c.ts': 'const c = 1',
    },
  ],
}

/** Every file is reached from something that is started. */
export const deadFiles: Rule = {
  title: 'every file is used by something that runs',
  check: house => {
    const paths = [...house.sources.keys()]
    const product = reached(house, paths.filter(startsProduct))
    const tests = reached(
      house,
      paths.filter(path => path.endsWith('.test.ts')),
    )
    const missing = paths.flatMap(path => missingImports(house, path))
    // While a way in is broken, everything behind it looks dead.
    if (missing.length > 0) return missing
    return paths.flatMap(path => {
      if (path.startsWith('src/') && !product.has(path))
        return [{ path, line: 0, message: unused(tests.has(path)) }]
      if (path.startsWith('test/') && !tests.has(path))
        return [{ path, line: 0, message: 'no test imports it' }]
      return []
    })
  },
  broken: [
    {
      files: { 'bin/carillon': '', 'src/base/a.ts': '' },
      says: 'nothing that runs imports it: not bin/, not bench/',
    },
    {
      files: { 'src/base/a.ts': '', 'test/base/a.test.ts': "import '../../src/base/a.ts'" },
      says: 'only tests import it',
    },
    { files: { 'test/support/a.ts': '' }, says: 'no test imports it' },
    { files: { 'bin/carillon': "await import('../src/cli/main.ts')" }, says: 'which is not there' },
  ],
  kept: [
    {
      'bin/carillon': "await import('../src/cli/main.ts')",
      'src/cli/main.ts': "new Worker(new URL('./worker.ts', import.meta.url))",
      'src/cli/worker.ts': "import type { A } from './a.ts'",
      'src/cli/a.ts': '',
      'test/cli/a.test.ts': "import './support.ts'",
      'test/cli/support.ts': '',
    },
  ],
}

const startsProduct = (path: string): boolean =>
  path.startsWith('bin/') || path.startsWith('bench/')

const unused = (tested: boolean): string =>
  tested ? 'only tests import it' : 'nothing that runs imports it: not bin/, not bench/'

function missingImports(house: House, path: string): Problem[] {
  return house.sources
    .get(path)!
    .imports.filter(({ local, typesOnly, to }) => local && !typesOnly && !house.texts.has(to))
    .map(({ to, line }) => ({ path, line, message: `imports ${to}, which is not there` }))
}

function importedBy(house: House, path: string): string[] {
  const imports = house.sources.get(path)?.imports ?? []
  return imports.filter(({ local, to }) => local && house.sources.has(to)).map(({ to }) => to)
}

function reached(house: House, from: readonly string[]): ReadonlySet<string> {
  const found = new Set(from)
  for (const path of found) for (const to of importedBy(house, path)) found.add(to)
  return found
}
