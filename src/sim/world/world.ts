import type { Distribution } from '../../base/distribution.ts'
import type { Duration, Instant } from '../../base/duration.ts'

/**
 * What may become of a dial, in the order in which one draw decides it. What is left is unanswered.
 */
export const CALLEE_KINDS = ['human', 'machine', 'busy', 'invalid', 'congestion'] as const

/** What one draw decides of a dial. */
export type CalleeKind = (typeof CALLEE_KINDS)[number]

/** Share of dials that end in each kind; each from 0 to 1, together at most 1. */
export type Shares = Readonly<Record<CalleeKind, number>>

/**
 * One working day as the simulator is to make it: who is called, who works, what carries the calls.
 * Moments of the day are durations since its start. Distributions are in seconds, as in the file.
 */
export interface World {
  readonly name: string
  readonly day: WorldDay
  readonly operators: WorldOperators
  readonly callee: WorldCallee
  /** Talk with a person, in seconds. */
  readonly talk: Distribution
  /** From the end of a call to the closed card, in seconds. */
  readonly wrap: Distribution
  /** Talk of an operator who got a machine, in seconds. */
  readonly machineTalk: Distribution
  readonly trunk: WorldTrunk
  readonly limits: WorldLimits
  /** How many contacts there are; null for as many as are asked for. */
  readonly contacts: number | null
}

/** When the day is. */
export interface WorldDay {
  readonly start: Instant
  readonly length: Duration
  /** Figures count from here on. */
  readonly warmUp: Duration
}

/** How operators go when their number falls: at once where they can, or only after a call. */
export type Leave = 'after_call' | 'at_once'

/** Who works when. */
export interface WorldOperators {
  /** How many work from each moment on; the first moment is 0, moments ascend. */
  readonly profile: readonly ProfileStep[]
  readonly leave: Leave
}

/** From a moment on so many operators work. */
export interface ProfileStep {
  readonly at: Duration
  readonly count: number
  /** How long before `at` those who go have said so; 0: not at all. */
  readonly announced: Duration
}

/** Who is at the other end. */
export interface WorldCallee {
  /** Shares from each moment on; the first moment is 0, moments ascend. */
  readonly shares: readonly { readonly from: Duration; readonly shares: Shares }[]
  /** From placing the call to its outcome, in seconds. */
  readonly ring: Readonly<Record<CalleeKind | 'unanswered', Distribution>>
  /** How long a person waits for somebody to speak before hanging up, in seconds. */
  readonly patience: Distribution
}

/** What carries the calls. */
export interface WorldTrunk {
  readonly lines: number
  readonly callsPerSecond: number
  readonly faults: readonly TrunkFault[]
}

/** Between two moments the trunk refuses this share of calls, whoever is called. */
export interface TrunkFault {
  readonly from: Duration
  readonly to: Duration
  readonly congestion: number
}

/** What dialing must keep to. */
export interface WorldLimits {
  /** Abandoned / (abandoned + connected) of a day, from 0 to 1. */
  readonly abandonment: number
  readonly noAnswer: Duration
  readonly ringMinimum: Duration
  readonly connectWithin: Duration
}

/** The shares at a moment of the day. */
export function sharesAt(callee: WorldCallee, moment: Duration): Shares {
  let now = callee.shares[0]!.shares
  for (const step of callee.shares) if (step.from <= moment) now = step.shares
  return now
}

/**
 * The share of calls the trunk refuses by itself at a moment; the larger where two faults overlap.
 */
export function faultAt(trunk: WorldTrunk, moment: Duration): number {
  let share = 0
  for (const fault of trunk.faults)
    if (fault.from <= moment && moment < fault.to) share = Math.max(share, fault.congestion)
  return share
}

/** How many operators work at a moment of the day. */
export function operatorsAt(operators: WorldOperators, moment: Duration): number {
  let now = operators.profile[0]!.count
  for (const step of operators.profile) if (step.at <= moment) now = step.count
  return now
}

/** The most operators that work at any moment. */
export const operatorsMost = (operators: WorldOperators): number =>
  Math.max(...operators.profile.map(step => step.count))
