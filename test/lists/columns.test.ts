import { describe, expect, it } from 'vitest'
import { bindColumns, type ColumnSettings } from '../../src/lists/columns.ts'

const source: ColumnSettings = {
  phones: ['phone', 'mobile'],
  country: 'RU',
  zone: 'zone',
  priority: null,
  key: 'id',
}

describe('the columns of a list', () => {
  it('are found by name, wherever they stand and whatever spaces surround them', () => {
    expect(bindColumns([' id', 'mobile ', 'name', 'phone', 'zone', ''], source)).toEqual({
      names: ['id', 'mobile', 'name', 'phone', 'zone', ''],
      phones: [3, 1],
      zone: 4,
      priority: null,
      key: 0,
    })
  })

  it('are all named at once when they do not fit', () => {
    expect(() => bindColumns(['phone', 'name', 'name', '', ''], source)).toThrow(
      [
        'The header row does not fit: the column "name" is there more than once',
        'there is no column "mobile"',
        'there is no column "zone"',
        'there is no column "id". Its columns are "phone", "name", "name", "", "". Correct',
      ].join('; '),
    )
  })

  it('are not shown when they are no text', () => {
    expect(() => bindColumns(['a\u0001b', '\u0010'], source)).toThrow(
      /^The file is no text\. Save the list as CSV in UTF-8\.$/,
    )
  })

  it('are shown in part when there are very many or long ones', () => {
    const many = Array.from({ length: 50 }, (_, i) => `${'c'.repeat(80)}${i}`)
    expect(() => bindColumns(many, source)).toThrow(/"c{60}…" and 20 more\./)
  })

  it('may not take the name that would be no value of a contact', () => {
    const header = ['id', 'phone', 'mobile', 'zone', '__proto__']
    expect(() => bindColumns(header, source)).toThrow('"__proto__"')
  })
})
