import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lockSite, type SiteOwner } from '../../../src/store/sqlite/site-lock.ts'
import { newFile } from './folder.ts'

const owner: SiteOwner = {
  pid: process.pid,
  host: hostname(),
  since: Date.UTC(2026, 0, 5, 9, 30),
  runs: 'demo and other',
}

describe('the lock of a site', () => {
  it('is had by one engine, which is named to the next', async () => {
    const file = newFile()
    const release = await lockSite(file, owner)
    await expect(lockSite(file, { ...owner, runs: 'nothing' })).rejects.toMatchObject({
      code: 'SITE_LOCKED',
      message:
        `The site of ${file} is held by process ${process.pid} on ${hostname()} since ` +
        '2026-01-05T09:30:00.000Z, which runs demo and other. A site has one engine: end that one first.',
    })
    release()
    const again = await lockSite(file, owner)
    again()
  })

  it('is given free once, whoever has it then', async () => {
    const file = newFile()
    const first = await lockSite(file, owner)
    first()
    const second = await lockSite(file, owner)
    first()
    await expect(lockSite(file, owner)).rejects.toMatchObject({ code: 'SITE_LOCKED' })
    expect(JSON.parse(readFileSync(`${file}.owner`, 'utf8'))).toEqual(owner)
    second()
    expect(existsSync(`${file}.owner`)).toBe(false)
  })

  it('is one for a file, by whatever name it is called', async () => {
    const file = newFile()
    writeFileSync(file, '')
    const alias = newFile('alias.db')
    symlinkSync(file, alias)
    const release = await lockSite(alias, owner)
    await expect(lockSite(file, owner)).rejects.toMatchObject({ code: 'SITE_LOCKED' })
    release()
  })

  it('names nobody who is dead', async () => {
    const file = newFile()
    const release = await lockSite(file, owner)
    // What the one before left behind, in the moment before the new one has written its name.
    writeFileSync(`${file}.owner`, JSON.stringify({ ...owner, pid: 2 ** 22 + 1 }))
    await expect(lockSite(file, owner)).rejects.toThrow('is held by another process.')
    release()
  })

  it('says so when it cannot be written', async () => {
    const file = join(dirname(newFile()), 'no', 'such', 'site.db')
    await expect(lockSite(file, owner)).rejects.toMatchObject({ code: 'STORE_UNWRITABLE' })
  })
})
