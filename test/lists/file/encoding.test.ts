import { describe, expect, it } from 'vitest'
import { ByteStatistics } from '../../../src/lists/file/byte-statistics.ts'
import {
  byteOrderMark,
  checkAgainstBytes,
  checkGiven,
  chooseEncoding,
} from '../../../src/lists/file/encoding.ts'
import { windows1251 } from '../support/files.ts'

function statistics(bytes: Uint8Array): ByteStatistics {
  const all = new ByteStatistics()
  all.push(bytes)
  all.end()
  return all
}

const choose = (bytes: Uint8Array) => chooseEncoding(statistics(bytes))

describe('the encoding of a list', () => {
  it('is UTF-8 without doubt when it is ASCII', () => {
    expect(choose(Buffer.from('phone\n+12125550100\n'))).toEqual({
      encoding: 'utf-8',
      confidence: 1,
      because: 'ascii',
    })
  })

  it('is UTF-8 when it is well-formed, the surer the more of it there is', () => {
    const little = choose(Buffer.from('ё'))!
    const more = choose(Buffer.from('Ёжик в тумане'))!
    expect([little.encoding, more.encoding]).toEqual(['utf-8', 'utf-8'])
    expect(little.confidence).toBeLessThan(more.confidence)
    expect(more.confidence).toBeGreaterThan(0.999)
  })

  it.each([
    ['имя;телефон\nАнна Каренина;+74950000001', 'windows-1251'],
    ['ИМЯ;ТЕЛЕФОН', 'windows-1251'],
    ['имя tel', 'windows-1251'],
  ])('of %j in eight bits is windows-1251', (text, encoding) => {
    expect(choose(windows1251(text))).toMatchObject({ encoding, because: 'letters' })
  })

  it.each([
    ['Prénom;Téléphone\nÉlodie;+33199000001'],
    ['Straße;Grüße;Käsespätzle'],
    ['Ñuñoa'],
    ['ÉCOLE ÉLÉMENTAIRE'],
    ['créée'],
  ])('of %j in eight bits is windows-1252', text => {
    expect(choose(Buffer.from(text, 'latin1'))).toMatchObject({ encoding: 'windows-1252' })
  })

  it('is a guess, and says so, when there is little to tell it by', () => {
    const dash = choose(Buffer.from([0x61, 0x96, 0x62]))!
    expect(dash.confidence).toBe(0)
    expect(choose(Buffer.from('café', 'latin1'))!.confidence).toBeLessThan(0.5)
    expect(choose(windows1251('Анна Каренина, Алексей Вронский'))!.confidence).toBeGreaterThan(0.9)
  })

  it('is not guessed when UTF-8 was meant and is damaged', () => {
    const bytes = Buffer.from('Анна Каренина, Алексей Вронский')
    bytes[6] = 0xff
    expect(choose(bytes)).toBe(null)
  })

  it('is announced by a byte order mark', () => {
    expect(byteOrderMark(Buffer.from('\uFEFFa'))).toBe('utf-8')
    expect(byteOrderMark(Buffer.from('\uFEFFa', 'utf16le'))).toBe('utf-16le')
    expect(byteOrderMark(Buffer.from([0xfe, 0xff, 0, 0x61]))).toBe('utf-16be')
    expect(byteOrderMark(Buffer.from('a'))).toBe(null)
    expect(() => byteOrderMark(Buffer.from([0xff, 0xfe, 0, 0]))).toThrow('UTF-32')
  })

  it('may be given under any of its names', () => {
    expect(checkGiven('cp1251', null)).toBe('windows-1251')
    expect(checkGiven('UTF8', 'utf-8')).toBe('utf-8')
    expect(checkGiven('koi8-r', null)).toBe('koi8-r')
  })

  it('is checked when it is given: against the names there are, the mark, and the bytes', () => {
    expect(() => checkGiven('klingon', null)).toThrow('There is no encoding "klingon"')
    expect(() => checkGiven('windows-1251', 'utf-8')).toThrow('the mark of utf-8')
    const utf8 = statistics(Buffer.from('Анна Каренина'))
    expect(() => checkAgainstBytes('windows-1251', utf8)).toThrow('the file is UTF-8')
    expect(() => checkAgainstBytes('utf-8', utf8)).not.toThrow()
    const cyrillic = statistics(windows1251('Анна Каренина'))
    expect(() => checkAgainstBytes('windows-1251', cyrillic)).not.toThrow()
  })
})
