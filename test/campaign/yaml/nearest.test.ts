import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { insteadOf, nearest } from '../../../src/campaign/yaml/nearest.ts'

const keys = ['callerId', 'callbackGrace', 'priority', 'busy', 'ring']

describe('The word that was meant', () => {
  it('is the one with the fewest slips', () => {
    expect(nearest('callerid', keys)).toBe('callerId')
    expect(nearest('prioroty', keys)).toBe('priority')
    expect(nearest('rign', keys)).toBe('ring')
    expect(nearest('busyy', keys)).toBe('busy')
  })

  it('is none when nothing is near', () => {
    expect(nearest('wrapUp', keys)).toBeNull()
    expect(nearest('x', keys)).toBeNull()
    expect(nearest('', keys)).toBeNull()
  })

  it('is said with all that are allowed', () => {
    expect(insteadOf('bus', ['busy', 'ring'])).toBe('Did you mean busy? Allowed: busy, ring.')
    expect(insteadOf('zzz', ['busy', 'ring'])).toBe('Allowed: busy, ring.')
    expect(insteadOf('zzz', [])).toBe('None is allowed here.')
    const many = Array.from({ length: 30 }, (_, i) => `word${i}`)
    expect(insteadOf('zzz', many)).toMatch(/word24 and others\.$/)
  })

  it('is the word itself when it is among them', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{2,8}$/), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(words, list => {
        for (const word of list) expect(nearest(word, list)).toBe(word)
      }),
    )
  })
})
