import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import type { CardField, FieldKind } from '../../../src/campaign/card.ts'
import { validateCard } from '../../../src/campaign/card-rules.ts'
import type { Disposition } from '../../../src/campaign/disposition.ts'
import type { CardView } from '../../../src/desk/port.ts'
import { cardFiller, fillFields } from '../../../src/sim/floor/card-filler.ts'

const kinds: readonly FieldKind[] = [
  'text',
  'longText',
  'number',
  'choice',
  'choices',
  'checkbox',
  'date',
  'phone',
]

const field = (id: string, kind: FieldKind, required: boolean): CardField => ({
  id,
  label: id,
  kind,
  required,
  from: null,
  options: kind === 'choice' || kind === 'choices' ? ['red', 'green', 'blue'] : [],
  min: null,
  max: null,
})

const card = (fields: readonly CardField[], answers: CardView['answers'] = {}): CardView => ({
  campaign: 'demo',
  definition: { fields, script: { start: null, steps: [] } },
  dispositions,
  data: {},
  phone: '+12125550123',
  answers,
})

const dispositions: readonly Disposition[] = (
  ['finish', 'callback', 'retry', 'wrongNumber', 'machine', 'stop'] as const
).map(then => ({ id: then, label: then, then }))

describe('an operator who fills in a card', () => {
  it('answers every required field, whatever its kind, and some of the others', () => {
    const fields = kinds.flatMap(kind => [
      field(`${kind}!`, kind, true),
      field(`${kind}?`, kind, false),
    ])
    fc.assert(
      fc.property(fc.integer(), seed => {
        const answers = fillFields(card(fields), seededRandom(seed))
        expect(Object.keys(answers)).toEqual(expect.arrayContaining(kinds.map(kind => `${kind}!`)))
        expect(answers['checkbox!']).toBe(true)
        expect(['red', 'green', 'blue']).toContain(answers['choice!'])
        expect(answers['choices!']).not.toHaveLength(0)
        expect(answers['date!']).toMatch(/^2026-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)$/)
        expect(answers['phone!']).toBe('+12125550123')
      }),
    )
  })

  it('closes it with what the rules of cards allow, whatever the disposition', () => {
    const timeline = new VirtualTimeline(Date.parse('2026-03-02T09:00:00Z'))
    const fields = kinds.flatMap(kind => [
      field(`${kind}!`, kind, true),
      field(`${kind}?`, kind, false),
    ])
    const view = card(fields)
    fc.assert(
      fc.property(fc.integer(), seed => {
        const fill = cardFiller(timeline, seededRandom(seed), () => 'person')
        const { answers, disposition, callback = null } = fill('a1', view)
        const { definition } = view
        const now = timeline.wall()
        expect(validateCard(definition, dispositions, answers, disposition, callback, now)).toEqual(
          [],
        )
      }),
    )
  })

  it('stays within the bounds of a number, whole where it can be', () => {
    const bounds = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 9 }))
    fc.assert(
      fc.property(fc.integer(), bounds, (seed, [min, span]) => {
        const number = { ...field('n', 'number', true), min, max: min + span }
        const answer = fillFields(card([number]), seededRandom(seed)).n as number
        expect(Number.isInteger(answer)).toBe(true)
        expect(answer).toBeGreaterThanOrEqual(min)
        expect(answer).toBeLessThanOrEqual(min + span)
      }),
    )
    const narrow = { ...field('n', 'number', true), min: 0.4, max: 0.6 }
    expect(fillFields(card([narrow]), seededRandom(1)).n).toBe(0.4)
  })

  it('leaves what the contact brought along', () => {
    const answers = fillFields(
      card([field('city', 'text', true)], { city: 'Riga' }),
      seededRandom(1),
    )
    expect(answers).toEqual({ city: 'Riga' })
  })

  it('says "machine" of a machine and something else of a person; a callback has its time', () => {
    const timeline = new VirtualTimeline(Date.parse('2026-03-02T09:00:00Z'))
    const fill = cardFiller(timeline, seededRandom(5), attempt => attempt as 'person' | 'machine')
    expect(fill('machine', card([])).disposition).toBe('machine')
    const said = Array.from({ length: 400 }, () => fill('person', card([])))
    const ids = new Set(said.map(it => it.disposition))
    expect([...ids].sort()).toEqual(['callback', 'finish', 'retry', 'stop', 'wrongNumber'])
    for (const { disposition, callback } of said) {
      expect(callback !== undefined).toBe(disposition === 'callback')
      if (callback !== undefined) expect(callback.at).toBeGreaterThan(timeline.wall())
    }
  })
})
