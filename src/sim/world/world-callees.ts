import { type Distribution, draw } from '../../base/distribution.ts'
import { type Duration, seconds } from '../../base/duration.ts'
import type { AttemptId } from '../../base/id.ts'
import type { Random } from '../../base/random.ts'
import type {
  CalleeScript,
  Callees,
  DialedCall,
  Provisional,
} from '../../telephony/virtual/script.ts'
import {
  CALLEE_KINDS,
  type CalleeKind,
  faultAt,
  type Shares,
  sharesAt,
  type World,
} from './world.ts'

/** What a dial comes to, if nobody takes it back before. */
export type DialKind = CalleeKind | 'unanswered'

/** Told of each dial and of what the world has decided for it. */
export type DialObserver = (attempt: AttemptId, kind: DialKind) => void

/** Worlds know one length, from placing to the outcome: a phone that rings does so at once. */
const AT_ONCE: Provisional = { trying: null, ringing: 0, earlyMedia: null }
/** Of a call that is refused nothing is heard before. */
const SILENT: Provisional = { trying: null, ringing: null, earlyMedia: null }

/**
 * The callees of one day of a world. The n-th dial takes the n-th of each stream of chance,
 * whatever was dialed before it, so that two policies meet the same people (common random numbers).
 */
export class WorldCallees implements Callees {
  private readonly world: World
  private readonly faults: Random
  private readonly answers: Random
  private readonly rings: Random
  private readonly patiences: Random
  private readonly dialed: DialObserver

  /** @param random the day's chance. */
  constructor(world: World, random: Random, dialed: DialObserver) {
    this.world = world
    this.faults = random.fork('faults')
    this.answers = random.fork('answers')
    this.rings = random.fork('rings')
    this.patiences = random.fork('patience')
    this.dialed = dialed
  }

  script(call: DialedCall): CalleeScript {
    const { callee, day } = this.world
    const nth = String(call.dialedIndex)
    const kind = this.kindOf(nth, call.at - day.start)
    this.dialed(call.attempt, kind)
    const after = length(callee.ring[kind], this.rings.fork(nth))
    if (kind !== 'human' && kind !== 'machine') {
      const provisional = kind === 'unanswered' ? AT_ONCE : SILENT
      return { provisional, outcome: { kind, after } }
    }
    return {
      provisional: AT_ONCE,
      outcome: {
        kind: 'answers',
        after,
        callee: {
          by: kind === 'human' ? 'person' : 'machine',
          // A machine that finds nobody free ends at once.
          patience: kind === 'human' ? length(callee.patience, this.patiences.fork(nth)) : 0,
          // The operator ends the talk, whose length belongs to the n-th connection.
          talk: null,
          leavesAfter: null,
          // Abandoned is abandoned: the world's lines carry no message.
          announcement: { kind: 'hangsUp', after: 0 },
        },
      },
    }
  }

  /** The trunk's fault comes first, then one draw over the shares of the moment. */
  private kindOf(nth: string, moment: Duration): DialKind {
    const fault = faultAt(this.world.trunk, moment)
    if (fault > 0 && this.faults.fork(nth).uniform() < fault) return 'congestion'
    return drawKind(sharesAt(this.world.callee, moment), this.answers.fork(nth).uniform())
  }
}

/** The kind that a number from 0 to 1 falls on when the shares are laid end to end. */
export function drawKind(shares: Shares, uniform: number): DialKind {
  let left = uniform
  for (const kind of CALLEE_KINDS) {
    left -= shares[kind]
    if (left < 0) return kind
  }
  return 'unanswered'
}

/** A length drawn from a distribution in seconds. */
export const length = (from: Distribution, random: Random): Duration => seconds(draw(from, random))
