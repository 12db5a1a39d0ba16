import fc from 'fast-check'
import type { News, Observation } from '../../../src/pacing/observation.ts'
import { seen } from '../../support/observations.ts'

const ages = (maxLength: number, maxMs: number) =>
  fc.array(fc.nat(maxMs), { maxLength, size: 'max' })

/** Whatever may have happened to a line or an operator. */
export const anyNews: fc.Arbitrary<News> = fc.oneof(
  fc.record({ kind: fc.constant('answered' as const), rang: fc.nat(30_000) }),
  fc.record({ kind: fc.constant('refused' as const), rang: fc.nat(30_000) }),
  fc.record({
    kind: fc.constant('unanswered' as const),
    rang: fc.nat(30_000),
    dropped: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('abandoned' as const),
    rang: fc.nat(30_000),
    waited: fc.nat(2000),
  }),
  fc.record({ kind: fc.constant('talked' as const), lasted: fc.nat(600_000) }),
  fc.record({
    kind: fc.constant('wrapped' as const),
    lasted: fc.nat(60_000),
    rang: fc.nat(30_000),
    waited: fc.nat(2000),
    heard: fc.constantFrom('person' as const, 'machine' as const),
  }),
)

/** An observation whose lists and counts agree, `at` a moment late enough for all of them. */
export const sighting = (at = 1_000_000): fc.Arbitrary<Observation> =>
  fc
    .record({
      free: fc.nat(15),
      waiting: fc.nat(3),
      room: fc.nat(60),
      spare: fc.nat(40),
      limit: fc.constantFrom(0, 0.01, 0.03, 0.05),
      connected: fc.nat(2000),
      abandoned: fc.nat(60),
      atRisk: fc.nat(5),
      ringing: ages(40, 24_000),
      talking: ages(15, 900_000),
      wrapping: ages(15, 120_000),
      news: fc.array(anyNews, { maxLength: 30 }),
      departures: fc.array(fc.record({ at: fc.nat(2 * at), operators: fc.nat(5) }), {
        maxLength: 2,
      }),
    })
    .map(({ ringing, talking, wrapping, spare, connected, abandoned, limit, atRisk, ...more }) =>
      seen({
        ...more,
        at,
        busy: talking.length + wrapping.length,
        ringing: ringing.length,
        spareLines: more.room + spare,
        budget: { connected, abandoned, limit, atRisk },
        ringingSince: momentsOf(ringing, at),
        talkingSince: momentsOf(talking, at),
        wrappingSince: momentsOf(wrapping, at),
      }),
    )

const momentsOf = (aged: readonly number[], at: number): number[] =>
  aged.map(age => at - age).sort((a, b) => a - b)
