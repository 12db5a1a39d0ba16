import type { Clock } from '../base/clock.ts'
import { minutes } from '../base/duration.ts'
import type { AttemptId, OperatorId } from '../base/id.ts'
import type { CallEvent, LegEvent } from '../telephony/call-event.ts'
import type { Doing } from './floor/departures.ts'
import type { Heard } from './floor/habits.ts'
import { abandonmentOf, type DayResult } from './result.ts'
import type { World } from './world/world.ts'
import type { DialKind } from './world/world-callees.ts'

/** What is going on at one moment, and what came of the day so far. */
export interface Standing {
  /** Ms since the day began. */
  readonly at: number
  readonly ringing: number
  /** People who answered and wait for an operator. */
  readonly waiting: number
  readonly operators: Readonly<Record<Exclude<Doing, 'away'>, number>>
  readonly connected: number
  readonly abandoned: number
}

/** The people of 15 minutes. */
export interface Quarter {
  readonly connected: number
  readonly abandoned: number
}

const QUARTER = minutes(15)

interface Line {
  readonly kind: DialKind
  answeredAt: number | null
  /** Whether it reached an operator. */
  joined: boolean
}

/**
 * Counts a day from outside the engine: who was really called, who answered, who was joined to an
 * operator, and what operators did. What the engine believes plays no part in it.
 */
export class Truth {
  private readonly clock: Clock
  private readonly world: World
  private readonly lines = new Map<AttemptId, Line>()
  private readonly operators = new Map<OperatorId, { doing: Doing; since: number }>()
  private readonly spent: Record<Doing, number> = { away: 0, idle: 0, talk: 0, wrap: 0, break: 0 }
  private readonly waits: number[] = []
  private readonly counts = {
    dialed: 0,
    answered: 0,
    connected: 0,
    abandoned: 0,
    machines: 0,
    cancelled: 0,
  }
  private readonly inQuarters: { connected: number; abandoned: number }[] = []
  private maxLines = 0

  /** @param clock its monotonic time is 0 when the day starts. */
  constructor(world: World, clock: Clock) {
    this.world = world
    this.clock = clock
  }

  /** A call was placed, and the world has decided what it comes to. */
  dialed(attempt: AttemptId, kind: DialKind): void {
    this.lines.set(attempt, { kind, answeredAt: null, joined: false })
    this.count('dialed')
    if (this.counting()) this.maxLines = Math.max(this.maxLines, this.lines.size)
  }

  /** Who an operator hears on a call. */
  hears(attempt: AttemptId): Heard {
    return this.lines.get(attempt)?.kind === 'machine' ? 'machine' : 'person'
  }

  /** The network's word on a call. */
  call(event: CallEvent | LegEvent): void {
    if (!('attempt' in event)) return
    const line = this.lines.get(event.attempt)
    if (line === undefined) return
    if (event.kind === 'answered') this.answered(line)
    if (event.kind === 'connected') this.joined(line)
    if (event.kind !== 'ended' && event.kind !== 'lost') return
    this.lines.delete(event.attempt)
    if (line.answeredAt === null && event.kind === 'ended' && event.cause === 'cancelled')
      this.count('cancelled')
    if (line.kind === 'human' && line.answeredAt !== null && !line.joined) this.count('abandoned')
  }

  /** An operator does something else from now on. */
  operator(operator: OperatorId, doing: Doing): void {
    this.settle(operator)
    this.operators.set(operator, { doing, since: this.now })
  }

  /** The day is over: states still open count up to now. */
  close(day: number): DayResult {
    for (const operator of this.operators.keys()) this.settle(operator)
    const { idle, talk, wrap } = this.spent
    const waits = this.waits.sort((a, b) => a - b)
    return {
      day,
      ...this.counts,
      operatorSec: (idle + talk + wrap) / 1000,
      idleSec: idle / 1000,
      talkSec: talk / 1000,
      wrapSec: wrap / 1000,
      maxLines: this.maxLines,
      answerToOperatorMsP50: percentile(waits, 0.5),
      answerToOperatorMsP99: percentile(waits, 0.99),
      overLimit: abandonmentOf(this.counts) > this.world.limits.abandonment,
    }
  }

  /** The day so far in pieces of 15 minutes from its start; those of the warm-up are empty. */
  get quarters(): readonly Quarter[] {
    return this.inQuarters
  }

  /** What is going on now. */
  standing(): Standing {
    const operators = { idle: 0, talk: 0, wrap: 0, break: 0 }
    for (const { doing } of this.operators.values()) if (doing !== 'away') operators[doing]++
    let [ringing, waiting] = [0, 0]
    for (const { answeredAt, joined } of this.lines.values()) {
      if (answeredAt === null) ringing++
      else if (!joined) waiting++
    }
    const { connected, abandoned } = this.counts
    return { at: this.now, ringing, waiting, operators, connected, abandoned }
  }

  private answered(line: Line): void {
    line.answeredAt = this.now
    if (line.kind === 'human') this.count('answered')
  }

  private joined(line: Line): void {
    if (line.joined || line.answeredAt === null) return
    line.joined = true
    const wait = this.now - line.answeredAt
    if (line.kind === 'machine') this.count('machines')
    else if (wait > this.world.limits.connectWithin) this.count('abandoned')
    else {
      this.count('connected')
      if (this.counting()) this.waits.push(wait)
    }
  }

  /** Adds up what the operator did since the last change, from the end of the warm-up on. */
  private settle(operator: OperatorId): void {
    const state = this.operators.get(operator)
    if (state === undefined) return
    const from = Math.max(state.since, this.world.day.warmUp)
    this.spent[state.doing] += Math.max(0, this.now - from)
    state.since = this.now
  }

  private count(what: keyof typeof this.counts): void {
    if (!this.counting()) return
    this.counts[what]++
    if (what !== 'connected' && what !== 'abandoned') return
    const { inQuarters } = this
    while (inQuarters.length <= this.now / QUARTER) inQuarters.push({ connected: 0, abandoned: 0 })
    inQuarters.at(-1)![what]++
  }

  private counting(): boolean {
    return this.now >= this.world.day.warmUp
  }

  private get now(): number {
    return this.clock.monotonic()
  }
}

/** The value that a share of the sorted values does not exceed (nearest rank); 0 of none. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}
