import { describe, expect, it } from 'vitest'
import {
  callingPhones,
  phoneTroubles,
  refusedPhones,
  silentPhones,
} from '../../../src/app/calls/phones.ts'
import { phoneAt, phonesElsewhere } from '../../../src/app/calls/phones-elsewhere.ts'

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

describe('phones that are registered where nobody is called', () => {
  const elsewhere = new Map([
    ['anna', ['10.0.0.1:9022']],
    ['bilal', ['10.0.0.2:9022', '10.0.0.1:9022']],
    ['chloé', ['10.0.0.2:9022']],
  ])
  const counts = { why: null, calls: 0, legs: 0, supervisors: 0 }
  const drained = { kind: 'drachtio', name: '10.0.0.1:9022', state: 'drained', ...counts } as const
  const gone = { kind: 'drachtio', name: '10.0.0.2:9022', state: 'down', ...counts } as const
  const todo = 'Restart or move the phone, or'

  it('are named with the server, how that is, and what to do', () => {
    const at = (server: string, how: string): string =>
      `registered only at ${server}, which ${how}.`
    expect(phonesElsewhere({ elsewhere }, [drained, gone])).toEqual([
      `anna's phone: ${at('10.0.0.1:9022', 'is drained')} ${todo} take the server back.`,
      `bilal's phone: ${at('10.0.0.2:9022 and 10.0.0.1:9022', 'is drained')} ${todo} take the server back.`,
      `chloé's phone: ${at('10.0.0.2:9022', 'does not work now')} ${todo} mend the server.`,
    ])
    expect(phonesElsewhere(null, [drained])).toEqual([])
  })

  it('are no news to a desk whose phone is elsewhere', () => {
    const at = (operator: string) => phoneAt({ elsewhere }, operator, [drained, gone])
    expect(at('anna')).toEqual({ server: '10.0.0.1:9022', isDrained: true })
    expect(at('chloé')).toEqual({ server: '10.0.0.2:9022', isDrained: false })
    expect(at('dora')).toBeNull()
    const draining = { ...drained, state: 'draining' } as const
    expect(phoneAt({ elsewhere }, 'anna', [draining])?.isDrained).toBe(true)
    expect(phoneAt(null, 'anna', [])).toBeNull()
  })
})

describe('what is wrong with phones', () => {
  it('is told of all, guessing first', () => {
    const registrar = {
      guessing: 'Somebody guesses.',
      refusals: new Map([['anna', 1]]),
      phoneOf: () => null,
      elsewhere: new Map([['dora', ['10.0.0.1:9022']]]),
      silent: new Set(['bilal']),
      callers: new Set(['chloé']),
    }
    const told = phoneTroubles(registrar, [])
    const about = told.map(sentence => sentence.split(/[,:.]/, 1)[0])
    expect(about).toEqual([
      'Somebody guesses',
      ...['anna', 'dora', 'bilal', 'chloé'].map(one => `${one}'s phone`),
    ])
    expect(phoneTroubles(null, [])).toEqual([])
  })
})
