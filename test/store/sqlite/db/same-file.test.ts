import { copyFileSync, renameSync, rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import { call, marks, person, withContacts } from '../../fixtures.ts'
import { directStore } from '../direct-store.ts'
import { newFile } from '../folder.ts'

it('nothing is written to a file that was moved away, until it is back', async () => {
  const file = newFile()
  const store = directStore({ file })
  await withContacts(store, [person(1), person(2)])
  await call(store, 'a1')
  renameSync(file, `${file}.away`)
  const gone = { code: 'STORE_UNWRITABLE', message: expect.stringContaining('was deleted, moved') }
  await expect(call(store, 'a2')).rejects.toMatchObject(gone)
  await expect(store.record([marks('a1', { outcome: 'busy' })])).rejects.toMatchObject(gone)
  copyFileSync(`${file}.away`, file)
  await expect(call(store, 'a2')).rejects.toMatchObject(gone)
  renameSync(`${file}.away`, file)
  await store.record([marks('a1', { outcome: 'busy' })])
  await call(store, 'a2')
  expect((await store.restore()).live.map(({ start }) => start.id)).toEqual(['a2'])
  rmSync(file)
  await expect(store.putCampaign('new', 'New')).rejects.toMatchObject(gone)
  await store.close()
})
