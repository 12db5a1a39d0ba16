/**
 * How fast a trunk may be given calls: its lines, a token bucket of its calls per second, and a
 * throttle that follows the carrier's congestion. Pure arithmetic over monotonic ms.
 */
export interface TrunkGate {
  readonly lines: number
  readonly callsPerSecond: number
  readonly used: number
  readonly tokens: number
  readonly filledAt: number
  /** Share of the rate that is let through now, in (0, 1]. */
  readonly pace: number
  /** Share of congestion among the last calls, smoothed; 0 to 1. */
  readonly congestion: number
  readonly pacedAt: number
}

/** Weight of one call's end in the smoothed share of congestion: about the last ten calls count. */
const WEIGHT = 0.1
/** Above this share of congestion the carrier is taken to be full; single refusals are not. */
const FULL = 0.3
/** The slowest pace, and a recovery must be seen by somebody: three calls in ten seconds probe. */
const [PACE_MIN, PROBES_PER_SECOND] = [0.02, 0.3] as const
/** How fast the pace moves: halved or doubled at most once a second. */
const STEP = 1000

/** A trunk nobody has used yet: its bucket is full and its pace is 1. */
export function newTrunkGate(lines: number, callsPerSecond: number, now: number): TrunkGate {
  return {
    lines,
    callsPerSecond,
    used: 0,
    tokens: Math.max(1, callsPerSecond),
    filledAt: now,
    pace: 1,
    congestion: 0,
    pacedAt: now,
  }
}

/** Fills the bucket up to `now`; its size is one second's worth, and never less than one call. */
export function refill(gate: TrunkGate, now: number): TrunkGate {
  if (now <= gate.filledAt) return gate
  const seconds = (now - gate.filledAt) / 1000
  const size = Math.max(1, gate.callsPerSecond)
  const tokens = Math.min(size, gate.tokens + seconds * gate.callsPerSecond * gate.pace)
  return { ...gate, tokens, filledAt: now }
}

/** Calls that may be started now: 0 or more. */
export function room(gate: TrunkGate): number {
  return Math.max(0, Math.min(gate.lines - gate.used, Math.floor(gate.tokens + 1e-9)))
}

/** One more call is started: it takes a line and a token. */
export function take(gate: TrunkGate): TrunkGate {
  return { ...gate, used: gate.used + 1, tokens: gate.tokens - 1 }
}

/** A call came over it: it takes a line, and the carrier counts none of our calls per second. */
export function carry(gate: TrunkGate): TrunkGate {
  return { ...gate, used: gate.used + 1 }
}

/** A line is free again. */
export function give(gate: TrunkGate): TrunkGate {
  return { ...gate, used: gate.used - 1 }
}

/**
 * What the carrier said to a call: refused for want of room, or anything else. Halves the pace
 * while the carrier is full and lets it grow again when it is not.
 */
export function heard(gate: TrunkGate, congested: boolean, now: number): TrunkGate {
  const congestion = gate.congestion + WEIGHT * ((congested ? 1 : 0) - gate.congestion)
  const changed = { ...gate, congestion }
  if (now - gate.pacedAt < STEP) return changed
  if (congested && congestion > FULL) {
    return { ...changed, pace: Math.max(slowest(gate), gate.pace / 2), pacedAt: now }
  }
  if (!congested && gate.pace < 1) {
    return { ...changed, pace: Math.min(1, gate.pace * 2), pacedAt: now }
  }
  return changed
}

const slowest = ({ callsPerSecond }: TrunkGate): number =>
  Math.min(1, Math.max(PACE_MIN, PROBES_PER_SECOND / callsPerSecond))

/** Whether the carrier is being spared at the moment. */
export const isSlowed = (gate: TrunkGate): boolean => gate.pace < 1
