import { type Duration, hours, minutes } from '../../base/duration.ts'
import type { Random } from '../../base/random.ts'
import type {
  CalleeScript,
  Callees,
  DialedCall,
  Provisional,
} from '../../telephony/virtual/script.ts'
import type { RecordedDay } from '../recording/recorded-day.ts'
import type { DialObserver } from '../world/world-callees.ts'
import { completeCalls, type WholeCall } from './complete-calls.ts'
import { Deck } from './deck.ts'

/**
 * A recording is read for what came of calls, not for what was heard before: a phone that rings
 * does so at once.
 */
const AT_ONCE: Provisional = { trying: null, ringing: 0, earlyMedia: null }
/** Of a call that is refused nothing is heard before. */
const SILENT: Provisional = { trying: null, ringing: null, earlyMedia: null }

/**
 * The callees of a recorded day: each dial meets the next who was called in the same quarter of an
 * hour. Whether the carrier has room is a matter of the minute and not of the callee.
 */
export class RecordedCallees implements Callees {
  private readonly day: RecordedDay
  private readonly random: Random
  private readonly dialed: DialObserver
  private readonly reached: Deck<WholeCall>
  private readonly refused: Deck<WholeCall>
  private readonly carrier: ReadonlyMap<number, Minute>

  /** @param random the chance of this replay. */
  constructor(day: RecordedDay, random: Random, dialed: DialObserver) {
    const calls = completeCalls(day.calls, random.fork('completion'))
    const isCarriers = ({ fate }: WholeCall): boolean => fate === 'congestion'
    this.day = day
    this.random = random.fork('callees')
    this.dialed = dialed
    this.reached = new Deck(
      calls.filter(call => !isCarriers(call)),
      day.start,
    )
    this.refused = new Deck(calls.filter(isCarriers), day.start)
    this.carrier = carrierByMinute(calls)
  }

  script({ attempt, at: wall, dialedIndex }: DialedCall): CalleeScript {
    const at = wall - this.day.start
    const random = this.random.fork(String(dialedIndex))
    const call = this.next(at, random)
    this.dialed(attempt, KINDS[call.fate])
    const { fate, rang, patience } = call
    if (fate !== 'person' && fate !== 'machine') {
      const provisional = fate === 'unanswered' ? AT_ONCE : SILENT
      return { provisional, outcome: { kind: fate, after: Math.min(rang, LONGEST) } }
    }
    const callee = {
      by: fate,
      patience,
      // The operator ends the talk, whose length belongs to the hour and not to the callee.
      talk: null,
      leavesAfter: null,
      announcement: { kind: 'hangsUp', after: 0 },
    } as const
    return { provisional: AT_ONCE, outcome: { kind: 'answers', after: rang, callee } }
  }

  private next(at: Duration, random: Random): WholeCall {
    const minute = this.carrier.get(minuteOf(at))
    const refused = minute !== undefined && isRefused(minute, random)
    const first = refused ? this.refused : this.reached
    return first.deal(at, random) ?? NOBODY
  }
}

const NOBODY: WholeCall = { at: 0, fate: 'unanswered', rang: Infinity, patience: 0 }

/** The figures of a day know no callees who decline: they count them with those who let it ring. */
const KINDS = {
  person: 'human',
  machine: 'machine',
  busy: 'busy',
  invalid: 'invalid',
  refused: 'unanswered',
  congestion: 'congestion',
  unanswered: 'unanswered',
} as const

/** No ring limit is longer than this: a ring without end lasts until the limit. */
const LONGEST = hours(24)

const minuteOf = (at: Duration): number => Math.floor(at / minutes(1))

/** What the carrier said to the calls of one minute, in their order, and how many had it again. */
interface Minute {
  readonly refused: readonly boolean[]
  readonly share: number
  dealt: number
}

/** As many calls as the minute had meet what those met; more of them, by its share. */
function isRefused(minute: Minute, random: Random): boolean {
  const { refused, share } = minute
  if (minute.dealt < refused.length) return refused[minute.dealt++]!
  return random.fork('congestion').uniform() < share
}

function carrierByMinute(calls: readonly WholeCall[]): ReadonlyMap<number, Minute> {
  return new Map(
    [...Map.groupBy(calls, ({ at }) => minuteOf(at))].map(([minute, its]) => {
      const refused = its.map(({ fate }) => fate === 'congestion')
      const share = refused.filter(Boolean).length / its.length
      return [minute, { refused, share, dealt: 0 }]
    }),
  )
}
