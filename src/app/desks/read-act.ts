import type { CardAnswers, CardValue } from '../../campaign/card.ts'
import { RECORDING_ACTS } from '../../desk/port.ts'
import { type Unread, unread } from '../control/read-lines.ts'
import type { ActRead } from './protocol.ts'

/** The longest reason of a break that is kept. */
const REASON_MAX = 100

/**
 * Reads what a desk sends. What answers may be is for the card's rules; here they have the form of
 * answers.
 *
 * @param serves the campaigns whoever sits there may sign in to; all of them where none is named.
 * @returns the action, or what is wrong with the line.
 */
export function readAct(line: string, serves: readonly string[]): ActRead | string {
  const sent = unread(line)
  if (sent === null) return 'An action is one line of JSON.'
  const { kind, attempt } = sent
  switch (kind) {
    case 'signIn':
      return signIn(sent.campaigns ?? serves, serves)
    case 'signOut':
    case 'ready':
    case 'gone':
      return { kind }
    case 'break':
      return isText(sent.reason) ? { kind, reason: sent.reason.slice(0, REASON_MAX) } : INCOMPLETE
    case 'leaveAt':
      return isInstant(sent.at) ? { kind, at: sent.at } : INCOMPLETE
    case 'startCall':
    case 'extendWrapUp':
    case 'hangUp':
      return isText(attempt) ? { kind, attempt } : INCOMPLETE
    case 'hold':
    case 'mute':
      return isText(attempt) && typeof sent.on === 'boolean'
        ? { kind, attempt, on: sent.on }
        : INCOMPLETE
    case 'sendDigits':
      return isText(attempt) && isText(sent.digits)
        ? { kind, attempt, digits: sent.digits }
        : INCOMPLETE
    case 'dismiss':
      return isText(attempt) ? { kind, attempt } : INCOMPLETE
    case 'invite':
    case 'transfer':
      return isText(attempt) && isText(sent.to) ? { kind, attempt, to: sent.to } : INCOMPLETE
    case 'record': {
      const act = RECORDING_ACTS.find(one => one === sent.act)
      return isText(attempt) && act !== undefined ? { kind, attempt, act } : INCOMPLETE
    }
    case 'saveCard':
      return isText(attempt) && isAnswers(sent.answers)
        ? { kind, attempt, answers: sent.answers }
        : INCOMPLETE
    case 'closeCard':
      return closeCard(sent)
    default:
      return 'There is no such action.'
  }
}

const INCOMPLETE = 'The action does not say all it has to, or not as it should.'

function signIn(campaigns: unknown, serves: readonly string[]): ActRead | string {
  if (!Array.isArray(campaigns)) return INCOMPLETE
  const other = campaigns.find(one => !serves.includes(one))
  if (other === undefined) return { kind: 'signIn', campaigns }
  return `You do not serve ${JSON.stringify(other)}, or it is not run now.`
}

function closeCard({ attempt, answers, disposition, callback }: Unread): ActRead | string {
  if (!isText(attempt) || !isText(disposition) || !isAnswers(answers)) return INCOMPLETE
  const card = { kind: 'closeCard', attempt, answers, disposition } as const
  if (callback === undefined || callback === null) return card
  const { at, own } = callback as Unread
  if (typeof at !== 'number' || typeof own !== 'boolean') return INCOMPLETE
  return { ...card, callback: { at, own } }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const isInstant = (value: unknown): value is number | null =>
  value === null || (typeof value === 'number' && Number.isFinite(value))

const isAnswers = (value: unknown): value is CardAnswers =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(isAnswer)

const isAnswer = (value: unknown): value is CardValue =>
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every(one => typeof one === 'string'))
