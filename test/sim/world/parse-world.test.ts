import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { CarillonError } from '../../../src/base/errors.ts'
import { parseWorld } from '../../../src/sim/world/parse-world.ts'
import { faultAt, operatorsAt, sharesAt } from '../../../src/sim/world/world.ts'
import { smallWorld, smallWorldText } from '../worlds.ts'

const folder = new URL('../../../bench/worlds/', import.meta.url)
const files = readdirSync(folder).filter(name => name.endsWith('.yaml'))

const FIXED = '{ dist: fixed, value: 1 }'

const problemsOf = (text: string): string => {
  try {
    parseWorld(text, 'w.yaml')
  } catch (error) {
    if (error instanceof CarillonError && error.code === 'WORLD_INVALID') return error.message
    throw error
  }
  return ''
}

describe('a world file', () => {
  it.each(files)('%s of the bench is read', file => {
    const world = parseWorld(readFileSync(new URL(file, folder), 'utf8'), file)
    expect(world.name).toBe(file.replace('.yaml', ''))
    expect(world.day.length).toBeGreaterThan(0)
  })

  it('may be JSON, which reads the same', () => {
    const text = readFileSync(new URL('short-15.yaml', folder), 'utf8')
    const json = JSON.stringify(parse(text), null, 2)
    expect(parseWorld(json, 'short-15.json')).toEqual(parseWorld(text, 'short-15.yaml'))
  })

  it('is complete when it leaves out what the format shows as optional', () => {
    const world = smallWorld()
    expect(world.operators).toEqual({
      profile: [{ at: 0, count: 2, announced: 0 }],
      leave: 'after_call',
    })
    expect(world.callee.shares).toEqual([
      { from: 0, shares: { human: 1, machine: 0, busy: 0, invalid: 0, congestion: 0 } },
    ])
    expect(world.callee.patience).toEqual({ dist: 'fixed', value: 2 })
    expect(world.trunk.faults).toEqual([])
    expect(world.day.warmUp).toBe(0)
    expect(world.contacts).toBeNull()
  })

  it('changes shares, faults and operators at their moments, and nothing it does not name', () => {
    const world = smallWorld({
      callee: `
  human: 0.2
  busy: 0.1
  by_time: [ { from_min: 10, human: 0.4 }, { from_min: 20, busy: 0.3 } ]
  ring_s: { human: { dist: fixed, value: 1 } }`,
      operators: '{ count: 5, profile: [ { at_min: 10, count: 3 }, { at_min: 20, count: 7 } ] }',
      trunk: '{ lines: 1, cps: 1, faults: [ { from_min: 10, to_min: 20, congestion: 0.5 } ] }',
    })
    const minute = (n: number) => n * 60_000
    expect(sharesAt(world.callee, minute(10) - 1)).toMatchObject({ human: 0.2, busy: 0.1 })
    expect(sharesAt(world.callee, minute(10))).toMatchObject({ human: 0.4, busy: 0.1 })
    expect(sharesAt(world.callee, minute(20))).toMatchObject({ human: 0.4, busy: 0.3 })
    expect([9, 10, 19, 20].map(n => faultAt(world.trunk, minute(n)))).toEqual([0, 0.5, 0.5, 0])
    expect([9, 10, 20].map(n => operatorsAt(world.operators, minute(n)))).toEqual([5, 3, 7])
  })
})

describe('a bad world file', () => {
  it('is told every problem at once, with line, path and what is allowed', () => {
    const text = smallWorldText({
      day: '{ start: "2026-03-02 09:00", hour: 1 }',
      operators: '{ count: two, leave: whenever }',
      callee: '{ human: 1.2, ring_s: { human: { dist: normal, mean: 10 } } }',
      talk_s: '{ dist: uniform, min: 5, max: 1 }',
      wrapp_s: '{ dist: fixed, value: 1 }',
    })
    const at = (line: number, column: number, problem: string) =>
      `w.yaml:${line}:${column}: ${problem}`
    expect(problemsOf(text).split('\n')).toEqual([
      at(2, 1, 'day.hours: must be a number above 0, at most 744; it is missing'),
      at(
        2,
        8,
        'day.start: must be an instant such as 2026-03-02T09:00:00Z, not "2026-03-02 09:00"',
      ),
      at(
        2,
        35,
        'day: there is no key hour here. Did you mean hours? Allowed: start, hours, warmup_min.',
      ),
      at(3, 14, 'operators.count: must be a whole number from 0 to 10,000, not "two"'),
      at(3, 26, 'operators.leave: must be one of after_call, at_once, not "whenever"'),
      at(4, 11, 'callee.human: must be a share from 0 to 1, not 1.2'),
      at(
        4,
        42,
        'callee.ring_s.human.dist: must be one of fixed, uniform, exponential, lognormal, ' +
          'gamma, mixture',
      ),
      at(5, 34, 'talk_s.max: must not be below min'),
      at(
        9,
        1,
        'there is no key wrapp_s here. Did you mean wrap_s? Allowed: name, day, operators, ' +
          'callee, talk_s, wrap_s, machine_talk_s, trunk, limits, contacts.',
      ),
    ])
  })

  it.each([
    [
      'shares above 1',
      { callee: '{ human: 0.6, busy: 0.5, ring_s: { human: { dist: fixed, value: 1 } } }' },
      'callee: has shares that add up to 1.1',
    ],
    [
      'shares above 1 later in the day',
      {
        callee:
          '{ human: 0.6, busy: 0.3, by_time: [ { from_min: 5, human: 0.8 } ], ' +
          'ring_s: { human: { dist: fixed, value: 1 } } }',
      },
      'callee.by_time[0]: has shares that add up to 1.1',
    ],
    [
      'a profile that goes back',
      { operators: '{ count: 1, profile: [ { at_min: 5, count: 1 }, { at_min: 5, count: 2 } ] }' },
      'operators.profile[1].at_min: must be later',
    ],
    [
      'a fault that ends before it begins',
      { trunk: '{ lines: 1, cps: 1, faults: [ { from_min: 5, to_min: 4, congestion: 1 } ] }' },
      'trunk.faults[0].to_min: must be later',
    ],
    [
      'a mixture of nothing',
      { talk_s: '{ dist: mixture, of: [] }' },
      'talk_s.of: must have at least one part',
    ],
    [
      'a part of a mixture without weight',
      { talk_s: '{ dist: mixture, of: [ { dist: fixed, value: 1 } ] }' },
      'talk_s.of[0].weight: must be a number above 0, at most 1,000,000; it is missing',
    ],
    [
      'a weight outside a mixture',
      { talk_s: '{ weight: 1, dist: fixed, value: 1 }' },
      'talk_s: there is no key weight here. Allowed: dist, value.',
    ],
    [
      'another window',
      {
        limits:
          '{ abandonment: 0.03, window: month, no_answer_s: 25, ring_min_s: 15, ' +
          'connect_within_s: 2 }',
      },
      'limits.window: must be one of day',
    ],
    [
      'a number of contacts in words',
      { contacts: 'many' },
      'contacts: must be "unlimited" or a whole number up to 999,999,999, not "many"',
    ],
    [
      'a day that no calendar has',
      { day: '{ start: "2026-02-30T09:00:00Z", hours: 1 }' },
      'day.start: must be an instant such as 2026-03-02T09:00:00Z, not "2026-02-30T09:00:00Z"',
    ],
    [
      'what lacks all its keys, of which those are told that it needs',
      { limits: '3', operators: '3' },
      'operators: must have the keys count, not 3\n' +
        'w.yaml:8:1: limits: must have the keys abandonment, no_answer_s, ring_min_s, ' +
        'connect_within_s, not 3',
    ],
    [
      'no trunk lines',
      { trunk: '{ lines: 0, cps: 1 }' },
      'trunk.lines: must be a whole number from 1 to 100,000, not 0',
    ],
  ] as const)('%s is refused', (_, changes, problem) => {
    expect(problemsOf(smallWorldText(changes))).toContain(problem)
  })

  it.each([
    ['a name', { name: '&a [*a]' }, '1:11: *a is a part of itself: write out what is meant.'],
    [
      'a mixture',
      { talk_s: '{ dist: mixture, of: &t [ { weight: 1, dist: mixture, of: *t } ] }' },
      '5:67: *t is a part of itself: write out what is meant.',
    ],
    [
      'a map, by way of another',
      { name: '&a { b: &b [ *a ], c: *b }' },
      '1:20: *a is a part of itself: write out what is meant.',
    ],
    [
      'what is nowhere',
      { wrap_s: '*nope' },
      '6:9: *nope stands for nothing: no &nope is above it.',
    ],
  ] as const)('is told of an alias without end or meaning: %s', (_, changes, problem) => {
    expect(problemsOf(smallWorldText(changes))).toBe(`w.yaml:${problem}`)
  })

  it('begins on any day there is, at any hour of any zone', () => {
    for (const at of [
      '1970-01-01T00:00:01Z',
      '2028-02-29T23:59:59-11:00',
      '2026-12-31T00:00+14:00',
    ])
      expect(problemsOf(smallWorldText({ day: `{ start: "${at}", hours: 1 }` })), at).toBe('')
  })

  it('has mixtures within mixtures, ten deep and no deeper', () => {
    const nested = (depth: number): string =>
      depth === 0
        ? FIXED.slice(1, -1)
        : `dist: mixture, of: [ { weight: 1, ${nested(depth - 1)} } ]`
    expect(problemsOf(smallWorldText({ talk_s: `{ ${nested(10)} }` }))).toBe('')
    expect(problemsOf(smallWorldText({ talk_s: `{ ${nested(11)} }` }))).toMatch(
      /^w\.yaml:5:\d+: talk_s\.(of\[0\]\.){10}of: must not be within 10 other mixtures$/,
    )
  })

  it('is told what its keys say against each other together with all else', () => {
    const text = smallWorldText({
      day: '{ start: "2026-03-02T09:00:00Z", hours: 1, warmup_min: 60 }',
      operators: '{ count: 1, profile: [ { at_min: 5, count: x }, { at_min: 4, count: 2 } ] }',
      callee:
        '{ human: 0.6, busy: 0.5, by_time: [ { from_min: 9, machine: 0.1 }, { from_min: 9 } ], ' +
        'ring_s: { human: { dist: fixed, value: -1 } } }',
      trunk: '{ lines: 0, cps: 1, faults: [ { from_min: 5, to_min: 4, congestion: 2 } ] }',
      limits: '{ abandonment: 3, no_answer_s: 25, ring_min_s: 26, connect_within_s: 2 }',
    })
    const told = problemsOf(text)
      .split('\n')
      .map(line => line.replace(/^w\.yaml:\d+:\d+: /, ''))
    expect(told.toSorted()).toEqual([
      'callee.by_time[0]: has shares that add up to 1.2, which must be at most 1',
      'callee.by_time[1].from_min: must be later than the entry before it (9)',
      'callee.by_time[1]: has shares that add up to 1.2, which must be at most 1',
      'callee.ring_s.human.value: must be a number from 0 to 1,000,000, not -1',
      'callee.ring_s.machine: must say when machines answer, as they do here; it is missing',
      'callee: has shares that add up to 1.1, which must be at most 1',
      'day.warmup_min: must be shorter than the day of 60 minutes, not 60',
      'limits.abandonment: must be a share from 0 to 1, not 3',
      'limits.ring_min_s: must be at most no_answer_s, which is 25, not 26',
      'operators.profile[0].count: must be a whole number from 0 to 10,000, not "x"',
      'operators.profile[1].at_min: must be later than the entry before it (5)',
      'trunk.faults[0].congestion: must be a share from 0 to 1, not 2',
      'trunk.faults[0].to_min: must be later than from_min',
      'trunk.lines: must be a whole number from 1 to 100,000, not 0',
    ])
  })

  it('need not say when machines answer where none do', () => {
    const callee = (more: string) =>
      smallWorldText({ callee: `{ human: 0.2${more}, ring_s: { human: ${FIXED} } }` })
    expect(problemsOf(callee(''))).toBe('')
    expect(problemsOf(callee(', machine: 0'))).toBe('')
    expect(problemsOf(callee(', machine: 0.1'))).toContain('callee.ring_s.machine: must say when')
    const ring = `ring_s: { human: ${FIXED}, machine: ${FIXED} }`
    const both = smallWorldText({ callee: `{ human: 0.2, machine: 0.1, ${ring} }` })
    expect(problemsOf(both)).toBe('')
  })

  const LIMITS = { abandonment: 0.03, no_answer_s: 25, ring_min_s: 15, connect_within_s: 2 }
  const limits = (more: object) => ({ limits: JSON.stringify({ ...LIMITS, ...more }) })
  it.each([
    ['day.hours', { day: '{ start: "2026-03-02T09:00:00Z", hours: 745 }' }, '744, not 745'],
    ['operators.count', { operators: '{ count: 100000000 }' }, '0 to 10,000, not 100000000'],
    [
      'operators.profile[0].at_min',
      { operators: '{ count: 1, profile: [ { at_min: 1e9, count: 1 } ] }' },
      '0 to 44,640, not 1000000000',
    ],
    ['talk_s.cv', { talk_s: '{ dist: gamma, mean: 1, cv: 1e300 }' }, '0 to 100, not 1e+300'],
    ['talk_s.mean', { talk_s: '{ dist: lognormal, mean: 1e9, cv: 1 }' }, 'at most 1,000,000, not'],
    ['talk_s.value', { talk_s: '{ dist: fixed, value: .nan }' }, '0 to 1,000,000, not NaN'],
    ['talk_s.value', { talk_s: '{ dist: fixed, value: .inf }' }, '0 to 1,000,000, not Infinity'],
    [
      'talk_s.of[0].weight',
      { talk_s: '{ dist: mixture, of: [ { weight: 1e308, dist: fixed, value: 1 } ] }' },
      'at most 1,000,000, not 1e+308',
    ],
    ['trunk.cps', { trunk: '{ lines: 1, cps: 1e308 }' }, 'from 0.01 to 10,000, not 1e+308'],
    ['trunk.cps', { trunk: '{ lines: 1, cps: 1e-308 }' }, 'from 0.01 to 10,000, not 1e-308'],
    ['trunk.lines', { trunk: '{ lines: 1e9, cps: 1 }' }, 'from 1 to 100,000, not 1000000000'],
    ['limits.no_answer_s', limits({ no_answer_s: 1e6 }), 'at most 10,000, not 1000000'],
    ['limits.connect_within_s', limits({ connect_within_s: 1e12 }), '0 to 1,000,000, not 1000'],
    ['contacts', { contacts: '1e10' }, 'a whole number up to 999,999,999, not 10000000000'],
    ['name', { name: '""' }, 'must be a name, not ""'],
    ['name', { name: '" "' }, 'must be a name, not " "'],
  ] as const)('is refused with a bound for %s in %j', (path, changes, allowed) => {
    const told = problemsOf(smallWorldText(changes))
    expect(told).toContain(`: ${path}: must be `)
    expect(told).toContain(allowed)
  })

  it.each(['', '3', '[]', 'a: [', '{', 'name: x\nname: y'])(
    '%j is refused, not crashed on',
    text => {
      expect(problemsOf(text)).toMatch(/^w\.yaml:\d+:\d+: /)
    },
  )

  it('whose aliases unfold without end is refused', () => {
    const row = (name: string, of: string) => `${name}: &${name} [${Array(9).fill(of).join(', ')}]`
    const text = [row('a', 'x'), row('b', '*a'), row('c', '*b'), row('d', '*c')].join('\n')
    expect(problemsOf(text)).toBe('w.yaml:1:1: has too many aliases: write them out.')
  })

  it('of any shape is refused with a message or read, never crashed on', () => {
    const keys = ['name', 'day', 'operators', 'callee', 'talk_s', 'trunk', 'limits', 'contacts']
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        const file = { ...parse(smallWorldText()), [key]: value }
        expect(problemsOf(stringify(file))).toBeTypeOf('string')
      }),
    )
  })
})
