import { describe, expect, it } from 'vitest'
import { bindColumns } from '../../src/lists/columns.ts'
import { NUMBERS_MAX, rowReader } from '../../src/lists/contact-row.ts'

const columns = bindColumns(['id', 'name', 'phone', 'mobile', 'zone', 'priority', ''], {
  phones: ['phone', 'mobile'],
  country: 'RU',
  zone: 'zone',
  priority: 'priority',
  key: 'id',
})
const read = rowReader(columns, 'RU', 'Europe/Moscow')

const row = (changes: Partial<Record<number, string>> = {}): string[] =>
  Object.assign(['7', 'Anna', '8 495 000-00-01', '8 495 000-00-02', '', '', ''], changes)

const fault = (cells: string[]) => {
  const reading = read(cells)
  return reading.kind === 'rejected' ? reading.fault : reading.kind
}

describe('a row', () => {
  it('becomes a contact: its numbers in the order of the columns, its cells as they were', () => {
    expect(read(row({ 1: ' Anna ', 4: 'asia/yekaterinburg', 5: ' 2 ', 6: 'dropped' }))).toEqual({
      kind: 'contact',
      contact: {
        key: '7',
        zone: 'Asia/Yekaterinburg',
        priority: 2,
        phones: ['+74950000001', '+74950000002'],
        data: {
          id: '7',
          name: ' Anna ',
          phone: '8 495 000-00-01',
          mobile: '8 495 000-00-02',
          zone: 'asia/yekaterinburg',
          priority: ' 2 ',
        },
      },
      leftOut: [],
    })
  })

  it('takes the campaign’s zone, the middle priority and no key where it says nothing', () => {
    expect(read(row({ 0: ' ' }))).toMatchObject({
      contact: { key: null, zone: 'Europe/Moscow', priority: 5 },
    })
  })

  it('is read as it was before the results were guarded against spreadsheets', () => {
    expect(read(row({ 0: "'-12", 2: "'+74950000003" }))).toMatchObject({
      contact: { key: '-12', phones: ['+74950000003', '+74950000002'] },
    })
  })

  it('has no number twice', () => {
    const reading = read(row({ 3: '+7 495 000-00-01' }))
    expect(reading).toMatchObject({ contact: { phones: ['+74950000001'] } })
  })

  it('with one good number is good, and says which others were left out', () => {
    expect(read(row({ 2: '000-00-03' }))).toMatchObject({
      kind: 'contact',
      contact: { phones: ['+74950000002'] },
      leftOut: [{ rule: 'areaCodeMissing', column: 'phone', value: '000-00-03' }],
    })
  })

  it('keeps so many numbers and no more', () => {
    const many = Array.from({ length: NUMBERS_MAX }, (_, i) => `8 495 000-01-${10 + i}`).join(', ')
    const reading = read(row({ 2: many }))
    expect(reading).toMatchObject({
      leftOut: [{ rule: 'tooManyNumbers', column: 'mobile', value: '+74950000002' }],
    })
    expect(reading.kind === 'contact' && reading.contact.phones.length).toBe(NUMBERS_MAX)
  })

  it('is blank when nothing is in it', () => {
    expect(read([''])).toEqual({ kind: 'blank' })
    expect(read(['', ' ', '', '', '', '', ''])).toEqual({ kind: 'blank' })
  })

  it('without any good number is rejected for the first one', () => {
    expect(fault(row({ 2: '#Н/Д', 3: '0' }))).toMatchObject({
      rule: 'spreadsheetError',
      column: 'phone',
      value: '#Н/Д',
    })
    expect(fault(row({ 2: '', 3: '0' }))).toMatchObject({ rule: 'tooShort', column: 'mobile' })
    expect(fault(row({ 2: '', 3: '' }))).toMatchObject({ rule: 'phoneMissing', column: 'phone' })
  })

  it.each(['Moscow time', '+03:00', 'Europe/Nowhere', 'GMT+3'])(
    'with the zone %j is rejected',
    zone => {
      expect(fault(row({ 4: zone }))).toMatchObject({
        rule: 'zoneUnknown',
        column: 'zone',
        value: zone,
      })
    },
  )

  it.each(['0', '10', '-1', '1.5', 'high'])('with the priority %j is rejected', priority => {
    expect(fault(row({ 5: priority }))).toMatchObject({
      rule: 'priorityOutOfRange',
      column: 'priority',
      value: priority,
    })
  })

  it('with fewer or more cells than the header is rejected, unless those beyond are empty', () => {
    expect(fault(row().slice(0, 4))).toMatchObject({ rule: 'cellCount', column: null })
    expect(fault([...row(), 'x'])).toMatchObject({
      rule: 'cellCount',
      suggestion: expect.stringContaining('has 8 cells, the header 7'),
    })
    expect(fault([...row(), '', ' '])).toBe('contact')
    expect(fault(['7', 'Anna\n8;Boris', '1'])).toMatchObject({
      suggestion: expect.stringContaining('a quote that is not closed'),
    })
  })
})
