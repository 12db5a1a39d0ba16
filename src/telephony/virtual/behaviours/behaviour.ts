import type { Random } from '../../../base/random.ts'
import type { CalleeScript, Callees, DialedCall } from '../script.ts'

/** Something that goes on top of how callees behave anyway. */
export type Behaviour = (callees: Callees) => Callees

/** How often a behaviour shows: in this share of cases, 0 to 1, drawn from this source. */
export interface Chance {
  readonly share: number
  readonly random: Random
}

/** @returns the callees under all behaviours; the last one has the last word. */
export function stack(callees: Callees, ...behaviours: readonly Behaviour[]): Callees {
  return behaviours.reduce((below, behaviour) => behaviour(below), callees)
}

/**
 * A behaviour that changes the scripts of some calls. Which ones depends on the seed, the name and
 * the attempt only: other behaviours and other calls do not shift it.
 */
export function scriptChange(
  name: string,
  chance: Chance,
  change: (script: CalleeScript, random: Random, call: DialedCall) => CalleeScript,
): Behaviour {
  const own = chance.random.fork(name)
  return callees => ({
    script(call) {
      const script = callees.script(call)
      const random = own.fork(call.attempt)
      return random.uniform() < chance.share ? change(script, random, call) : script
    },
  })
}
