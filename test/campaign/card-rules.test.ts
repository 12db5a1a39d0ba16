import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CardAnswers, CardDefinition, CardField, CardValue } from '../../src/campaign/card.ts'
import {
  CALLBACK_AHEAD_MAX,
  keepDefined,
  prefill,
  validateCard,
} from '../../src/campaign/card-rules.ts'
import { LONG_TEXT_MAX, TEXT_MAX } from '../../src/campaign/rules/card-values.ts'
import { disposition, NOW } from './fixtures.ts'

const field = (over: Partial<CardField>): CardField => ({
  id: 'field',
  label: 'Field',
  kind: 'text',
  required: false,
  from: null,
  options: [],
  min: null,
  max: null,
  ...over,
})
const card = (...fields: CardField[]): CardDefinition => ({
  fields,
  script: { start: null, steps: [] },
})
const dispositions = [
  disposition('finish', 'done'),
  disposition('callback', 'callback'),
  disposition('machine', 'machine'),
]

/** The problems of closing a card of one field with an answer, as done. */
const problems = (over: Partial<CardField>, value: CardValue): string[] =>
  validateCard(card(field(over)), dispositions, { field: value }, 'done', null, NOW).map(
    one => one.problem,
  )

const choice = { kind: 'choice', options: ['Monday', 'Friday'] } as const
const choices = { kind: 'choices', options: ['bell', 'lamp'] } as const

describe('An answer on a card', () => {
  const fits: [Partial<CardField>, CardValue][] = [
    [{ kind: 'text' }, 'a'.repeat(TEXT_MAX)],
    [{ kind: 'longText' }, 'two\nlines'],
    [{ kind: 'number', min: 1, max: 3 }, 3],
    [choice, 'Monday'],
    [choices, ['lamp', 'bell']],
    [{ kind: 'checkbox' }, false],
    [{ kind: 'date' }, '2028-02-29'],
    [{ kind: 'phone' }, '+442079460123'],
  ]
  it.each(fits)('is taken where it fits: %j %j', (over, value) => {
    expect(problems(over, value)).toEqual([])
  })

  const misfits: [Partial<CardField>, CardValue, string][] = [
    [{ kind: 'text' }, 'a'.repeat(TEXT_MAX + 1), 'at most 500 characters; there are 501'],
    [{ kind: 'text' }, 'two\nlines', 'one line only'],
    [{ kind: 'text' }, 'bell\u0007', 'control character'],
    [{ kind: 'text' }, 5, 'a text'],
    [{ kind: 'longText' }, 'a'.repeat(LONG_TEXT_MAX + 1), 'at most 10000 characters'],
    [{ kind: 'number' }, '5', 'a number'],
    [{ kind: 'number' }, Number.NaN, 'a number'],
    [{ kind: 'number', min: 1, max: 3 }, 0, 'a number from 1 to 3'],
    [{ kind: 'number', max: 3 }, 4, 'a number, at most 3'],
    [{ kind: 'number', min: 3 }, 2, 'a number, at least 3'],
    [choice, 'Sunday', 'choose one of: Monday, Friday'],
    [choices, ['lamp', 'horn'], 'any of: bell, lamp'],
    [choices, ['lamp', 'lamp'], 'each at most once'],
    [choices, 'lamp', 'any of'],
    [{ kind: 'checkbox' }, 'yes', 'true or false'],
    [{ kind: 'date' }, '2027-02-29', 'YYYY-MM-DD'],
    [{ kind: 'date' }, '28.03.2026', 'YYYY-MM-DD'],
    [{ kind: 'phone' }, '020 7946 0123', 'country code'],
    [{ kind: 'phone' }, '+4420794601234567', 'country code'],
  ]
  it.each(misfits)(
    'is refused where it does not, with what is allowed: %j %j',
    (over, value, says) => {
      expect(problems(over, value)).toEqual([expect.stringContaining(says)])
    },
  )

  it('belongs to a field of the card', () => {
    const answers = { surprise: 'x' }
    expect(validateCard(card(), dispositions, answers, 'done', null, NOW)).toEqual([
      { field: 'surprise', problem: 'The card has no field "surprise".' },
    ])
  })
})

describe('A required field', () => {
  const kinds: [Partial<CardField>, CardValue | undefined][] = [
    [{ kind: 'text' }, undefined],
    [{ kind: 'text' }, ' '],
    [choices, []],
    [{ kind: 'checkbox' }, false],
    [{ kind: 'number' }, ''],
  ]
  it.each(kinds)('must be filled to finish the contact: %j %j', (over, value) => {
    const definition = card(field({ ...over, required: true }))
    const answers: CardAnswers = value === undefined ? {} : { field: value }
    expect(validateCard(definition, dispositions, answers, 'done', null, NOW)).toEqual([
      { field: 'field', problem: 'Field: must be filled in to finish the contact.' },
    ])
  })

  it('may stay empty where nobody could be asked', () => {
    const definition = card(field({ required: true }))
    expect(validateCard(definition, dispositions, {}, 'machine', null, NOW)).toEqual([])
  })
})

describe('The end of a card', () => {
  const close = (chosen: string, at?: number) =>
    validateCard(
      card(),
      dispositions,
      {},
      chosen,
      at === undefined ? null : { at, own: true },
      NOW,
    ).map(one => one.field)

  it('takes a disposition of the campaign', () => {
    expect(close('done')).toEqual([])
    expect(close('nonsense')).toEqual(['disposition'])
  })

  it('takes the time of a callback exactly where the disposition asks for one', () => {
    expect(close('callback')).toEqual(['callback'])
    expect(close('callback', NOW + 1)).toEqual([])
    expect(close('done', NOW + 1)).toEqual(['callback'])
  })

  it('takes no time that has passed, none that is no time, and none beyond a year', () => {
    expect(close('callback', NOW)).toEqual(['callback'])
    expect(close('callback', Number.NaN)).toEqual(['callback'])
    expect(close('callback', NOW + CALLBACK_AHEAD_MAX)).toEqual([])
    expect(close('callback', NOW + CALLBACK_AHEAD_MAX + 1)).toEqual(['callback'])
  })

  it('tells all problems at once', () => {
    const definition = card(field({ id: 'a', kind: 'number' }), field({ id: 'b', ...choice }))
    const answers = { a: 'x', b: 'x', c: 'x' }
    const found = validateCard(definition, dispositions, answers, 'none', null, NOW)
    expect(found.map(one => one.field)).toEqual(['a', 'b', 'c', 'disposition'])
  })
})

describe('A new card', () => {
  const from = (over: Partial<CardField>, text: string) =>
    prefill(card(field({ ...over, from: 'column' })), { column: text }).field

  it('is filled from the columns its fields name', () => {
    expect(from({}, ' Anna ')).toBe('Anna')
    expect(from({ kind: 'number' }, '12')).toBe(12)
    expect(from(choice, 'Friday')).toBe('Friday')
    expect(from(choices, 'bell; lamp')).toEqual(['bell', 'lamp'])
    expect(from({ kind: 'checkbox' }, 'true')).toBe(true)
    expect(from({ kind: 'date' }, '2026-03-28')).toBe('2026-03-28')
    expect(from({ kind: 'phone' }, '+442079460123')).toBe('+442079460123')
  })

  it('takes a phone with its country code however it is written, and leaves others out', () => {
    expect(from({ kind: 'phone' }, '+7 (495) 000-01-03')).toBe('+74950000103')
    expect(from({ kind: 'phone' }, '+49 30/23125.093')).toBe('+493023125093')
    expect(from({ kind: 'phone' }, '8 (495) 000-01-03')).toBeUndefined()
    expect(from({ kind: 'phone' }, '+7 495 000-01-03 ext. 5')).toBeUndefined()
  })

  it('cuts a text that is too long, and puts it on one line', () => {
    expect(from({}, `a\r\nb${'c'.repeat(TEXT_MAX)}`)).toBe(`a b${'c'.repeat(TEXT_MAX - 3)}`)
  })

  it('leaves empty what does not fit, and what the contact does not have', () => {
    expect(from({ kind: 'number' }, 'twelve')).toBeUndefined()
    expect(from(choice, 'Sunday')).toBeUndefined()
    expect(prefill(card(field({ from: 'column' })), {})).toEqual({})
    expect(prefill(card(field({ from: null })), { field: 'x' })).toEqual({})
  })

  it('never holds an answer that could not be given', () => {
    const kinds = fc.constantFrom<Partial<CardField>>(
      { kind: 'text' },
      { kind: 'longText' },
      { kind: 'number', min: 0, max: 9 },
      choice,
      choices,
      { kind: 'checkbox' },
      { kind: 'date' },
      { kind: 'phone' },
    )
    const texts = fc.oneof(
      fc.string({ maxLength: 2 * TEXT_MAX }),
      fc.stringMatching(/^[0-9+\-; \n]{0,20}$/),
      fc.constantFrom('true', 'bell;bell', '2026-02-30', 'Monday'),
    )
    fc.assert(
      fc.property(kinds, texts, (over, text) => {
        const definition = card(field({ ...over, from: 'column' }))
        const answers = prefill(definition, { column: text })
        expect(validateCard(definition, dispositions, answers, 'machine', null, NOW)).toEqual([])
      }),
    )
  })
})

describe('What was filled in before the card was changed', () => {
  it('is kept where its field is still there, and else left out and named', () => {
    const definition = card(field({ id: 'a' }), field({ id: 'b' }))
    const given = { a: 'x', gone: 1, b: ['y'] }
    expect(keepDefined(definition, given)).toEqual({
      answers: { a: 'x', b: ['y'] },
      leftOut: ['gone'],
    })
    expect(keepDefined(definition, { a: 'x' })).toEqual({ answers: { a: 'x' }, leftOut: [] })
  })
})
