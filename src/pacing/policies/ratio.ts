import type { Policy } from '../policy.ts'

/**
 * Tops up the ringing lines to ⌊K × free operators⌋. With K = 1 this is progressive dialing: never
 * more lines than operators who wait for them.
 *
 * @param k lines for each free operator; at least 1.
 */
export function ratio(k: number): Policy<null> {
  const rule = k === 1 ? 'progressive' : `ratio:${k}`
  return {
    name: rule,
    initial: null,
    rhythm: 0,
    decide(state, seen) {
      const target = Math.floor(k * seen.free)
      const wanted = Math.max(0, target - seen.ringing)
      const launches = Math.min(wanted, seen.room)
      return {
        state,
        launches,
        drops: 0,
        because: { rule, target, limitedBy: launches < wanted ? 'room' : 'nothing' },
      }
    },
  }
}

/** One line for each free operator. */
export const progressive: Policy<null> = ratio(1)
