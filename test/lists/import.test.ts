import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CarillonError } from '../../src/base/errors.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { importList } from '../../src/lists/import.ts'
import type { ContactSink, ImportRequest } from '../../src/lists/import-request.ts'
import { type ImportProgress, ITEMS_MAX } from '../../src/lists/report.ts'
import { MemoryStore } from '../../src/store/memory/memory-store.ts'
import type { NewContact } from '../../src/store/records.ts'
import { folder, listFile, windows1251 } from './support/files.ts'

const AT = Date.UTC(2026, 0, 5)

const request = (file: string, changes: Partial<ImportRequest> = {}): ImportRequest => ({
  campaign: 'demo',
  file,
  source: { phones: ['phone'], country: 'RU', zone: null, priority: null, key: null },
  zone: 'Europe/Moscow',
  at: AT,
  hints: { encoding: null, separator: null },
  rejectedFile: null,
  ...changes,
})

async function openStore(): Promise<MemoryStore> {
  const store = new MemoryStore()
  await store.putCampaign('demo', 'Demo')
  return store
}

const total = async (store: MemoryStore): Promise<number> => (await store.funnel('demo', AT)).total

/** `count` rows with different numbers. */
const rows = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => `A,+7495000${String(from + i).padStart(4, '0')}\n`).join(
    '',
  )

const LIST = [
  'name,phone',
  'Anna,8 495 000-00-01',
  'Boris,"8 495 000-00-02, 000-00-03"',
  '',
  'Vera,+7 (495) 000-00-01',
  '"Galina',
  'Petrovna",000-00-04',
  'Dmitry,8 495 000-00-05,x',
  'Elena,8 495 000-00-06',
].join('\n')

describe('an import', () => {
  it('adds contacts that share a key, and says which', async () => {
    const list = 'id,phone\nM1,+74950000001\nM2,+74950000002\nM1,+74950000003\nM1,+74950000001\n'
    const source = { ...request('').source, key: 'id' }
    const report = await importList(request(listFile(list), { source }), await openStore())
    expect(report).toMatchObject({ added: 3, duplicates: { inFile: 1 } })
    expect(report.sameKeys).toEqual({ count: 1, items: [{ line: 4, key: 'M1', sameAs: 2 }] })
    const none = await importList(request(listFile(list)), await openStore())
    expect(none.sameKeys).toEqual({ count: 0, items: [] })
  })

  it('adds the good rows and accounts for every other', async () => {
    const store = await openStore()
    const report = await importList(request(listFile(LIST)), store)
    expect(report).toMatchObject({
      result: 'imported',
      rows: 7,
      blank: 1,
      added: 3,
      numbers: 4,
      duplicates: {
        inFile: 1,
        inCampaign: 0,
        items: [{ line: 5, number: '+74950000001', sameAs: 2 }],
      },
      rejected: { count: 2, byRule: { areaCodeMissing: 1, cellCount: 1 } },
      leftOut: { count: 1, byRule: { areaCodeMissing: 1 } },
    })
    expect(report.rejected.items).toMatchObject([
      { row: 6, line: 6, column: 'phone', value: '000-00-04', rule: 'areaCodeMissing' },
      { row: 7, line: 8, column: null, value: 'Dmitry | 8 495 000-00-05 | x', rule: 'cellCount' },
    ])
    expect(report.leftOut.items).toMatchObject([{ row: 3, line: 3, value: '000-00-03' }])
    expect(await total(store)).toBe(3)
  })

  it('names duplicates of both kinds by their lines, the first of each', async () => {
    const store = await openStore()
    await importList(request(listFile(`name,phone\n${rows(3)}`)), store)
    const list = listFile(`name,phone\n${rows(2, 2)}${rows(1, 3)}"A\nB",+74950000001\n${rows(2)}`)
    const { duplicates } = await importList(request(list), store, { batch: 2 })
    expect(duplicates).toEqual({
      inFile: 2,
      inCampaign: 3,
      items: [
        { line: 2, number: '+74950000002', sameAs: null },
        { line: 4, number: '+74950000003', sameAs: 3 },
        { line: 5, number: '+74950000001', sameAs: null },
        { line: 7, number: '+74950000000', sameAs: null },
        { line: 8, number: '+74950000001', sameAs: 5 },
      ],
    })
    const many = listFile(`name,phone\n${rows(1).repeat(ITEMS_MAX + 9)}`)
    const { inFile, items } = (await importList(request(many), store)).duplicates
    expect([inFile, items.length]).toEqual([ITEMS_MAX + 8, ITEMS_MAX + 1])
  })

  it('of a file it knows reads nothing, until the file or the settings are others', async () => {
    const store = await openStore()
    const file = listFile(LIST)
    await importList(request(file), store)
    expect(await importList(request(file), store)).toMatchObject({ result: 'known', rows: 0 })
    const others = { ...request(file).source, country: 'KZ' }
    expect(await importList(request(file, { source: others }), store)).toMatchObject({
      result: 'imported',
      duplicates: { inFile: 1, inCampaign: 3 },
    })
    appendFileSync(file, '\nFedor,8 495 000-00-07\n')
    expect(await importList(request(file), store)).toMatchObject({
      result: 'imported',
      added: 1,
      duplicates: { inFile: 1, inCampaign: 3 },
    })
  })

  it('that was interrupted goes on when it is run again', async () => {
    const store = await openStore()
    const file = listFile(`name,phone\n${rows(9000)}`)
    const stop = new AbortController()
    const first = await importList(request(file), store, {
      batch: 100,
      signal: stop.signal,
      onProgress: ({ added }) => {
        if (added >= 300) stop.abort()
      },
    })
    expect(first.result).toBe('interrupted')
    expect(first.added).toBe(await total(store))
    expect(first.added).toBeLessThan(9000)
    const second = await importList(request(file), store)
    expect(second).toMatchObject({ result: 'imported', rows: 9000 })
    expect(second.duplicates.inCampaign).toBe(first.added)
    expect(await total(store)).toBe(9000)
  })

  it('without a store is a dry run that does all but add', async () => {
    const path = join(folder(), 'rejected.csv')
    const report = await importList(request(listFile(LIST), { rejectedFile: path }), null)
    expect(report).toMatchObject({
      result: 'checked',
      added: 3,
      duplicates: { inFile: 1, inCampaign: null },
      rejected: { count: 2 },
      rejectedFile: path,
    })
    expect(existsSync(path)).toBe(true)
  })

  it('tells how far it has come, and each row is somewhere', async () => {
    const seen: ImportProgress[] = []
    const report = await importList(
      request(listFile(`name,phone\n${rows(250)}A,1\n`)),
      await openStore(),
      { batch: 100, onProgress: progress => seen.push(progress) },
    )
    expect(seen.map(({ added }) => added)).toEqual([100, 200, 250])
    expect(seen.at(-1)).toEqual({ rows: 251, of: 251, added: 250, duplicates: 0, rejected: 1 })
    expect(report.rows).toBe(report.added + report.rejected.count)
  })

  it('tells of the end even when the last rows came to nothing', async () => {
    const seen: ImportProgress[] = []
    const list = listFile(`name,phone\n${rows(200)}A,1\nA,1\n`)
    await importList(request(list), null, { batch: 100, onProgress: one => seen.push(one) })
    expect(seen.map(progress => progress.rows)).toEqual([100, 200, 202])
  })

  it('itemises a bounded number of rejected rows and counts all of them', async () => {
    const bad = 'A,123\n'.repeat(ITEMS_MAX + 50)
    const { rejected } = await importList(request(listFile(`name,phone\n${bad}`)), null)
    expect(rejected.count).toBe(ITEMS_MAX + 50)
    expect(rejected.byRule).toEqual({ tooShort: ITEMS_MAX + 50 })
    expect(rejected.items).toHaveLength(ITEMS_MAX)
  })

  it('shortens long values in its report', async () => {
    const long = `A,${'нет '.repeat(60)}\n`
    const { rejected } = await importList(request(listFile(`name,phone\n${long}`)), null)
    expect(rejected.items[0]!.value).toMatch(/^нет .*…$/)
    expect(rejected.items[0]!.value).toHaveLength(80)
  })

  it('knows the line of a row after cells of several lines', async () => {
    const text = 'name,phone\r\n"a\r\nb\r\nc",8 495 000-00-01\r\nd,1\r\n'
    const { rejected } = await importList(request(listFile(text)), null)
    expect(rejected.items).toMatchObject([{ row: 3, line: 5 }])
  })

  it('of a list with only a header adds nothing and is no error', async () => {
    const report = await importList(request(listFile('name,phone\n')), await openStore())
    expect(report).toMatchObject({ result: 'imported', rows: 0, added: 0 })
  })

  it('reads what Russian Excel saves', async () => {
    const text = 'Имя;Телефон\r\nАнна;8 495 000-00-01\r\n'
    const source = { ...request('').source, phones: ['Телефон'] }
    const store = await openStore()
    await importList(request(listFile(windows1251(text)), { source }), store)
    const view = await store.contactView('demo', 1)
    expect(view?.person).toEqual({
      key: null,
      phones: ['+74950000001'],
      data: { Имя: 'Анна', Телефон: '8 495 000-00-01' },
    })
  })
})

describe('an import that cannot be', () => {
  it.each<[string, string | Buffer, string]>([
    ['an empty file', '', 'The file is empty'],
    ['a list without the phone column', 'name,tel\nAnna,1\n', 'there is no column "phone"'],
    [
      'two columns of one name',
      'phone,name,name\n1,2,3\n',
      'the column "name" is there more than once',
    ],
    ['a quote never closed', `name,phone\n${rows(5000)}"A,1\n`, 'Line 5002'],
    ['a NUL character far down', `name,phone\n${rows(5000)}A\0,1\n`, 'Line 5002'],
    [
      'broken UTF-8 far down',
      Buffer.concat([Buffer.from(`имя,phone\n${rows(5000)}`), Buffer.from([0xff])]),
      'Line 5002',
    ],
    ['a huge line far down', `name,phone\n${rows(5000)}${'x'.repeat(1_100_000)}\n`, 'Line 5002'],
  ])('for %s says so and changes nothing', async (_, content, message) => {
    const store = await openStore()
    const rejectedFile = join(folder(), 'rejected.csv')
    await expect(
      importList(request(listFile(content), { rejectedFile }), store),
    ).rejects.toMatchObject({
      code: 'LIST_INVALID',
      message: expect.stringContaining(message),
    })
    expect(await total(store)).toBe(0)
    expect(existsSync(rejectedFile)).toBe(false)
  })

  it('for its settings says so before it looks at the file', async () => {
    const bad = (changes: Partial<ImportRequest>) => importList(request('/none', changes), null)
    const invalid = { code: 'CAMPAIGN_INVALID' }
    const { source } = request('')
    await expect(bad({ source: { ...source, country: 'UK' } })).rejects.toMatchObject(invalid)
    await expect(bad({ source: { ...source, phones: [] } })).rejects.toMatchObject(invalid)
    await expect(bad({ zone: 'Moscow' })).rejects.toMatchObject(invalid)
    await expect(bad({})).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  })

  it('does not write over a file that is there', async () => {
    const file = listFile(LIST)
    const store = await openStore()
    await expect(importList(request(file, { rejectedFile: file }), store)).rejects.toMatchObject({
      code: 'USAGE',
    })
    expect(readFileSync(file, 'utf8')).toBe(LIST)
    expect(await total(store)).toBe(0)
  })
})

describe('an import and its store', () => {
  const sinkOf = (
    addContacts: (contacts: readonly NewContact[]) => Promise<void>,
  ): ContactSink & { readonly marked: string[] } => {
    const marked: string[] = []
    return {
      marked,
      addContacts: async (_, contacts) => {
        await addContacts(contacts)
        return { added: contacts.length, duplicates: [] }
      },
      markImported: async (_, digest) => void marked.push(digest),
      wasImported: async () => false,
    }
  }
  const file = () => listFile(`name,phone\n${rows(1000)}`)
  const turn = () => new Promise<void>(resolve => void hostTimeline.after(0, resolve))

  it('meet a few batches at a time, while the next is read', async () => {
    let underWay = 0
    let most = 0
    const sizes: number[] = []
    const sink = sinkOf(async contacts => {
      sizes.push(contacts.length)
      most = Math.max(most, ++underWay)
      await turn()
      underWay--
    })
    await importList(request(file()), sink, { batch: 90 })
    expect(sizes).toEqual([...Array(11).fill(90), 10])
    expect(most).toBe(4)
    expect(sink.marked).toHaveLength(1)
  })

  it('part with the store’s own error, and the file does not count as imported', async () => {
    const full = new CarillonError('STORE_FULL', 'The disk is full. Make room.')
    let batches = 0
    let underWay = 0
    const sink = sinkOf(async () => {
      if (++batches === 2) throw full
      underWay++
      for (let turns = 0; turns < 5; turns++) await turn()
      underWay--
    })
    await expect(importList(request(file()), sink, { batch: 50 })).rejects.toBe(full)
    expect(batches).toBeLessThan(20)
    expect(underWay).toBe(0)
    expect(sink.marked).toEqual([])
  })

  it('part when the file changes under way, and what was read stays', async () => {
    const path = file()
    let stored = 0
    const sink = sinkOf(async contacts => {
      if (stored === 0) appendFileSync(path, rows(1, 5000))
      stored += contacts.length
    })
    await expect(importList(request(path), sink, { batch: 100 })).rejects.toMatchObject({
      code: 'LIST_INVALID',
      message: expect.stringContaining('was changed while it was read'),
    })
    expect(stored).toBeGreaterThanOrEqual(1000)
    expect(sink.marked).toEqual([])
  })
})
