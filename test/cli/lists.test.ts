import { readdirSync, readFileSync, rmSync, statSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { carillon, type Going, going, siteFolder } from './carillon.ts'

const HEADER = 'member,name,phone,mobile,work,zone,priority\n'
const row = (n: number, phone: string): string => `N${n},,${phone},,,,\n`
const london = (n: number): string => `+44207946${String(n).padStart(4, '0')}`

/** A site whose campaign has no list of its own, and the list it is to get. */
function siteWith(list: string): string {
  const folder = siteFolder()
  rmSync(join(folder, 'campaigns/demo/contacts.csv'))
  writeFileSync(join(folder, 'list.csv'), HEADER + list)
  return folder
}

const IMPORT = ['lists', 'import', 'campaigns/demo', 'list.csv', '--db', 'a.db']

describe('a list imported by hand', () => {
  it('needs no list of the campaign’s own, and names what was not added', async () => {
    const folder = siteWith([1, 2, 3, 2, 3].map(n => row(n, london(n))).join(''))
    expect(await carillon(folder, ...IMPORT)).toEqual({
      code: 0,
      stdout: `list.csv (utf-8): 5 rows, 3 contacts added, 2 duplicates, 0 rejected.
  line 5, +442079460002: the same number as line 3.
  line 6, +442079460003: the same number as line 4.
`,
      stderr: '',
    })
    const more = Array.from({ length: 14 }, (_, n) => row(n, london(n)))
    writeFileSync(join(folder, 'list.csv'), `${HEADER}${more.join('').repeat(2)}`)
    const { stdout } = await carillon(folder, ...IMPORT)
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'list.csv (utf-8): 28 rows, 11 contacts added, 17 duplicates, 0 rejected.',
      '  line 3, +442079460001: already in the campaign.',
      '  line 4, +442079460002: already in the campaign.',
    ])
    expect(stdout).toMatch(/\n {2}… and 7 more duplicates\.\n$/)
    const explained = await carillon(folder, 'explain', 'campaigns/demo', '--db', 'a.db')
    expect(explained.stdout).toContain('14 contacts')
    writeFileSync(join(folder, 'list.csv'), HEADER + [30, 31].map(n => row(7, london(n))).join(''))
    expect(
      (await carillon(folder, ...IMPORT)).stdout,
    ).toContain(`2 contacts added, 0 duplicates, 0 rejected.
  1 contact added with the key of another; a key should name one contact:
  line 3, N7: the same key as line 2.
`)
    const own = await carillon(folder, 'lists', 'import', 'campaigns/demo', '--db', 'a.db')
    expect(own.stderr).toContain('contacts.csv: There is no such file.')
  }, 20_000)
})

/** So many that an import of them is caught in the middle; made-up numbers, and none is called. */
const MANY = 300_000
const many = (): string =>
  Array.from({ length: MANY }, (_, n) => row(n, `+44207${String(n).padStart(7, '0')}`)).join('')

/** Resolves once some contacts are on disk and others are not. */
function halfDone(folder: string, run: Going): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watch(folder, () => {
      const size = statSync(join(folder, 'a.db-wal'), { throwIfNoEntry: false })?.size ?? 0
      if (size < 2_000_000) return
      watcher.close()
      resolve()
    })
    run.ended.then(({ stderr }) => reject(new Error(`it ended before: ${stderr}`)))
  })
}

const totalOf = async (folder: string): Promise<number> => {
  const { stdout } = await carillon(folder, 'explain', 'campaigns/demo', '--db', 'a.db', '--json')
  return JSON.parse(stdout).funnel.total
}

describe('an import that is broken off', () => {
  it('by Ctrl-C says what was imported, holds nothing up, and goes on when it is repeated', async () => {
    const folder = siteWith(many())
    const run = going(folder, ...IMPORT)
    await halfDone(folder, run)
    run.child.kill('SIGINT')
    const { code, stdout, stderr } = await run.ended
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toContain('The import was interrupted. Run it again: it goes on where it')
    const added = Number(/(\d+) contacts added/.exec(stdout)?.[1])
    expect(added).toBeGreaterThan(0)
    expect(added).toBeLessThan(MANY)
    expect(await totalOf(folder)).toBe(added)
    expect(readdirSync(folder)).not.toContain('a.db.owner')
    const again = await carillon(folder, ...IMPORT)
    expect(again.stdout).toContain(`${MANY - added} contacts added, ${added} duplicates`)
    expect(again.stdout).toContain(`… and ${added - 10} more duplicates.`)
    expect(await totalOf(folder)).toBe(MANY)
  }, 60_000)

  it('by kill -9 leaves whole contacts and no lock', async () => {
    const folder = siteWith(many())
    const run = going(folder, ...IMPORT)
    await halfDone(folder, run)
    run.child.kill('SIGKILL')
    await run.ended
    const before = await totalOf(folder)
    expect(before).toBeLessThan(MANY)
    const again = await carillon(folder, ...IMPORT)
    expect(again).toMatchObject({ code: 0, stderr: '' })
    expect(again.stdout).toContain(`${MANY - before} contacts added, ${before} duplicates`)
    expect(await totalOf(folder)).toBe(MANY)
    expect(readFileSync(join(folder, 'a.db.lock'), 'utf8')).toBe('')
  }, 60_000)
})
