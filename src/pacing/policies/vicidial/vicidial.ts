import type { Observation } from '../../observation.ts'
import type { Decision, Policy } from '../../policy.ts'
import { type Adapting, adaptingFrom, adaptUntil, type Sample, sampleOf } from './adapt.ts'
import { turned, withCalls, withNews } from './day-log.ts'
import { callsToPlace, type Lingering, linger, loopLength, stillLingering } from './dial-loop.ts'
import type { VicidialSettings } from './settings.ts'

/** What the policy holds from one decision to the next. */
export interface VicidialState {
  readonly adapting: Adapting
  /** What a loop would have counted after the last decision. */
  readonly sample: Sample
  readonly lingering: Lingering
  /** Calls that this dial loop has still to place. */
  readonly toPlace: number
  /** When the dial loop next begins, monotonic ms. */
  readonly nextLoop: number
}

/**
 * VICIdial's adaptive dialing: one loop moves a *dial level*, another keeps so many lines for each
 * operator. The limit of its drop rules is that of the budget, its window the calendar day.
 *
 * Where VICIdial is slower than this engine the engine's own ways are kept, to VICIdial's good: an
 * answer is joined at once (there the AGI starts after 0.1–0.3 s and looks for an operator every
 * 0.23 s), contacts never run short (there the hopper is filled once a minute), and all lines of
 * the trunk may be used (there 23 unless it is told otherwise). Operators on a break, whom VICIdial
 * counts as signed in, are not seen here, which moves the level faster.
 */
export function vicidial(settings: VicidialSettings): Policy<VicidialState | null> {
  const rule = `vicidial:${settings.rule}`
  return {
    name: rule,
    initial: null,
    rhythm: 0,
    decide(state, seen) {
      const now = follow(settings, state ?? begun(seen), seen)
      return place(rule, seen.at < now.nextLoop ? now : count(settings, now, seen), seen)
    },
  }
}

function begun(seen: Observation): VicidialState {
  return {
    adapting: adaptingFrom(seen.at),
    sample: sampleOf(seen),
    lingering: [],
    toPlace: 0,
    nextLoop: seen.at,
  }
}

/** The adapt loops since the last decision, and what the news write down. */
function follow(
  settings: VicidialSettings,
  state: VicidialState,
  seen: Observation,
): VicidialState {
  const { at } = seen
  const view = { sample: state.sample, limit: 100 * seen.budget.limit }
  const adapting = adaptUntil(settings, state.adapting, view, at)
  const log = withNews(turned(adapting.log, at, settings.midnight), at, seen.news)
  return {
    ...state,
    adapting: { ...adapting, log },
    sample: sampleOf(seen),
    lingering: linger(settings, state.lingering, seen),
  }
}

/** A dial loop begins: it counts what there is, and so how many calls are to be placed. */
function count(settings: VicidialSettings, state: VicidialState, seen: Observation): VicidialState {
  const { adapting, nextLoop } = state
  const lingering = stillLingering(state.lingering, nextLoop)
  const log = withCalls(adapting.log, seen.at, state.lingering.length - lingering.length)
  const toPlace = callsToPlace(settings, adapting.level, seen, lingering)
  return {
    ...state,
    adapting: { ...adapting, log },
    lingering,
    toPlace,
    // The loop keeps its own time, however late it was asked; what was missed is not made up for.
    nextLoop: Math.max(nextLoop + loopLength(settings, toPlace), seen.at + 1),
  }
}

/**
 * Places what the trunk takes; the rest follows as it can, whatever has changed since the count.
 */
function place(rule: string, state: VicidialState, seen: Observation): Decision<VicidialState> {
  const { ringing, room } = seen
  const { toPlace } = state
  const launches = Math.min(toPlace, room)
  return {
    state: { ...state, toPlace: toPlace - launches },
    launches,
    drops: 0,
    because: {
      rule,
      target: ringing + toPlace,
      limitedBy: launches < toPlace ? 'room' : 'nothing',
    },
  }
}
