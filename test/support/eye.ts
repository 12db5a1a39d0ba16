import type { News, Observation } from '../../src/pacing/observation.ts'
import type { Policy } from '../../src/pacing/policy.ts'

/** What a policy does in a test; nothing where it is not said. */
export interface Script {
  readonly rhythm?: number
  /**
   * The seconds, ascending, at which it starts a line each: from 1 on there are contacts at hand.
   */
  readonly startAt?: readonly number[]
  /** From this second on it wants so many lines dropped, once. */
  readonly dropAt?: readonly [second: number, lines: number]
}

/** A policy that remembers what it saw. */
export class Eye {
  /** What was seen, in full: lists of an observation must be read while deciding. */
  readonly looks: Observation[] = []
  readonly policy: Policy
  private readonly script: Script
  private toStart: readonly number[]
  private dropped = false

  constructor(script: Script = {}) {
    this.script = script
    this.toStart = script.startAt ?? []
    this.policy = {
      name: 'eye',
      initial: null,
      rhythm: script.rhythm ?? 0,
      decide: (state, seen) => {
        this.looks.push(whole(seen))
        const launches = this.launchesAt(seen)
        const because = {
          rule: 'eye',
          target: seen.ringing + launches,
          limitedBy: 'nothing',
        } as const
        return { state, launches, drops: this.dropsAt(seen.at), because }
      },
    }
  }

  private launchesAt({ at }: Observation): number {
    const due = this.toStart.filter(second => second * 1000 <= at).length
    this.toStart = this.toStart.slice(due)
    return due
  }

  private dropsAt(at: number): number {
    const [second, lines] = this.script.dropAt ?? [Infinity, 0]
    if (this.dropped || at < second * 1000) return 0
    this.dropped = lines !== Infinity
    return lines
  }

  /** The last look. */
  get last(): Observation {
    return this.looks.at(-1)!
  }

  /** All news, in order. */
  get news(): readonly News[] {
    return this.looks.flatMap(look => look.news)
  }

  /** All news of some kinds. */
  newsOf(...kinds: readonly News['kind'][]): readonly News[] {
    return this.news.filter(one => kinds.includes(one.kind))
  }
}

function whole(seen: Observation): Observation {
  const { at, hour, free, busy, ringing, waiting, room, budget, news, departures } = seen
  const { spareLines, ringingSince, talkingSince, wrappingSince } = seen
  const counts = { at, hour, free, busy, ringing, waiting, room, budget, news, departures }
  return { ...counts, spareLines, ringingSince, talkingSince, wrappingSince }
}
