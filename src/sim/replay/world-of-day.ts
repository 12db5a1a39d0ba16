import type { Distribution } from '../../base/distribution.ts'
import { type Duration, hours } from '../../base/duration.ts'
import { seededRandom } from '../../base/random.ts'
import type { RecordedDay, Seen } from '../recording/recorded-day.ts'
import { CALLEE_KINDS, type CalleeKind, type Shares, type World } from '../world/world.ts'
import { completeCalls, type WholeCall } from './complete-calls.ts'
import { Survival } from './survival.ts'

/** So many lengths stand for all of a kind: their quantiles, each as likely as any other. */
const QUANTILES = 100

/** What of a day is enough to make a world of it. */
export type Evidence = Pick<
  RecordedDay,
  'campaign' | 'start' | 'length' | 'limits' | 'trunk' | 'calls' | 'talks' | 'wrapUps' | 'shifts'
>

/**
 * The world a recorded day looks like: its setting, and the shares and lengths that were seen, by
 * the hour. It tells policies what their manager would, and lets those that must know the truth
 * know it; the replay itself deals the recorded calls one by one.
 */
export function worldOf(day: Evidence): World {
  const { campaign, start, length, limits, trunk, talks, wrapUps } = day
  const calls = completeCalls(day.calls, seededRandom(1))
  const ring = (...fates: readonly WholeCall['fate'][]) =>
    like(calls.filter(({ fate }) => fates.includes(fate)).map(({ rang }) => rang))
  return {
    name: `${campaign}, recorded ${new Date(start).toISOString().slice(0, 10)}`,
    day: { start, length, warmUp: 0 },
    operators: { profile: presence(day), leave: 'after_call' },
    callee: {
      shares: sharesByHour(calls),
      ring: {
        human: ring('person'),
        machine: ring('machine'),
        busy: ring('busy', 'refused'),
        invalid: ring('invalid'),
        congestion: ring('congestion'),
        unanswered: ring('unanswered'),
      },
      patience: like(calls.filter(({ fate }) => fate === 'person').map(one => one.patience)),
    },
    talk: lengths(talks.person),
    machineTalk: lengths(talks.machine),
    wrap: lengths(wrapUps),
    trunk: {
      lines: Math.max(1, ...trunk.lines.map(({ lines }) => lines)),
      callsPerSecond: trunk.callsPerSecond,
      faults: [],
    },
    limits,
    contacts: null,
  }
}

/** In the world's words, by hour; who declines is as good as busy. */
function sharesByHour(calls: readonly WholeCall[]): World['callee']['shares'] {
  const byHour = Map.groupBy(calls, ({ at }) => Math.floor(at / hours(1)))
  const shares = [...byHour].map(([hour, its]) => ({ from: hours(hour), shares: sharesOf(its) }))
  const [first] = shares
  return first === undefined || first.from === 0 ? shares : [{ ...first, from: 0 }, ...shares]
}

function sharesOf(calls: readonly WholeCall[]): Shares {
  const share = (kind: CalleeKind) =>
    calls.filter(({ fate }) => KINDS[fate] === kind).length / calls.length
  return Object.fromEntries(CALLEE_KINDS.map(kind => [kind, share(kind)])) as Record<
    CalleeKind,
    number
  >
}

const KINDS: Readonly<Record<WholeCall['fate'], CalleeKind | 'unanswered'>> = {
  person: 'human',
  machine: 'machine',
  busy: 'busy',
  invalid: 'invalid',
  refused: 'busy',
  congestion: 'congestion',
  unanswered: 'unanswered',
}

/** How many were at work after each step of the day. */
function presence({ shifts }: Evidence): World['operators']['profile'] {
  const there = new Set<string>()
  const counts = new Map<Duration, number>([[0, 0]])
  for (const { at, operator, act } of shifts) {
    if (act.kind === 'leaveAt') continue
    if (act.kind === 'signIn' || act.kind === 'ready') there.add(operator)
    else there.delete(operator)
    counts.set(at, there.size)
  }
  return [...counts].map(([at, count]) => ({ at, count, announced: 0 }))
}

/** Lengths as they were seen; those that were cut go on as longer ones did. */
function lengths(seen: readonly Seen[]): Distribution {
  const random = seededRandom(1)
  const survival = new Survival(
    seen,
    one => one.length,
    one => one.whole,
  )
  const whole = seen.map(one => (one.whole ? one : (survival.beyond(one.length, random) ?? one)))
  return like(whole.map(one => one.length))
}

/** Lengths in ms as a distribution in seconds. */
function like(values: readonly Duration[]): Distribution {
  const sorted = values.map(ms => Math.min(ms, LONGEST) / 1000).sort((a, b) => a - b)
  if (sorted.length === 0) return { dist: 'fixed', value: 0 }
  const size = Math.min(QUANTILES, sorted.length)
  const at = (n: number) => sorted[Math.floor(((n + 0.5) / size) * sorted.length)]!
  return {
    dist: 'mixture',
    of: Array.from({ length: size }, (_, n) => ({ dist: 'fixed', value: at(n), weight: 1 })),
  }
}

/** What goes on for ever is written as a day. */
const LONGEST = hours(24)
