import { expect } from 'vitest'
import { millis, seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import type { CalleeScript } from '../../../src/telephony/virtual/script.ts'
import { OTHER, RING, SOON, type TelephonyBench } from '../telephony/bench.ts'

/** Callees who are in no hurry. */
export const PATIENT = { patience: seconds(60) }

/** What tests with somebody outside, `x`, do again and again in the talk `a` of Anna's. */
export function actsOf(bench: TelephonyBench) {
  const acts = {
    /** Anna talks to somebody. */
    async talk(callee: CalleeScript = person(RING, PATIENT)): Promise<void> {
      await bench.begin(callee)
      await bench.joined('a', 'anna')
    },
    /** Somebody outside is called, and it rings. */
    ring(): void {
      const from = '+12125550199'
      const beside = { trunk: 'main', ringLimit: seconds(25), beside: 'a' }
      bench.telephony.originate('x', { to: OTHER, from, ...beside })
    },
    /** They answer. */
    async answered(): Promise<void> {
      await bench.advance(RING + millis(100))
      expect(bench.last('x')?.kind).toBe('answered')
    },
    async called(): Promise<void> {
      acts.ring()
      await acts.answered()
    },
    async letIn(): Promise<void> {
      bench.telephony.letIn('a', 'x')
      await bench.advance(SOON)
      expect(bench.last('x')).toEqual({ attempt: 'x', kind: 'letIn' })
    },
    async unite(): Promise<void> {
      bench.telephony.unite('a', 'x')
      await bench.advance(SOON)
      expect(bench.last('a')).toEqual({ attempt: 'a', kind: 'united', outside: 'x' })
    },
    async held(): Promise<void> {
      bench.telephony.hold('a', true)
      await bench.advance(SOON)
      expect(bench.last('a')?.kind).toBe('held')
    },
  }
  return acts
}
