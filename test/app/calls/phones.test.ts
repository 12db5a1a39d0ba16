import { describe, expect, it } from 'vitest'
import {
  callingPhones,
  phoneTroubles,
  refusedPhones,
  silentPhones,
} from '../../../src/app/calls/phones.ts'

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

describe('phones that are registered and do not answer', () => {
  it('are named, with what to look at', () => {
    const why = 'it does not answer when it is asked, though it is registered'
    expect(silentPhones({ silent: new Set(['anna']) })).toEqual([
      `anna's phone: ${why}. Is it switched on, and does its network let it be reached?`,
    ])
    expect(silentPhones(null)).toEqual([])
  })
})

describe('what is wrong with phones', () => {
  it('is told of all, guessing first', () => {
    const told = phoneTroubles({
      guessing: 'Somebody guesses.',
      refusals: new Map([['anna', 1]]),
      phoneOf: () => null,
      silent: new Set(['bilal']),
      callers: new Set(['chloé']),
    })
    const about = told.map(sentence => sentence.split(/[,:.]/, 1)[0])
    expect(about).toEqual(['Somebody guesses', "anna's phone", "bilal's phone", "chloé's phone"])
    expect(phoneTroubles(null)).toEqual([])
  })
})
