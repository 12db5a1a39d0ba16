import type { Duration } from '../../base/duration.ts'
import type { AttemptId, OperatorId } from '../../base/id.ts'
import type { Random } from '../../base/random.ts'
import type { CallbackWish, CardAnswers } from '../../campaign/card.ts'
import type { CardView } from '../../desk/port.ts'

/** What a card is closed with. */
export interface FilledCard {
  readonly answers: CardAnswers
  readonly disposition: string
  readonly callback?: CallbackWish
}

/** Who is at the other end, as the operator hears it. */
export type Heard = 'person' | 'machine'

/**
 * Something an operator does beside the job, `after` this long into what they are doing.
 *
 * - `vanishes`: the screen goes away without a word.
 * - `asksBreak`: asks for a break; in a call it starts after the card.
 * - `forgets`: does nothing any more with this card.
 */
export interface Lapse {
  readonly kind: 'vanishes' | 'asksBreak' | 'forgets'
  readonly after: Duration
  /** How long until they are back at work, once they are away. */
  readonly back: Duration
}

/** How the operators of a floor work. Asked once for each thing they do. */
export interface Habits {
  /** How long an operator talks before hanging up; null leaves the end to the callee. */
  talk(attempt: AttemptId): Duration | null
  /** From the end of the call to the closed card. */
  wrapUp(attempt: AttemptId): Duration
  /** Preview: how long the card is read before the call is started. */
  reading(): Duration
  /** What the card is closed with. */
  fill(attempt: AttemptId, card: CardView): FilledCard
  /** Whether the draft of a card is saved when its call ends. */
  readonly savesDrafts: boolean
  /** What else an operator does now that they are reserved, or talk; null: nothing. */
  lapse(operator: OperatorId, doing: 'reserved' | 'talk'): Lapse | null
  /** How long an operator takes to come back from a break that somebody else has put them on. */
  awakening(): Duration
}

/** The streams of a first, second, third … thing of one kind. */
export function numbered(random: Random): () => Random {
  let n = 0
  return () => random.fork(String(n++))
}
