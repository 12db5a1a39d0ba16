import type {
  Act,
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
  /** Whether the call of their phone was lost, and is being put right. */
  readonly phoneLost: boolean
  /** Whether they asked for a recording, and it has not been said what came of it. */
  readonly recordingAsked: boolean
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
  phoneLost: false,
  recordingAsked: false,
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
      return card?.attempt === said.attempt
        ? { ...seen, recordingAsked: false, card: { ...card, phase: 'wrapUp' } }
        : seen
    case 'cardClosed':
    case 'cardHandedOn':
      return card?.attempt === said.attempt ? { ...seen, card: null } : seen
    case 'released':
      return { ...seen, ringing: null }
    case 'phone':
      return { ...seen, phoneLost: isLost(seen, said.phone) }
    case 'recording':
      return said.recording === 'off' ? seen : { ...seen, recordingAsked: false }
    default:
      return seen
  }
}

/** What a screen knows when acts have been asked for. Pure. */
export function asked(seen: Seen, acts: readonly Act[]): Seen {
  const act = acts.find(one => one.kind === 'record')?.act
  return act === undefined ? seen : { ...seen, recordingAsked: BEGIN.some(one => one === act) }
}

/** What has a recording begin, or go on. */
const BEGIN = ['start', 'resume', 'consent'] as const

/** Their phone is called again for that, or asked within its call: which of them is not told. */
const isLost = ({ phoneLost }: Seen, phone: PhoneState): boolean =>
  phone === 'lost' || (phone === 'rings' && phoneLost)

/** The phone notice's own states; see the port of desks. */
type PhoneState = Extract<DeskNotice, { kind: 'phone' }>['phone']
