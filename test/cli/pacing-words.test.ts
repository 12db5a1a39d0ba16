import { describe, expect, it } from 'vitest'
import type { PacingNow } from '../../src/app/reading/pacing-now.ts'
import { pacingWords } from '../../src/cli/pacing-words.ts'

const NOW: PacingNow = {
  at: 0,
  mode: 'predictive',
  free: 1,
  ringing: 7,
  budget: { connected: 97, abandoned: 3, limit: 0.03 },
  because: {
    rule: 'predictive',
    target: 9,
    limitedBy: 'room',
    forecast: {
      chance: 0.0412,
      price: 0.035,
      credit: 1.26,
      ahead: [{ withinSec: 4.26, answers: 0.71, freed: 1.4 }],
    },
  },
}

describe('what pacing last decided, in words', () => {
  it('names who is there, what holds it back, the budget, the price and what is expected', () => {
    expect(pacingWords('Spring survey', NOW)).toBe(
      [
        'Spring survey: predictive pacing, mode predictive',
        '  1 operator free, 7 lines ringing; it wants 9, and the trunks have no room for more.',
        '  3 of 100 abandoned in this window; the limit is 3.00 %.',
        '  1.3 people more could be abandoned now without passing it.',
        "  One more line's answer would find nobody with a chance of 4.12 %; a line is started up to 3.50 %.",
        '',
        '  within    answers    operators coming free',
        '   4.3 s        0.7                      1.4',
      ].join('\n'),
    )
  })

  it('says when it is the price that holds it back, and when nobody is left to be called', () => {
    const held = (limitedBy: 'nothing' | 'contacts', price: number) => {
      const forecast = { ...NOW.because!.forecast!, price }
      return pacingWords('A', { ...NOW, because: { ...NOW.because!, limitedBy, forecast } })
    }
    expect(held('nothing', 0.035)).toContain('it wants 9, and one more is not worth its risk.')
    expect(held('nothing', 0.05)).toContain('it wants 9, and nothing holds it back.')
    expect(held('contacts', 0.035)).toContain('it wants 9, and nobody else may be called now.')
  })

  it.each([
    [0, 'A limit of 0 % lets nobody be abandoned: there is one line for each free operator.'],
    [0.03, 'It has yet to learn who answers: until then there is one line for each free operator.'],
  ])('says why mode predictive is progressive at a limit of %d', (limit, words) => {
    const because = { ...NOW.because!, rule: 'progressive' }
    const said = pacingWords('A', { ...NOW, budget: { ...NOW.budget, limit }, because })
    expect(said).toContain(words)
    expect(said).not.toContain('chance')
    expect(pacingWords('A', { ...NOW, mode: 'progressive', because })).not.toContain(words)
  })

  it('says what is owed when too many were abandoned', () => {
    const forecast = { ...NOW.because!.forecast!, credit: -0.44 }
    const words = pacingWords('A', { ...NOW, because: { ...NOW.because!, forecast } })
    expect(words).toContain('0.4 people too many were abandoned')
  })

  it.each([
    [{ from: 'nothing' } as const, 'It began from nothing: nothing had been kept.'],
    [{ from: 'unreadable' } as const, 'It began from nothing: what had been kept cannot be read.'],
    [
      { from: 'past', answers: 200 } as const,
      'It began with what had been learned before, which weighed as much as 200 answers of its own.',
    ],
  ])('says what it began from: %j', (began, words) => {
    expect(pacingWords('A', { ...NOW, because: { ...NOW.because!, began } })).toContain(words)
    expect(pacingWords('A', NOW)).not.toContain('It began')
  })

  it('is short for a policy that does not look ahead', () => {
    const because = { rule: 'ratio:2', target: 4, limitedBy: 'nothing' } as const
    const words = pacingWords('A', { ...NOW, mode: 'power', because })
    expect(words).toContain('ratio:2 pacing, mode power')
    expect(words).not.toContain('chance')
  })

  it('says that nothing is decided where no engine runs, and in mode preview', () => {
    expect(pacingWords('A', null)).toContain('no engine runs it')
    expect(pacingWords('A', { ...NOW, because: null })).toContain('operators set the pace')
  })
})
