import type { Duration, Instant } from '../base/duration.ts'
import type { AttemptId, OperatorId } from '../base/id.ts'
import type { CardAnswers } from '../campaign/card.ts'
import type { Contact } from '../campaign/contact.ts'
import type { CardView } from './port.ts'

/** A card on somebody's screen, or waiting for its operator to come back. */
export interface CardSession {
  readonly view: CardView
  /** The contact as it was before this attempt. */
  readonly contact: Contact
  /** Which of its phones was called. */
  readonly position: number
  /** Who has it now, or had it last. */
  operator: OperatorId
  answers: CardAnswers
  /** Fields filled in earlier that the card has no more: what was in them is left out. */
  readonly leftOut: readonly string[]
  /**
   * True once the person and an operator heard each other: from then on it must be closed by a
   * person.
   */
  live: boolean
  /** True from the moment the operator closed it until the store has it. */
  closing: boolean
  /** The moment of the answer that counts as a connection in the budget, or null: none does. */
  counted: Instant | null
  /** How long it rang before the answer, or null: it is not known any more. */
  rang: Duration | null
  /** How long whoever answered was without an operator; 0: one was free. */
  waited: Duration
}

/**
 * The open cards with what has been filled in so far. Answers stay here and in the store: they are
 * no part of what the engine decides on, and so of no recording.
 */
export type Cards = Map<AttemptId, CardSession>

/** What the store is to keep of a card as it stands. */
export function draftOf(attempt: AttemptId, { view, contact, operator, answers }: CardSession) {
  const { campaign } = view
  return { kind: 'card', attempt, contact: contact.id, campaign, operator, answers } as const
}

/** A card as it stands, for the screen of whoever comes to it. */
export function viewOf({ view, answers }: CardSession): CardView {
  return { ...view, answers }
}
