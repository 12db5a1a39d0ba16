import { describe, expect, it } from 'vitest'
import { callingPhones, refusedPhones } from '../../../src/app/calls/phones.ts'

describe('phones that do not prove their password', () => {
  it('are named until they are registered, with what to look at', () => {
    const refusals = new Map([
      ['anna', 1],
      ['bilal', 4],
    ])
    const phoneOf = (one: string) => (one === 'anna' ? { uri: 'sip:anna@127.0.0.1' } : null)
    const todo =
      'Look at its password, and at phones.algorithm of the site file: many know MD5 only.'
    expect(refusedPhones({ refusals, phoneOf })).toEqual([
      `bilal's phone: not registered, its proof was refused 4 times. ${todo}`,
    ])
    expect(refusedPhones(null)).toEqual([])
  })
})

describe('phones that call us', () => {
  it('are named, with what they are for', () => {
    expect(callingPhones({ callers: new Set(['anna']) })).toEqual([
      "anna's phone: it called, and was refused: operators are called here.",
    ])
    expect(callingPhones(null)).toEqual([])
  })
})
