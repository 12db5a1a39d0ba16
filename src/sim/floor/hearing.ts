import type { AttemptId } from '../../base/id.ts'
import type { Heard } from './habits.ts'

/** At most so many calls are remembered: more than a floor has cards open at once. */
const REMEMBERED_MAX = 10_000

/** What operators heard on their calls: it is still known when the card is filled in afterwards. */
export interface Hearing {
  /** Who is at the other end of a call that has just begun. */
  listen(attempt: AttemptId): Heard
  /** Who was at the other end. */
  recall(attempt: AttemptId): Heard
}

/** @param hears who is at the other end, as long as the call lasts. */
export function hearing(hears: (attempt: AttemptId) => Heard): Hearing {
  const heard = new Map<AttemptId, Heard>()
  return {
    listen(attempt) {
      const who = hears(attempt)
      heard.set(attempt, who)
      const [oldest] = heard.keys()
      if (heard.size > REMEMBERED_MAX && oldest !== undefined) heard.delete(oldest)
      return who
    },
    recall: attempt => heard.get(attempt) ?? hears(attempt),
  }
}
