import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seconds } from '../../src/base/duration.ts'
import { resultOf } from '../../src/reports/attempt-result.ts'
import { resultsCsv } from '../../src/reports/results-csv.ts'
import { resultsJson } from '../../src/reports/results-json.ts'
import type { AttemptRecord } from '../../src/store/records.ts'
import { attempt, NINE, pagesOf, talked, whole } from './fixtures.ts'

const plain = { fields: [], columns: [], byteOrderMark: false }

async function csv(records: readonly AttemptRecord[], options = {}) {
  const text = await whole(resultsCsv(pagesOf(records), { ...plain, ...options }))
  return parse(text, { columns: true }) as Record<string, string>[]
}

describe('a result', () => {
  it('tells every moment in UTC and every length in seconds', () => {
    const result = resultOf(
      talked(65.25, 0.012, {
        reservedAt: NINE - seconds(1),
        messageStartedAt: NINE + seconds(10),
        messageEndedAt: NINE + seconds(15),
        endedBy: 'callee',
        sip: 200,
        q850: 16,
      }),
    )
    expect(result).toMatchObject({
      begunAt: '2026-03-02T09:00:00.000Z',
      placedAt: '2026-03-02T09:00:00.000Z',
      provisionalAt: '2026-03-02T09:00:02.000Z',
      answeredAt: '2026-03-02T09:00:08.000Z',
      reservedAt: '2026-03-02T08:59:59.000Z',
      connectedAt: '2026-03-02T09:00:08.012Z',
      messageStartedAt: '2026-03-02T09:00:10.000Z',
      messageEndedAt: '2026-03-02T09:00:15.000Z',
      endedAt: '2026-03-02T09:01:13.262Z',
      closedAt: '2026-03-02T09:01:33.262Z',
      endedBy: 'callee',
      sip: 200,
      q850: 16,
      ringSec: 8,
      answerToOperatorSec: 0.012,
      talkSec: 65.25,
      wrapUpSec: 20,
    })
  })

  it('has no wrap-up where the card was closed during the call', () => {
    expect(resultOf(talked(60, 0, { closedAt: NINE + seconds(30) })).wrapUpSec).toBe(0)
  })

  it('tells the callback that was promised, and by whom', () => {
    const at = NINE + seconds(3600)
    const own = { callbackAt: '2026-03-02T10:00:00.000Z', callbackOperator: 'anna' }
    expect(resultOf(talked(60, 0, { callback: { at, operator: 'anna' } }))).toMatchObject(own)
    const anybody = { ...own, callbackOperator: null }
    expect(resultOf(talked(60, 0, { callback: { at, operator: null } }))).toMatchObject(anybody)
    expect(resultOf(talked(60, 0))).toMatchObject({ callbackAt: null, callbackOperator: null })
  })

  it('leaves open what is not known', () => {
    expect(resultOf(attempt())).toMatchObject({
      outcome: null,
      answeredAt: null,
      talkSec: null,
      sip: null,
      operator: null,
      card: {},
    })
  })
})

describe('results as CSV', () => {
  it('have a column for everything a result holds, in its order', async () => {
    const text = await whole(resultsCsv(pagesOf([]), plain))
    const keys = Object.keys(resultOf(attempt())).filter(key => key !== 'card' && key !== 'data')
    expect(text).toBe(`${[...keys, 'card.other'].join(',')}\r\n`)
  })

  it('hold who was called, what came of it and by which rules', async () => {
    const [row] = await csv([talked(60, 0.5)])
    expect(row).toMatchObject({
      attempt: '019ca9b2-3c00-7000-8000-000000000001',
      campaign: 'spring',
      contact: '1',
      key: 'K-1',
      phone: "'+442079460101",
      outcome: 'connected',
      disposition: 'sold',
      machine: 'false',
      mode: 'progressive',
      operator: 'anna',
      reservedFor: 'anna',
      trunk: 'main',
      callerId: "'+442079460000",
      talkSec: '60',
      rules: 'uk/2026-01',
    })
  })

  it('give each field of the card and each chosen column of the contact a column', async () => {
    const answers = { wants: ['a garden', 'a house'], rooms: 3, own: true, gone: '=1+1' }
    const [row] = await csv([talked(60, 0.5, { answers })], {
      fields: ['wants', 'rooms', 'own', 'empty', 'constructor'],
      columns: ['name', 'toString'],
    })
    expect(row).toMatchObject({
      'data.name': 'Jane Roe',
      'data.toString': '',
      'card.wants': 'a garden; a house',
      'card.rooms': '3',
      'card.own': 'true',
      'card.empty': '',
      'card.constructor': '',
      'card.other': '{"gone":"=1+1"}',
    })
  })

  it('begin with a byte order mark only when asked to', async () => {
    const marked = await whole(resultsCsv(pagesOf([]), { ...plain, byteOrderMark: true }))
    const unmarked = await whole(resultsCsv(pagesOf([]), plain))
    expect(marked).toBe(`\ufeff${unmarked}`)
  })

  it('are safe and complete whatever people wrote', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (note, name) => {
        const record = attempt({ answers: { note }, data: { name }, key: note })
        const [row] = await csv([record, record], { fields: ['note'], columns: ['name'] })
        const bare = (cell = '') => cell.replace(/(?<=^|[;\t\r\n])'/g, '')
        expect([bare(row?.['card.note']), bare(row?.['data.name'])]).toEqual([note, name])
        for (const cell of Object.values(row!)) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
      }),
    ))
})

describe('results as JSON', () => {
  it('are one array with a result on each line', async () => {
    const records = [talked(60, 0.5, { answers: { rooms: 3 } }), attempt()]
    const text = await whole(resultsJson(pagesOf(records)))
    expect(JSON.parse(text)).toEqual(records.map(resultOf))
    expect(text.split('\n')).toHaveLength(5)
  })

  it('are an empty array when nobody was called', async () => {
    expect(await whole(resultsJson(pagesOf([])))).toBe('[]\n')
  })
})
