import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { expect, it } from 'vitest'
import { carillon, siteFolder } from '../carillon.ts'

it('a database that refuses what was learned alone lets a run end well, which says so', async () => {
  const folder = siteFolder()
  const run = ['run', 'campaigns/demo', '--db', 'a.db', '--mode', 'predictive', '--speed', 'max']
  const first = await carillon(folder, ...run, '--duration', '1min')
  expect(first.stderr).not.toContain('could not be kept')
  const db = new SqliteDatabase(join(folder, 'a.db'))
  for (const act of ['INSERT', 'UPDATE'])
    db.exec(
      `CREATE TRIGGER no_${act} BEFORE ${act} ON learned BEGIN SELECT RAISE(ABORT, 'no'); END`,
    )
  db.close()
  const { code, stdout, stderr } = await carillon(folder, ...run, '--duration', '6min')
  expect(stderr).toContain(
    'What pacing learned could not be kept (STORE_CORRUPT): the next run learns it anew.',
  )
  expect(stdout).toContain('Spring check: ')
  expect(code).toBe(0)
}, 40_000)
