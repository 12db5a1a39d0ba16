import type { AttemptId, OperatorId } from '../../base/id.ts'
import { validateCard } from '../../campaign/card-rules.ts'
import { numberProblems } from '../../campaign/incoming/number-problems.ts'
import {
  isNumberLike,
  NO_TRANSFERS,
  placeOutside,
} from '../../campaign/transfers/transfer-rules.ts'
import type { DeskAction } from '../../desk/port.ts'
import type { Core } from '../core.ts'
import type { DeskInput } from '../inbox.ts'

/**
 * Where operators' acts come in. What they typed stays here, with the cards; what goes on into the
 * engine's inbox are ids and dispositions. A card that cannot be closed as it is filled is sent
 * back with everything that is wrong about it, and nothing of it is lost.
 */
export function deskDoor(core: Core): (action: DeskAction) => void {
  return action => {
    switch (action.kind) {
      case 'saveCard': {
        const session = core.cards.get(action.attempt)
        if (session?.operator === action.operator && !session.closing)
          session.answers = action.answers
        const { operator, attempt } = action
        return core.enqueue({ from: 'desk', action: { kind: 'saveCard', operator, attempt } })
      }
      case 'closeCard':
        return onClose(core, action)
      case 'invite':
      case 'transfer':
        return core.enqueue({ from: 'desk', action: whomOf(core, action) })
      default:
        return core.enqueue({ from: 'desk', action })
    }
  }
}

/** Who is no operator is somebody outside: the inbox knows them by their place, not by number. */
function whomOf(
  core: Core,
  action: Extract<DeskAction, { kind: 'invite' | 'transfer' }>,
): DeskInput {
  const { operator, attempt, kind: act, to: typed } = action
  const call = core.attempts.get(attempt)
  if (call === undefined || core.operators.has(typed)) return action
  const to = placeOutside(call.campaign.campaign.transfers ?? NO_TRANSFERS, typed)
  const isName = to === null && !isNumberLike(typed)
  return isName ? action : { kind: 'outside', operator, attempt, act, to }
}

function onClose(core: Core, action: Extract<DeskAction, { kind: 'closeCard' }>): void {
  const { operator, attempt, disposition } = action
  const session = core.cards.get(attempt)
  if (session === undefined || session.operator !== operator || session.closing) return
  session.answers = action.answers
  const { definition, dispositions } = session.view
  const state = core.operators.get(operator)?.operator
  const inHand = state?.state.name === 'wrapUp' && state.state.attempt === attempt
  const callback = action.callback ?? null
  const now = core.timeline.wall()
  const problems = inHand
    ? [
        ...validateCard(definition, dispositions, action.answers, disposition, callback, now),
        ...numberProblems(session.contact, dispositions, disposition),
      ]
    : [{ field: 'disposition', problem: notInHand(core, operator, attempt) }]
  if (problems.length > 0) {
    core.desk.show(operator, { kind: 'cardRefused', attempt, problems })
    return core.enqueue({ from: 'desk', action: { kind: 'saveCard', operator, attempt } })
  }
  core.enqueue({
    from: 'desk',
    action: { kind: 'closeCard', operator, attempt, disposition, callback },
  })
}

/** What keeps an open card of theirs from being closed now, as a sentence. */
function notInHand(core: Core, operator: OperatorId, attempt: AttemptId): string {
  const state = core.operators.get(operator)?.operator.state
  switch (state?.name) {
    case 'talking':
      return state.attempt === attempt
        ? 'The call is still on. End it, then close the card.'
        : 'You are in another call. This card comes back after it.'
    case 'wrapUp':
      return 'Another card comes first. Close that one: this one comes after it.'
    case 'break':
      return 'You are on a break. End it, then close the card.'
    case 'free':
    case 'reserved':
      return notYet(core, attempt)
    default:
      return 'You are not at work. Sign in, then close the card.'
  }
}

function notYet({ cards, attempts }: Core, attempt: AttemptId): string {
  if (!cards.get(attempt)?.live) return 'Nobody has answered yet: there is no call to close.'
  if (attempts.has(attempt)) return 'Its call goes on without you. Wait until that is over.'
  return 'A line rings for you. This card comes back after it.'
}
