import { type Duration, seconds } from '../../../src/base/duration.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import type { CallEvent, LegEvent } from '../../../src/telephony/call-event.ts'
import {
  createVirtualExchange,
  type VirtualExchange,
  type VirtualExchangeOptions,
} from '../../../src/telephony/virtual/exchange.ts'
import type { CalleeScript } from '../../../src/telephony/virtual/script.ts'

/** An exchange on virtual time, with what it told. */
export interface Setup {
  readonly timeline: VirtualTimeline
  readonly exchange: VirtualExchange
  /** Each event with the time it came. */
  readonly told: readonly (readonly [number, CallEvent | LegEvent])[]
  call(attempt: string, to?: string, ringLimit?: Duration): void
  /** The story of an attempt or an operator as `time kind`. */
  story(id: string): readonly string[]
  last(attempt: string): CallEvent | undefined
  advance(time: Duration): void
  /** Lets everything happen that is planned. */
  finish(): void
}

/** @returns an exchange of one trunk `main` of 10 lines on which everyone follows `script`. */
export function setup(
  script: CalleeScript | VirtualExchangeOptions['callees'],
  options: Partial<Omit<VirtualExchangeOptions, 'timeline' | 'callees'>> = {},
): Setup {
  const timeline = new VirtualTimeline(0)
  const exchange = createVirtualExchange({
    timeline,
    random: seededRandom(1),
    callees: 'script' in script ? script : { script: () => script },
    trunks: [{ id: 'main', lines: 10, callsPerSecond: 10 }],
    ...options,
  })
  const told: [number, CallEvent | LegEvent][] = []
  exchange.events$.subscribe(event => told.push([timeline.monotonic(), event]))
  const idOf = (event: CallEvent | LegEvent) =>
    'attempt' in event ? event.attempt : event.operator
  return {
    timeline,
    exchange,
    told,
    call: (attempt, to = '+12125550100', ringLimit = seconds(25)) =>
      exchange.originate(attempt, { to, from: '+12125550199', trunk: 'main', ringLimit }),
    story: id =>
      told.filter(([, event]) => idOf(event) === id).map(([at, event]) => `${at} ${event.kind}`),
    last: attempt =>
      told.map(([, event]) => event).findLast(event => idOf(event) === attempt) as
        | CallEvent
        | undefined,
    advance: time => advance(timeline, time),
    finish: () => {
      while (timeline.step());
    },
  }
}

/** Lets this much virtual time pass, with everything that falls into it. */
export function advance(timeline: VirtualTimeline, time: Duration): void {
  const end = timeline.monotonic() + time
  for (let next = timeline.nextAt(); next !== undefined && next <= end; next = timeline.nextAt())
    timeline.step()
  timeline.advanceTo(end)
}
