import { describe, expect, it } from 'vitest'
import { placeOutside } from '../../../src/campaign/transfers/transfer-rules.ts'
import { load, problemsOf, SMALL } from '../folders.ts'

const problemsWith = (lines: string) =>
  problemsOf({ 'small/campaign.yaml': `${SMALL}${lines}` }).map(text => text.replace(/^\S+ /, ''))

describe('Transfers', () => {
  it('go to the numbers that the campaign names, and to nobody outside by default', () => {
    const lines = `transfers:
  outside:
    - +442079460123
    - { name: second-line, number: +442079460124 }
`
    const loaded = load({ 'small/campaign.yaml': SMALL + lines })
    expect(loaded.ok && loaded.campaign.transfers).toEqual({
      outside: [
        { name: null, number: '+442079460123' },
        { name: 'second-line', number: '+442079460124' },
      ],
    })
    const without = load({ 'small/campaign.yaml': SMALL })
    expect(without.ok && without.campaign.transfers).toEqual({ outside: [] })
  })

  const wrong: readonly (readonly [string, string])[] = [
    [
      'outside: [020 7946 0123]',
      'transfers.outside[0].number: is "020 7946 0123", but must be a number with its country code and no spaces, such as +442079460100.',
    ],
    ['outside: +442079460123', 'transfers.outside: must be a list: lines that begin with a dash.'],
    [
      'inside: []',
      'transfers: There is no key "inside" here. Did you mean outside? Allowed: outside.',
    ],
    [
      'outside: [{ name: second line, number: +442079460123 }]',
      'transfers.outside[0].name: is "second line", but must be what operators call the number: a Latin letter, then such letters, digits, - or _, at most 40 in all.',
    ],
    [
      'outside: [+442079460123, { name: desk, number: +442079460123 }]',
      'transfers.outside[1].number: is "+442079460123" a second time.',
    ],
    [
      'outside: [+442079460123, +442079460123]',
      'transfers.outside[1]: is "+442079460123" a second time.',
    ],
    [
      'outside: [{ name: anna, number: +442079460123 }]',
      'transfers.outside[0].name: is "anna", as an operator of the site is called. Name it otherwise.',
    ],
  ]
  it.each(wrong)('that say %s are refused, with the place', (lines, problem) => {
    expect(problemsWith(`transfers: { ${lines} }\n`)).toEqual([problem])
  })
})

describe('What an operator types', () => {
  const outside = [
    { name: 'second-line', number: '+442079460123' },
    { name: null, number: '+442079460124' },
  ]
  it.each([
    ['second-line', 0],
    ['Second-Line', 0],
    ['+442079460123', 0],
    ['442079460124', 1],
    ['+44 20 7946-0124', 1],
    ['+442079460125', null],
    ['line', null],
    ['', null],
    ['+', null],
  ])('%j is found, or is none of the numbers', (typed, place) => {
    expect(placeOutside({ outside }, typed)).toBe(place)
  })
})
