import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts'
import { marks, person, phone, query, start, withContacts } from '../../store/fixtures.ts'
import { carillon, siteFolder } from '../carillon.ts'

const BEGUN = Date.parse('2026-03-03T10:00:00Z')

describe('recordings', () => {
  let folder = ''
  const fileOf = (attempt: string): string => join(folder, `recordings/2026-03-03/${attempt}.wav`)

  /** Three calls: one recorded, one in two parts of which one is gone, one not recorded. */
  beforeAll(async () => {
    folder = siteFolder()
    const store = await openSqliteStore({ file: join(folder, 'a.db') })
    await withContacts(store, [person(1), person(2, { key: '=K2' }), person(3, { key: null })])
    const { contacts } = await store.leaseContacts(query())
    await store.beginAttempts(contacts.map((contact, n) => start(`a${n}`, contact)))
    const part = (attempt: string, from: number, to?: number) => ({
      file: fileOf(attempt),
      startedAt: BEGUN + from,
      ...(to === undefined ? {} : { endedAt: BEGUN + to }),
      consent: { by: 'nobody' } as const,
      pauses: [],
    })
    const more = { operator: 'anna', endedAt: BEGUN + 90_000, outcome: 'connected' } as const
    await store.record([
      marks('a0', { ...more, recordings: [part('a0', 2000, 64_000)] }),
      marks('a1', { ...more, recordings: [part('a1', 1000, 5000), part('a1-2', 80_000)] }),
      marks('a2', more),
    ])
    await store.close()
    for (const attempt of ['a0', 'a1']) {
      mkdirSync(dirname(fileOf(attempt)), { recursive: true })
      writeFileSync(fileOf(attempt), `sound of ${attempt}`)
    }
  })

  const run = (...words: readonly string[]) =>
    carillon(folder, 'recordings', ...words, '--db', 'a.db')
  const listed = async (...words: readonly string[]) => {
    const { stdout } = await run('list', 'campaigns/demo', '--json', ...words)
    return JSON.parse(stdout).recordings as readonly Readonly<Record<string, unknown>>[]
  }

  it('are listed with whose they are, when they were made, and where they lie', async () => {
    const all = await listed()
    expect(all).toHaveLength(3)
    expect(all[0]).toEqual({
      campaign: 'demo',
      attempt: 'a0',
      contact: 1,
      key: 'K1',
      phone: phone(1),
      operator: 'anna',
      startedAt: '2026-03-03T10:00:02.000Z',
      lengthSec: 62,
      file: fileOf('a0'),
      bytes: 11,
      growing: false,
    })
    // One that nobody ended went to the end of its call.
    expect(all[2]).toMatchObject({ attempt: 'a1', lengthSec: 10, bytes: null })
    const { stdout } = await run('list', 'campaigns/demo')
    expect(stdout.split('\n')[0]).toMatch(/^begun +length +contact +phone +operator +file$/)
    expect(stdout).toContain(
      `2026-03-03T10:00:02Z  1:02    K1       ${phone(1)}  anna      ${fileOf('a0')}\n`,
    )
    expect(stdout).toContain(`${fileOf('a1-2')} (not there)\n`)
  }, 60_000)

  it('are found by the number of a person, as it may be written, and by their key', async () => {
    expect((await listed('--contact', '020 7946 0002')).map(one => one.attempt)).toEqual([
      'a1',
      'a1',
    ])
    expect((await listed('--contact', 'K1')).map(one => one.attempt)).toEqual(['a0'])
    expect(await listed('--contact', 'id:3')).toEqual([])
    expect((await run('list', 'campaigns/demo', '--contact', 'id:3')).stdout).toBe(
      'Nothing was recorded.\n',
    )
    expect((await run('list', 'campaigns/demo', '--contact', 'nobody')).code).toBe(1)
  }, 60_000)

  it('are copied with a table of them, for this user only, and never over others', async () => {
    const to = join(folder, 'out/march')
    const ran = await run('export', 'campaigns/demo', '--to', to)
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toBe(
      `2 recordings are in ${to}, with recordings.csv. 1 was not there any more: the table names it.\n`,
    )
    const rows: Record<string, string>[] = parse(readFileSync(join(to, 'recordings.csv')), {
      columns: true,
    })
    expect(
      rows.map(({ attempt, key, lengthSec, file }) => [attempt, key, lengthSec, file]),
    ).toEqual([
      ['a0', 'K1', '62.0', 'demo/a0.wav'],
      ['a1', "'=K2", '4.0', 'demo/a1.wav'],
      ['a1', "'=K2", '10.0', ''],
    ])
    expect(readFileSync(join(to, 'demo/a1.wav'), 'utf8')).toBe('sound of a1')
    expect(statSync(join(to, 'recordings.csv')).mode & 0o077).toBe(0)
    expect(statSync(to).mode & 0o077).toBe(0)
    const again = await run('export', 'campaigns/demo', '--to', to)
    expect(again).toMatchObject({ code: 2, stdout: '' })
    expect(again.stderr).toContain('recordings.csv is there already. Name another folder.')
    const one = join(folder, 'one')
    await run('export', 'campaigns/demo', '--to', one, '--contact', 'K1')
    expect([existsSync(join(one, 'demo/a0.wav')), existsSync(join(one, 'demo/a1.wav'))]).toEqual([
      true,
      false,
    ])
  }, 60_000)

  it('are not copied over a file that is there, whoever made it', async () => {
    const to = join(folder, 'mine')
    mkdirSync(join(to, 'demo'), { recursive: true })
    writeFileSync(join(to, 'demo/a0.wav'), 'mine')
    const ran = await run('export', 'campaigns/demo', '--to', to, '--contact', 'K1')
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain('a0.wav is there already. Name another folder.')
    expect(readFileSync(join(to, 'demo/a0.wav'), 'utf8')).toBe('mine')
  }, 60_000)

  it('are left out of a copy as long as their call goes on, which is said', async () => {
    const store = await openSqliteStore({ file: join(folder, 'a.db') })
    await store.addContacts('demo', [person(4)], BEGUN)
    const { contacts } = await store.leaseContacts(query())
    await store.beginAttempts(contacts.map(contact => start('a4', contact)))
    const recordings = [
      { file: fileOf('a0'), startedAt: BEGUN, consent: { by: 'nobody' } as const, pauses: [] },
    ]
    await store.record([marks('a4', { operator: 'anna', recordings })])
    await store.close()
    expect((await listed('--contact', 'K4'))[0]).toMatchObject({ growing: true, lengthSec: null })
    expect((await run('list', 'campaigns/demo')).stdout).toContain('a0.wav (being written)\n')
    const to = join(folder, 'growing')
    const ran = await run('export', 'campaigns/demo', '--to', to, '--contact', 'K4')
    expect(ran.stdout).toBe(
      `0 recordings are in ${to}, with recordings.csv. 1 is still being written, and left out: export again later.\n`,
    )
    expect(existsSync(join(to, 'demo/a0.wav'))).toBe(false)
  }, 60_000)
})
