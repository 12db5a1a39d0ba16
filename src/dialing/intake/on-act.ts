import { never } from '../../base/assert.ts'
import type { OperatorId } from '../../base/id.ts'
import type { ActRefusal, CallAct, InCallAction } from '../../desk/port.ts'
import { type Capabilities, DIGITS } from '../../telephony/port.ts'
import type { AttemptRun, Core, OperatorRun } from '../core.ts'
import type { OutsideAction } from '../inbox.ts'
import { isIdle, isReachable } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'
import { askOutside, outsideRefusal } from '../outside/ask-outside.ts'

/** What an operator asks for, as it comes out of the inbox. */
type ActInput = InCallAction | OutsideAction

/** What the network must be able to do for it. */
const NEEDS = {
  hold: 'hold',
  mute: 'mute',
  sendDigits: 'digits',
  invite: 'invite',
  dismiss: 'invite',
  transfer: 'transfer',
  outside: 'outside',
} as const satisfies Record<
  ActInput['kind'],
  Capabilities['duringCall'] extends ReadonlySet<infer C> ? C : never
>

/** What an operator asks for in a call; what cannot be done is told to them, and why. */
export function onAct(core: Core, run: OperatorRun, action: ActInput): void {
  tellOperator(core, run, { kind: 'acted' })
  const why = refusalOf(core, run, action)
  const { attempt } = action
  if (why !== null)
    return core.desk.show(run.id, { kind: 'actRefused', attempt, act: actOf(action), why })
  const call = core.attempts.get(attempt)
  if (call !== undefined) act(core, call, run, action)
}

function act(core: Core, call: AttemptRun, by: OperatorRun, action: ActInput): void {
  switch (action.kind) {
    case 'hold':
      // Who has the person back while it rings elsewhere is to have both.
      if (!action.on) core.dispatch(call, { kind: 'outsideKept' })
      return core.telephony.hold(call.id, action.on)
    case 'mute':
      return core.telephony.mute(call.id, action.on)
    case 'sendDigits':
      return core.telephony.sendDigits(call.id, action.digits)
    case 'invite':
      return core.dispatch(call, { kind: 'guestAsked', guest: action.to })
    case 'dismiss':
      return core.dispatch(call, {
        kind: call.attempt.outside === null ? 'guestSent' : 'outsideSent',
      })
    case 'transfer':
      return core.dispatch(call, { kind: 'handOver', to: action.to })
    case 'outside':
      return askOutside(core, call, by, action)
    default:
      return never(action)
  }
}

function refusalOf(core: Core, run: OperatorRun, action: ActInput): ActRefusal | null {
  const call = core.attempts.get(action.attempt)
  const state = call?.attempt.state
  if (call === undefined || state?.name !== 'talking' || state.operator !== run.id)
    return 'notYours'
  if (!core.telephony.capabilities.duringCall.has(NEEDS[action.kind])) return 'cannot'
  switch (action.kind) {
    case 'sendDigits':
      return DIGITS.test(action.digits) ? null : 'noKeys'
    case 'dismiss':
      return state.guest === null && call.attempt.outside === null ? 'noGuest' : null
    case 'invite':
      return state.guest === null && call.attempt.outside === null
        ? awayOf(core, call, run.id, action.to)
        : 'guestThere'
    case 'transfer':
      return state.guest === action.to ? null : awayOf(core, call, run.id, action.to)
    case 'outside':
      return outsideRefusal(core, call, action)
    default:
      return null
  }
}

/** What keeps another operator from coming into a call now, or null. */
function awayOf(core: Core, call: AttemptRun, self: OperatorId, id: OperatorId): ActRefusal | null {
  const other = core.operators.get(id)
  if (other === undefined || id === self) return 'unknown'
  const { name } = other.operator.state
  if (name === 'signedOut' || !other.campaigns.includes(call.campaign.id)) return 'notServing'
  // Whoever a line rings for is left to the person who may answer it.
  return isIdle(other) && other.bound === null && isReachable(other) ? null : 'busy'
}

function actOf(action: ActInput): CallAct {
  if (action.kind === 'outside') return action.act
  if (action.kind === 'hold') return action.on ? 'hold' : 'resume'
  if (action.kind === 'mute') return action.on ? 'mute' : 'unmute'
  return action.kind === 'sendDigits' ? 'digits' : action.kind
}
