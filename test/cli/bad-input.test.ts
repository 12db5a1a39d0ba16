import { createHash } from 'node:crypto'
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { smallWorldText } from '../sim/worlds.ts'
import { carillon, cramped, siteFolder, TUESDAY } from './carillon.ts'

/** A database with some calls in it, from which each test takes its own copy. */
let used = ''
beforeAll(async () => {
  const folder = siteFolder()
  used = join(folder, 'a.db')
  const flags = ['--db', used, '--at', TUESDAY, '--speed', 'max', '--duration', '2min']
  expect(await carillon(folder, 'run', 'campaigns/demo', ...flags)).toMatchObject({ code: 0 })
})

/** A site of its own, with a copy of that database as `a.db`. */
function usedSite(): { readonly folder: string; readonly db: string } {
  const folder = siteFolder()
  const db = join(folder, 'a.db')
  copyFileSync(used, db)
  return { folder, db }
}

const digest = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex')

/** Everything in a database but the free room in it. */
function contentOf(db: string): string {
  const file = new SqliteDatabase(db, { readonly: true })
  const names = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
  const rows = names.map(name => [name, file.prepare(`SELECT * FROM "${name}"`).all()])
  file.close()
  return JSON.stringify(rows)
}

const edit = (folder: string, file: string, change: (text: string) => string): void => {
  const path = join(folder, 'campaigns', file)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

describe('run refuses what cannot be dialed, says why, and leaves the database as it was', () => {
  it.each<[what: string, spoil: (folder: string) => void, words: string | RegExp]>([
    [
      'a campaign file with an unknown key',
      folder => appendFileSync(join(folder, 'campaigns/demo/campaign.yaml'), 'colour: red\n'),
      'There is no key "colour" here.',
    ],
    [
      'a site file with an unknown key',
      folder => appendFileSync(join(folder, 'campaigns/site.yaml'), 'colour: red\n'),
      /site\.yaml:\d+:1: There is no key "colour" here\./,
    ],
    [
      'a campaign file in another encoding',
      folder => {
        const path = join(folder, 'campaigns/demo/campaign.yaml')
        writeFileSync(path, Buffer.from('title: Früh\n', 'latin1'))
      },
      'The file is not UTF-8 from here on. Save it as UTF-8.',
    ],
    [
      'a folder without a campaign',
      folder => rmSync(join(folder, 'campaigns/demo/campaign.yaml')),
      'There is no such file.',
    ],
    [
      'a campaign without a site',
      folder => rmSync(join(folder, 'campaigns/site.yaml')),
      'There is no such file.',
    ],
    [
      'contacts without the phone column',
      folder => edit(folder, 'demo/contacts.csv', text => text.replace('phone', 'telephone')),
      'names the column "phone", which contacts.csv does not have.',
    ],
    [
      'contacts that are missing',
      folder => rmSync(join(folder, 'campaigns/demo/contacts.csv')),
      'There is no such file.',
    ],
  ])('%s', async (_, spoil, words) => {
    const { folder, db } = usedSite()
    spoil(folder)
    const before = digest(db)
    const { code, stdout, stderr } = await carillon(folder, 'run', 'campaigns/demo', '--db', db)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(words)
    expect(digest(db)).toBe(before)
    expect(readdirSync(folder).sort()).toEqual(['a.db', 'campaigns'])
  })

  it('a list that is no text, once the database is open', async () => {
    const { folder, db } = usedSite()
    const path = join(folder, 'campaigns/demo/contacts.csv')
    const header = readFileSync(path, 'utf8').split('\n')[0]!
    writeFileSync(path, Buffer.concat([Buffer.from(`${header}\n`), Buffer.alloc(5000, '\0\x01')]))
    const before = contentOf(db)
    const { code, stderr } = await carillon(folder, 'run', 'campaigns/demo', '--db', db)
    expect(stderr).toContain('contacts.csv')
    expect(code).toBe(1)
    expect(contentOf(db)).toBe(before)
  })

  it('a moment that has passed in this database', async () => {
    const { folder, db } = usedSite()
    const before = contentOf(db)
    const ran = await carillon(folder, 'run', 'campaigns/demo', '--db', db, '--at', TUESDAY)
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toMatch(/it is 2026-03-03T10:0\S+Z already, and time does not go back/)
    expect(contentOf(db)).toBe(before)
  })

  it('a campaign that is named twice', async () => {
    const { folder, db } = usedSite()
    const before = digest(db)
    const twice = await carillon(folder, 'run', 'campaigns/demo', './campaigns/demo/', '--db', db)
    expect(twice.stderr).toContain('campaign "demo" is named twice')
    expect(twice.code).toBe(1)
    expect(digest(db)).toBe(before)
  })
})

describe('a database that cannot be used is named with what to do', () => {
  const commands = ['run', 'report', 'results', 'explain']

  it.each(commands)('%s: a file that is no database', async command => {
    const folder = siteFolder()
    const db = join(folder, 'notes.txt')
    writeFileSync(db, 'Call Anna back.\n')
    const { code, stdout, stderr } = await carillon(folder, command, 'campaigns/demo', '--db', db)
    expect(stderr).toContain('notes.txt is not a database. Name another file')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(readFileSync(db, 'utf8')).toBe('Call Anna back.\n')
  })

  it.each(commands)('%s: a database of a later version', async command => {
    const { folder, db } = usedSite()
    const file = new SqliteDatabase(db)
    file.exec('PRAGMA user_version = 99')
    file.close()
    const before = digest(db)
    const { code, stderr } = await carillon(folder, command, 'campaigns/demo', '--db', db)
    expect(stderr).toContain('has schema 99')
    expect(stderr).toContain('Use the version that wrote it, or a later one.')
    expect(code).toBe(1)
    expect(digest(db)).toBe(before)
  })

  it.each(commands.slice(1))('%s: none at all, and makes none', async command => {
    const folder = siteFolder()
    const { code, stderr } = await carillon(folder, command, 'campaigns/demo', '--db', 'no.db')
    expect(stderr).toContain('There is no database no.db yet. Run a campaign first')
    expect(code).toBe(1)
    expect(readdirSync(folder)).toEqual(['campaigns'])
  })

  it('a folder that cannot be made, and a folder in the place of the file', async () => {
    const folder = siteFolder()
    writeFileSync(join(folder, 'file'), '')
    mkdirSync(join(folder, 'folder'))
    const below = await carillon(folder, 'run', 'campaigns/demo', '--db', 'file/a.db')
    expect(below.stderr).toMatch(/The folder .*file for the database cannot be made/)
    const place = await carillon(folder, 'run', 'campaigns/demo', '--db', 'folder')
    expect(place.stderr).toContain('The store folder could not be opened. Check')
    expect([below.code, place.code]).toEqual([1, 1])
  })

  it('one that another program holds: not ready, and it is said whose turn it is', async () => {
    const { folder, db } = usedSite()
    const other = new SqliteDatabase(db)
    other.exec('BEGIN EXCLUSIVE')
    const { code, stderr } = await carillon(folder, 'run', 'campaigns/demo', '--db', db)
    other.exec('ROLLBACK')
    other.close()
    expect(stderr).toContain('a.db is held by another process. Wait for it or end it')
    expect(code).toBe(3)
  }, 20_000)
})

describe('a disk that is full', () => {
  it('is named when contacts are imported, and none of them are', async () => {
    const folder = siteFolder()
    const ran = await cramped(folder, 100, 'run', 'campaigns/demo', '--db', 'a.db').ended
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toContain('The store a.db could not be read or written. Check its disk')
    const next = ['run', 'campaigns/demo', '--db', 'a.db', '--speed', 'max', '--duration', '1s']
    const { stderr } = await carillon(folder, ...next)
    expect(stderr).toContain('240 contacts added, 0 duplicates')
  }, 20_000)

  it('ends dialing, which is said, and one signal then ends the run', async () => {
    const { folder, db } = usedSite()
    const full = Math.ceil(statSync(db).size / 1024) + 40
    const run = cramped(folder, full, 'run', 'campaigns/demo', '--db', db, '--speed', '60')
    await run.said('Nothing can be written to the database, so nothing is dialed.')
    run.child.kill('SIGINT')
    const { code, stderr } = await run.ended
    expect(stderr).toContain('The run has ended, and not everything that came of it could be writt')
    expect(stderr).toContain('could not be read or written. Check its disk, then go on.')
    expect(code).toBe(1)
    const next = ['run', 'campaigns/demo', '--db', db, '--speed', 'max', '--duration', '1min']
    expect(await carillon(folder, ...next)).toMatchObject({ code: 0 })
  }, 40_000)

  it('does not keep a run from ending at its time', async () => {
    const { folder, db } = usedSite()
    const full = Math.ceil(statSync(db).size / 1024) + 40
    const run = ['run', 'campaigns/demo', '--db', db, '--speed', 'max', '--duration', '2h']
    const { code, stdout, stderr } = await cramped(folder, full, ...run).ended
    expect(stderr).toContain('Calls whose end is missing count as lost when the next run begins.')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  }, 40_000)

  it('is told of when a recording is cut short by it, after what came of the day', async () => {
    const folder = siteFolder()
    writeFileSync(join(folder, 'small.yaml'), smallWorldText())
    const { code, stdout, stderr } = await cramped(
      folder,
      8,
      ...['simulate', 'small.yaml', '--record', 'day.jsonl'],
    ).ended
    expect(stdout).toContain('small, progressive, 1 day')
    expect(stderr).toContain('The recording day.jsonl could not be written to its end. Make room')
    expect(code).toBe(1)
  }, 40_000)
})
