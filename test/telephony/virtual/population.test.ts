import { expect, test } from 'vitest'
import { BrokenRule } from '../../../src/base/assert.ts'
import { seconds } from '../../../src/base/duration.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { population } from '../../../src/telephony/virtual/population.ts'
import { LIFELIKE } from '../../../src/telephony/virtual/population-figures.ts'
import type { CalleeScript, Callees } from '../../../src/telephony/virtual/script.ts'

let dialed = 0
const ask = (callees: Callees, to: string): CalleeScript =>
  callees.script({ attempt: `a${dialed}`, to, trunk: 'main', dialedIndex: dialed++, at: 0 })
const numbers = (count: number) =>
  Array.from({ length: count }, (_, i) => `+1212555${String(i).padStart(5, '0')}`)
const kind = ({ outcome }: CalleeScript): string =>
  outcome.kind === 'answers' ? outcome.callee.by : outcome.kind
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

test('What calling a number comes to does not depend on the order of other calls.', () => {
  const some = numbers(50)
  const forth = population(seededRandom(7))
  const back = population(seededRandom(7))
  const twice = some.map(to => [ask(forth, to), ask(forth, to)])
  const other = some.toReversed().map(to => ask(back, to))
  const otherAgain = some.map(to => ask(back, to))
  expect(twice.map(([first]) => first)).toEqual(other.toReversed())
  expect(twice.map(([, second]) => second)).toEqual(otherAgain)
})

test('A number comes out differently from call to call and from seed to seed.', () => {
  const callees = population(seededRandom(7))
  const some = numbers(100)
  const first = some.map(to => kind(ask(callees, to)))
  expect(some.map(to => kind(ask(callees, to)))).not.toEqual(first)
  const others = population(seededRandom(8))
  expect(some.map(to => kind(ask(others, to)))).not.toEqual(first)
})

test('A dead number is dead at every call, and no other is.', () => {
  const callees = population(seededRandom(7))
  const calls = [1, 2, 3].map(() => numbers(500).map(to => kind(ask(callees, to)) === 'invalid'))
  expect(calls[1]).toEqual(calls[0])
  expect(calls[2]).toEqual(calls[0])
  expect(calls[0]!.filter(Boolean).length).toBeGreaterThan(5)
})

test('Shares of calls come out as they are given.', () => {
  const callees = population(seededRandom(7))
  const counts = new Map<string, number>()
  const total = 20_000
  for (const to of numbers(total)) {
    const came = kind(ask(callees, to))
    counts.set(came, (counts.get(came) ?? 0) + 1)
  }
  const { shares } = LIFELIKE
  const given = Object.values(shares).reduce((sum, share) => sum + share, 0)
  for (const [name, share] of Object.entries({ ...shares, unanswered: 1 - given })) {
    const error = 4 * Math.sqrt((share * (1 - share)) / total)
    expect(Math.abs((counts.get(name) ?? 0) / total - share), name).toBeLessThan(error)
  }
})

test('The people one calls by default are those of the sources.', () => {
  const callees = population(seededRandom(7))
  const people = numbers(20_000)
    .map(to => ask(callees, to).outcome)
    .filter(outcome => outcome.kind === 'answers')
    .filter(outcome => outcome.callee.by === 'person')
  const ring = people.map(outcome => outcome.after / 1000)
  const talk = people.map(outcome => outcome.callee.talk! / 1000)
  expect(mean(ring)).toBeCloseTo(12.6, 0)
  expect(Math.abs(median(ring) - 11)).toBeLessThan(1)
  expect(Math.abs(mean(talk) - 258)).toBeLessThan(15)
  expect(Math.abs(median(talk) - 180)).toBeLessThan(10)
})

test('Figures can be changed one by one, and times are whole milliseconds.', () => {
  const callees = population(seededRandom(7), {
    shares: { person: 1, machine: 0, busy: 0, invalid: 0, refused: 0, congestion: 0 },
    patience: { dist: 'uniform', min: seconds(1), max: seconds(2) },
    talk: null,
    announcement: { pressesStop: 1, hangsUp: 0, reacts: { dist: 'fixed', value: 1234.5 } },
  })
  for (const to of numbers(50)) {
    const { outcome } = ask(callees, to)
    expect(outcome).toMatchObject({
      kind: 'answers',
      callee: { by: 'person', talk: null, announcement: { kind: 'pressesStop', after: 1235 } },
    })
    if (outcome.kind !== 'answers') continue
    expect(outcome.callee.patience).toBeGreaterThanOrEqual(seconds(1))
    expect(Number.isInteger(outcome.callee.patience)).toBe(true)
    expect(Number.isInteger(outcome.after)).toBe(true)
  }
})

test('Shares that add up to more than all are refused.', () => {
  const shares = { ...LIFELIKE.shares, person: 0.9 }
  expect(() => population(seededRandom(7), { shares })).toThrow(BrokenRule)
})
