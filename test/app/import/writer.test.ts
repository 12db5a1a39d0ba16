import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { Writer } from '../../../src/app/import/writer.ts'
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts'

async function site() {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-writer-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const dbFile = join(folder, 'site.db')
  const store = await openSqliteStore({ file: dbFile })
  await store.putCampaign('demo', 'Demo')
  return { dbFile, store }
}

const contact = (phone: string) => ({
  key: null,
  zone: 'Europe/Moscow',
  priority: 5,
  phones: [phone],
  data: { phone },
})

it('writes batches in their order and names the duplicates', async () => {
  const { dbFile, store } = await site()
  const writer = await Writer.open(dbFile)
  const [first, second] = await Promise.all([
    writer.add('demo', [contact('+74950000001'), contact('+74950000002')], 0),
    writer.add('demo', [contact('+74950000002'), contact('+74950000003')], 0),
  ])
  expect(first).toEqual({ added: 2, duplicates: [] })
  expect(second).toEqual({ added: 1, duplicates: [0] })
  await writer.flush()
  expect((await store.funnel('demo', 0)).total).toBe(3)
  await writer.close()
  await store.close()
})

it('hands on what goes wrong, and answers even when it is over', async () => {
  const { dbFile, store } = await site()
  await expect(Writer.open(join(dbFile, 'no'))).rejects.toMatchObject({ name: 'CarillonError' })
  const writer = await Writer.open(dbFile)
  const adding = writer.add('unknown', [contact('+74950000001')], 0)
  await expect(adding).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await writer.close()
  await expect(writer.flush()).rejects.toThrow('ended')
  await store.close()
})
