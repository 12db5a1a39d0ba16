import { describe, expect, it } from 'vitest'
import { refusedPhones } from '../../../src/app/calls/phones.ts'

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
