import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hours } from '../../../src/base/duration.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import type { CardField, FieldKind, Script, ScriptStep } from '../../../src/campaign/card.ts'
import { validateCard } from '../../../src/campaign/card-rules.ts'
import type { Disposition } from '../../../src/campaign/disposition.ts'
import type { CardView } from '../../../src/desk/port.ts'
import { cardFiller } from '../../../src/sim/floor/card-filler.ts'
import type { FilledCard } from '../../../src/sim/floor/habits.ts'

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

const field = (id: string, kind: FieldKind, more: Partial<CardField> = {}): CardField => ({
  id,
  label: id,
  kind,
  required: false,
  from: null,
  options: kind === 'choice' || kind === 'choices' ? ['red', 'green', 'blue'] : [],
  min: null,
  max: null,
  ...more,
})

const card = (fields: readonly CardField[], more: Partial<CardView> = {}): CardView => ({
  campaign: 'demo',
  definition: { fields, script: { start: null, steps: [] } },
  dispositions,
  data: {},
  phone: '+12125550123',
  answers: {},
  ...more,
})

const dispositions: readonly Disposition[] = (
  ['finish', 'callback', 'retry', 'wrongNumber', 'machine', 'stop'] as const
).map(then => ({ id: then, label: then, then }))

const START = Date.parse('2026-03-02T09:00:00Z')
const timeline = new VirtualTimeline(START)

/** The card as it is filled in by the chance of each of so many seeds. */
function filled(view: CardView, times = 300): readonly FilledCard[] {
  return Array.from({ length: times }, (_, seed) =>
    cardFiller(timeline, seededRandom(seed), () => 'person')('a1', view),
  )
}

const finishes = (view: CardView) => filled(view).filter(it => it.disposition === 'finish')

describe('an operator who fills in a card', () => {
  const fields = kinds.flatMap(kind => [
    field(`${kind}!`, kind, { required: true }),
    field(`${kind}?`, kind),
  ])

  it('answers every required field, whatever its kind, and some of the others', () => {
    for (const { answers } of finishes(card(fields))) {
      expect(Object.keys(answers)).toEqual(expect.arrayContaining(kinds.map(kind => `${kind}!`)))
      expect(answers['checkbox!']).toBe(true)
      expect(['red', 'green', 'blue']).toContain(answers['choice!'])
      expect(answers['choices!']).not.toHaveLength(0)
      expect(answers['phone!']).toBe('+12125550123')
    }
    const numbers = finishes(card(fields)).map(it => 'number?' in it.answers)
    expect(new Set(numbers)).toEqual(new Set([true, false]))
  })

  it('agrees on days that lie ahead, within three weeks', () => {
    for (const { answers } of finishes(card([field('day', 'date', { required: true })]))) {
      const day = Date.parse(`${answers.day}T00:00:00Z`)
      expect(day).toBeGreaterThan(START + hours(24))
      expect(day).toBeLessThan(START + hours(24 * 22))
    }
  })

  it('closes it with what the rules of cards allow, whatever the disposition', () => {
    const view = card(fields)
    fc.assert(
      fc.property(fc.integer(), seed => {
        const fill = cardFiller(timeline, seededRandom(seed), () => 'person')
        const { answers, disposition, callback = null } = fill('a1', view)
        const now = timeline.wall()
        const { definition } = view
        expect(validateCard(definition, dispositions, answers, disposition, callback, now)).toEqual(
          [],
        )
      }),
    )
  })

  it('stays within the bounds of a number, whole where it can be', () => {
    const bounds = { required: true, min: -3, max: 4 }
    for (const { answers } of finishes(card([field('n', 'number', bounds)]))) {
      expect(Number.isInteger(answers.n)).toBe(true)
      expect(answers.n).toBeGreaterThanOrEqual(-3)
      expect(answers.n).toBeLessThanOrEqual(4)
    }
    const narrow = field('n', 'number', { required: true, min: 0.4, max: 0.6 })
    expect(finishes(card([narrow]))[0]?.answers).toEqual({ n: 0.4 })
  })

  it('leaves what the contact brought along, and does not guess what was missing', () => {
    const fields = [
      field('city', 'text', { required: true }),
      field('age', 'number', { from: 'a' }),
    ]
    for (const { answers } of finishes(card(fields, { answers: { city: 'Riga' } })))
      expect(answers).toEqual({ city: 'Riga' })
  })

  it('says "machine" of a machine and something else of a person; a callback has its time', () => {
    const fill = cardFiller(timeline, seededRandom(5), () => 'machine')
    expect(fill('a1', card([]))).toEqual({ disposition: 'machine', answers: {} })
    const said = filled(card([]))
    const ids = new Set(said.map(it => it.disposition))
    expect([...ids].sort()).toEqual(['callback', 'finish', 'retry', 'stop', 'wrongNumber'])
    for (const { disposition, callback } of said) {
      expect(callback !== undefined).toBe(disposition === 'callback')
      if (callback !== undefined) expect(callback.at).toBeGreaterThan(timeline.wall())
    }
  })

  it('fills in the same card of an attempt in the same way again, and others in other ways', () => {
    const fill = cardFiller(timeline, seededRandom(5), () => 'person')
    const view = card(fields)
    const first = fill('a1', view)
    const others = ['a2', 'a3', 'a4', 'a5'].map(attempt => fill(attempt, view))
    expect(fill('a1', view)).toEqual(first)
    expect(new Set(others.map(it => JSON.stringify(it))).size).toBe(4)
  })
})

describe('an operator who follows a script', () => {
  const step = (id: string, ask: string | null, ...next: ScriptStep['next']): ScriptStep => {
    return { id, say: id, ask, next }
  }
  const to = (where: string, when: string | null = null) => ({ when, to: where })
  const steps = [
    step('hello', null, to('offer')),
    step('offer', 'wants', to('day', 'red'), to('bye')),
    step('day', 'day', to('bye')),
    step('bye', null),
  ]
  const script: Script = { start: 'hello', steps }
  const fields = [
    field('wants', 'choice', { required: true }),
    field('day', 'date'),
    field('notes', 'text'),
    field('size', 'number'),
  ]
  const end = (id: string, then: Disposition['then']): Disposition => ({ id, label: id, then })
  const dispositions = [
    end('sold', 'finish'),
    end('refused', 'finish'),
    end('again', 'callback'),
    end('other', 'retry'),
    end('wrong', 'wrongNumber'),
  ]
  const view = card(fields, { definition: { fields, script }, dispositions })

  it('closes the card with what was said: first answer, first end; last answer, last end', () => {
    const said = new Map<string, Set<unknown>>()
    for (const { disposition, answers } of filled(view)) {
      const wants = said.get(disposition) ?? new Set()
      said.set(disposition, wants.add(answers.wants))
    }
    expect(Object.fromEntries(said)).toEqual({
      sold: new Set(['red']),
      refused: new Set(['blue']),
      again: new Set(['green']),
      other: new Set([undefined]),
      wrong: new Set([undefined]),
    })
  })

  it('fills in what the answers lead to, remarks, and nothing else', () => {
    for (const { disposition, answers } of filled(view)) {
      expect('day' in answers).toBe(disposition === 'sold')
      expect(answers).not.toHaveProperty('size')
      if (disposition === 'wrong') expect(answers).toEqual({})
    }
    expect(filled(view).some(({ answers }) => 'notes' in answers)).toBe(true)
  })

  it('goes on from what was said before', () => {
    const before = { ...view, answers: { wants: 'blue' } }
    for (const one of filled(before)) expect(one).toMatchObject({ disposition: 'refused' })
  })

  it('lets whoever ticks the box go on, and does not come to it with whom it does not concern', () => {
    const box = [field('wants', 'checkbox'), field('day', 'date')]
    const steps = [step('offer', 'wants', to('day', 'true')), step('day', 'day')]
    const definition = { fields: box, script: { start: 'offer', steps } }
    for (const { disposition, answers } of filled({ ...view, definition })) {
      const wanted = { sold: true, refused: false }[disposition]
      expect(answers.wants).toBe(wanted)
      expect('day' in answers).toBe(disposition === 'sold')
    }
  })

  it('comes to an end where the script goes in circles', () => {
    const circle = { start: 'a', steps: [step('a', null, to('b')), step('b', 'day', to('a'))] }
    const round = { ...view, definition: { fields: [field('day', 'date')], script: circle } }
    expect(filled(round).some(({ answers }) => 'day' in answers)).toBe(true)
  })
})
