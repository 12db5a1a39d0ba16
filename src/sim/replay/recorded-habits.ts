import type { Clock } from '../../base/clock.ts'
import { type Duration, hours } from '../../base/duration.ts'
import type { AttemptId } from '../../base/id.ts'
import type { Random } from '../../base/random.ts'
import { cardFiller } from '../floor/card-filler.ts'
import { type Habits, type Heard, numbered } from '../floor/habits.ts'
import { hearing } from '../floor/hearing.ts'
import type { RecordedDay, Seen } from '../recording/recorded-day.ts'
import { Deck } from './deck.ts'
import { Survival } from './survival.ts'

/** Breaks end when the recording says so. */
const NEVER = hours(100_000)

/** The operators of a recorded day: each talk and wrap-up is the next of its quarter of an hour. */
export function recordedHabits(
  day: RecordedDay,
  clock: Clock,
  random: Random,
  hears: (attempt: AttemptId) => Heard,
): Habits {
  const ears = hearing(hears)
  const lengths = (seen: readonly Seen[], name: string) =>
    dealer(seen, day, clock, numbered(random.fork(name)))
  const talks = {
    person: lengths(day.talks.person, 'talk'),
    machine: lengths(day.talks.machine, 'machine talk'),
  }
  const wrapUps = lengths(day.wrapUps, 'wrap-up')
  return {
    talk: attempt => talks[ears.listen(attempt)](),
    wrapUp: () => wrapUps(),
    reading: () => 0,
    fill: cardFiller(clock, random.fork('cards'), attempt => ears.recall(attempt)),
    savesDrafts: false,
    lapse: () => null,
    awakening: () => NEVER,
  }
}

/** Deals lengths by the time of day; one that was cut goes on as longer ones did. */
function dealer(
  seen: readonly Seen[],
  day: RecordedDay,
  clock: Clock,
  next: () => Random,
): () => Duration {
  const deck = new Deck(seen, day.start)
  const survival = new Survival(
    seen,
    one => one.length,
    one => one.whole,
  )
  return () => {
    const random = next()
    const dealt = deck.deal(clock.monotonic(), random)
    if (dealt === null || dealt.whole) return dealt?.length ?? 0
    return (survival.beyond(dealt.length, random) ?? dealt).length
  }
}
