import { describe, expect, it } from 'vitest'
import { readHead, SEPARATORS } from '../../../src/lists/file/separator.ts'

const separator = (text: string, columns: string[] = []) => readHead(text, columns, null).separator

describe('the separator of a list', () => {
  it('is found whichever it is', () => {
    for (const one of SEPARATORS) {
      const text = ['name', 'phone', 'city'].join(one).concat('\n', ['Anna', '1', 'X'].join(one))
      expect(readHead(text, [], null)).toMatchObject({
        separator: one,
        header: ['name', 'phone', 'city'],
      })
    }
  })

  it('is the one that parts the header into the expected columns', () => {
    const text = 'name,first;phone\nK,A;1\n'
    expect(separator(text)).toBe(',')
    expect(separator(text, ['phone'])).toBe(';')
  })

  it('is the one with which rows are as long as the header', () => {
    expect(separator('name, first;phone;sum\nA;1;2,5\nB;2;3\nC;3;4\n')).toBe(';')
  })

  it('is none that only the cells of a single column hold', () => {
    const head = readHead('phone\n"1, 2"\n3, 4\n', ['phone'], null)
    expect(head.header).toEqual(['phone'])
    expect(head.separator).not.toBe(',')
  })

  it('is not looked for inside quotes', () => {
    expect(separator('"a,b,c";d\n"1,2,3";4\n')).toBe(';')
  })

  it('is said by the first line of some spreadsheets, which is no header', () => {
    expect(readHead('sep=|\r\na|phone\r\n1|2\r\n', ['phone'], null)).toEqual({
      separator: '|',
      header: ['a', 'phone'],
      skip: 7,
      whole: true,
    })
  })

  it('may be given', () => {
    expect(readHead('a;b,c\n', [], ',').header).toEqual(['a;b', 'c'])
    expect(() => readHead('a', [], ':')).toThrow('":" cannot part cells')
    expect(() => readHead('sep=:\na:b', [], null)).toThrow('":" cannot part cells')
  })

  it('is found though the head is cut inside a quoted cell', () => {
    expect(separator('a;b;c\n1;2;3\n4;"5 and mo')).toBe(';')
  })

  it('says whether the header was seen whole', () => {
    expect(readHead('a,b', [], null).whole).toBe(false)
    expect(readHead('a,b\n1,2', [], null).whole).toBe(true)
  })
})
