import type {
  CardAnswers,
  CardView,
  DeskMessage,
  DeskNotice,
  OperatorStateName,
} from '../../app/desks/desk-client.ts'

/** What an operator's screen knows. */
export interface Seen {
  readonly state: OperatorStateName
  /** Titles of campaigns by id. */
  readonly titles: ReadonlyMap<string, string>
  /** The card in hand, as it is filled in so far. */
  readonly card: OpenCard | null
  /** Lines that ring for the campaign they are reserved for; null: they are not. */
  readonly ringing: number | null
}

/** A card in hand. */
export interface OpenCard {
  readonly attempt: string
  readonly phase: 'preview' | 'dialing' | 'talking' | 'guest' | 'wrapUp'
  readonly view: CardView
  readonly answers: CardAnswers
}

/** As they sit down. */
export const NOTHING_SEEN: Seen = {
  state: 'signedOut',
  titles: new Map(),
  card: null,
  ringing: null,
}

/** What a screen knows after a message. Pure. */
export function see(seen: Seen, message: DeskMessage): Seen {
  if ('desk' in message) {
    const { state, campaigns } = message.desk
    return { ...seen, state, titles: new Map(campaigns.map(({ id, title }) => [id, title])) }
  }
  if ('ringing' in message) return { ...seen, ringing: message.ringing.lines }
  return 'notice' in message ? notice(seen, message.notice) : seen
}

function notice(seen: Seen, said: DeskNotice): Seen {
  const { card } = seen
  switch (said.kind) {
    case 'state': {
      const { state } = said
      const ringing = state === 'reserved' ? seen.ringing : null
      // The card of a call that was never theirs goes with the reservation.
      const isGone = state === 'free' || (state === 'signedOut' && card?.phase !== 'wrapUp')
      return { ...seen, state, ringing, card: isGone ? null : card }
    }
    case 'card': {
      const { attempt, phase, card: view } = said
      // What was filled in already is not undone by the same card shown again.
      const answers = card?.attempt === attempt ? card.answers : view.answers
      return { ...seen, card: { attempt, phase, view, answers } }
    }
    case 'callEnded':
      return card?.attempt === said.attempt ? { ...seen, card: { ...card, phase: 'wrapUp' } } : seen
    case 'cardClosed':
    case 'cardHandedOn':
      return card?.attempt === said.attempt ? { ...seen, card: null } : seen
    case 'released':
      return { ...seen, ringing: null }
    default:
      return seen
  }
}
