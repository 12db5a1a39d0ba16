import fc from 'fast-check'
import type { Observation } from '../../src/pacing/observation.ts'

/** What a policy sees of an empty campaign, but for what is told. */
export const seen = (more: Partial<Observation> = {}): Observation => ({
  at: 0,
  hour: 12,
  free: 0,
  busy: 0,
  ringing: 0,
  waiting: 0,
  room: 100,
  spareLines: 100,
  budget: { connected: 0, abandoned: 0, limit: 0.03, atRisk: 0 },
  ringingSince: [],
  talkingSince: [],
  wrappingSince: [],
  news: [],
  departures: [],
  ...more,
})

/** Any counts a policy may see. */
export const observation: fc.Arbitrary<Observation> = fc
  .record({
    at: fc.nat(),
    free: fc.nat(50),
    busy: fc.nat(50),
    ringing: fc.nat(100),
    waiting: fc.nat(10),
    room: fc.nat(100),
    budget: fc.record({
      connected: fc.nat(100),
      abandoned: fc.nat(10),
      limit: fc.constantFrom(0, 0.03, 1),
      atRisk: fc.nat(5),
    }),
  })
  .map(seen)
