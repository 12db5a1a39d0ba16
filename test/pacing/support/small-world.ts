import fc from 'fast-check'
import type { Distribution } from '../../../src/base/distribution.ts'

/** A day of a small campaign, as a line of JSON can tell it. Shares 0–1, lengths in s. */
export interface SmallWorld {
  readonly seed: number
  readonly hours: number
  readonly operators: number
  readonly limit: number
  /** Share of lines that people answer; of the rest, machines; of what is left, refusals. */
  readonly person: number
  readonly machine: number
  readonly refused: number
  readonly ring: { readonly [End in 'person' | 'machine' | 'refused']: Distribution }
  readonly ringLimitSec: number
  readonly ringMinimumSec: number
  readonly patienceSec: number
  readonly talk: Distribution
  readonly machineTalk: Distribution
  readonly wrapUp: Distribution
  readonly lines: number
  /** Whether operators who will go after their card have said so. */
  readonly departuresAreSeen: boolean
  readonly shocks: readonly Shock[]
}

/** Something that happens unannounced. */
export type Shock = { readonly atMin: number } & (
  | { readonly kind: 'answers'; readonly times: number }
  | { readonly kind: 'team'; readonly share: number }
  /** The policy loses its memory; the budget and the calls go on. */
  | { readonly kind: 'restart' }
)

const between = (min: number, max: number) =>
  fc.integer({ min: Math.round(min * 100), max: Math.round(max * 100) }).map(n => n / 100)

const lasting = (min: number, max: number): fc.Arbitrary<Distribution> =>
  fc.record({
    dist: fc.constantFrom('lognormal' as const, 'gamma' as const),
    mean: between(min, max),
    cv: between(0.3, 1.5),
  })

const shock = (hours: number): fc.Arbitrary<Shock> => {
  const atMin = fc.integer({ min: 1, max: hours * 60 - 1 })
  return fc.oneof(
    fc.record({ atMin, kind: fc.constant('answers' as const), times: between(0.3, 3) }),
    fc.record({ atMin, kind: fc.constant('team' as const), share: between(0.4, 1.2) }),
    fc.record({ atMin, kind: fc.constant('restart' as const) }),
  )
}

/** Any small world of so many hours. */
export const smallWorld = (hours: number): fc.Arbitrary<SmallWorld> =>
  fc.record({
    seed: fc.nat(),
    hours: fc.constant(hours),
    operators: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 4, max: 30 })),
    limit: fc.constantFrom(0.01, 0.03, 0.03, 0.03, 0.05),
    person: between(0.05, 0.6),
    machine: fc.oneof(fc.constant(0), between(0, 0.5)),
    refused: between(0, 0.3),
    ring: fc.record({
      person: lasting(4, 15),
      machine: lasting(8, 20),
      refused: fc.constant({ dist: 'uniform', min: 0.5, max: 3 } as const),
    }),
    ringLimitSec: fc.integer({ min: 15, max: 40 }),
    ringMinimumSec: fc.constant(15),
    patienceSec: fc.constantFrom(0, 1, 2, 2),
    talk: lasting(15, 240),
    machineTalk: lasting(3, 10),
    wrapUp: lasting(1, 50),
    lines: fc.constantFrom(20, 60, 1000, 1000),
    departuresAreSeen: fc.boolean(),
    shocks: fc.array(shock(hours), { maxLength: 4 }),
  })
