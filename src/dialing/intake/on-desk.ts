import { assert, never } from '../../base/assert.ts'
import type { Instant } from '../../base/duration.ts'
import type { AttemptId, CampaignId, OperatorId } from '../../base/id.ts'
import { draftOf } from '../../desk/cards.ts'
import { NOT_RESPONDING } from '../../desk/operator.ts'
import { campaignOf, closeCard } from '../calls/close-card.ts'
import { offer } from '../calls/match.ts'
import type { Core, OperatorRun } from '../core.ts'
import { announceLeave } from '../feed/departures.ts'
import type { DeskInput } from '../inbox.ts'
import { arrive } from '../operators/arrive.ts'
import { bringUp } from '../operators/bring-up.ts'
import { hangUpCall } from '../operators/hang-up-call.ts'
import { knowPhone } from '../operators/know-phone.ts'
import { vanish } from '../operators/lose-leg.ts'
import { isAwaited, isReachable } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'
import { stepRecordingOf } from '../recording/follow-recording.ts'
import { onAct } from './on-act.ts'

/** What an operator does. Anything that does not fit their state changes nothing. */
export function onDesk(core: Core, action: DeskInput): void {
  const run = core.operators.get(action.operator)
  if (run === undefined) return
  switch (action.kind) {
    case 'signIn':
      return signIn(core, run, action.campaigns)
    case 'signOut':
      return signOut(core, run)
    case 'gone':
      return gone(core, run)
    case 'phoneKnown':
      return knowPhone(core, run, action.isThere)
    case 'ready':
      return ready(core, run)
    case 'break':
      return takeBreak(core, run, action.reason, 'operator')
    case 'leaveAt':
      return leaveAt(core, run, action.at)
    case 'startCall':
      return startCall(core, run, action.attempt)
    case 'saveCard':
      return saveCard(core, run, action.attempt)
    case 'closeCard':
      tellOperator(core, run, { kind: 'acted' })
      return hasOperator(core, action.attempt) ? undefined : closeCard(core, action)
    case 'extendWrapUp':
      return extendWrapUp(core, run, action.attempt)
    case 'hangUp':
      return hangUp(core, run, action.attempt)
    case 'hold':
    case 'mute':
    case 'sendDigits':
    case 'invite':
    case 'dismiss':
    case 'transfer':
    case 'outside':
      return onAct(core, run, action)
    case 'record':
      return record(core, run, action)
    default:
      return never(action)
  }
}

function signIn(core: Core, run: OperatorRun, campaigns: readonly CampaignId[]): void {
  if (run.operator.state.name !== 'signedOut') return
  run.campaigns = campaigns.filter(id => core.campaigns.has(id))
  if (run.campaigns.length === 0) {
    const why = 'none of your campaigns is running'
    return core.desk.show(run.id, { kind: 'state', state: 'signedOut', why })
  }
  run.allotted = null
  if (run.leg === 'callback') arrive(core, run, 'signIn')
  else bringUp(core, run, 'signIn')
}

function signOut(core: Core, run: OperatorRun): void {
  leaveBeforeIn(core, run)
  tellOperator(core, run, { kind: 'signedOut', awaited: isAwaited(run) })
}

/**
 * The network takes the operator's leg off the person before the person can be given to another.
 */
function gone(core: Core, run: OperatorRun): void {
  leaveBeforeIn(core, run)
  const { name } = run.operator.state
  if (name === 'signedOut') return
  run.gone = true
  if (name === 'talking') core.telephony.operatorDown(run.id)
  else vanish(core, run)
}

/** Whoever leaves while their phone is being brought up is not signed in by it. */
function leaveBeforeIn(core: Core, run: OperatorRun): void {
  if (run.coming === null) return
  run.coming = null
  if (run.operator.state.name === 'signedOut') core.telephony.operatorDown(run.id)
}

/** A break, now or after the task in hand or the line that rings for them. */
export function takeBreak(
  core: Core,
  run: OperatorRun,
  reason: string,
  by: 'operator' | 'system' | 'supervisor',
): void {
  if (run.coming === 'ready') run.coming = null
  tellOperator(core, run, { kind: 'breakAsked', reason, by, awaited: isAwaited(run) })
}

function ready(core: Core, run: OperatorRun): void {
  // A phone that was lost has to be brought up again before its operator can be given anyone.
  const needsPhone = run.leg === 'held' && !isReachable(run)
  if (needsPhone && run.operator.state.name === 'break') return bringUp(core, run, 'ready')
  const { state, memory: before } = run.operator
  if (tellOperator(core, run, { kind: 'ready' })) offer(core, run)
  const { breakAsked, signOutAsked } = run.operator.memory
  const isTakenBack = breakAsked !== before.breakAsked || signOutAsked !== before.signOutAsked
  if (run.operator.state === state && !isTakenBack) sayWhere(core, run)
}

/** Nothing came of *ready*: the operator is told where they stand. */
function sayWhere(core: Core, { id, operator: { state } }: OperatorRun): void {
  const { name } = state
  if (name === 'reserved') {
    const { campaign, attempt } = state
    return core.desk.show(id, { kind: 'reserved', campaign, attempt })
  }
  const why = name === 'wrapUp' ? CLOSE_FIRST : name === 'signedOut' ? SIGN_IN_FIRST : null
  core.desk.show(id, { kind: 'state', state: name, why })
}

/** Why an operator who asks for something stays where they are; screens may translate it. */
const CLOSE_FIRST = 'close the card first'
const SIGN_IN_FIRST = 'sign in first'
const NO_WRAP_UP = 'there is no wrap-up of this card to extend'
const NO_LIMIT = 'there is no limit to extend'
const NO_MORE_TIME = 'it cannot be extended once more'

/** Whoever is not at work, nor on the way there, leaves nobody. */
function leaveAt(core: Core, run: OperatorRun, at: Instant | null): void {
  if (run.operator.state.name === 'signedOut' && run.coming === null) return
  tellOperator(core, run, { kind: 'acted' })
  announceLeave(core, run, at === null ? null : core.now + (at - core.wall))
}

function startCall(core: Core, run: OperatorRun, attempt: AttemptId): void {
  const bound = run.bound
  if (bound?.id !== attempt || bound.attempt.state.name !== 'preview') return
  tellOperator(core, run, { kind: 'acted' })
  core.dispatch(bound, { kind: 'startCall' })
}

function saveCard(core: Core, run: OperatorRun, attempt: AttemptId): void {
  tellOperator(core, run, { kind: 'acted' })
  const session = core.cards.get(attempt)
  if (session === undefined || !session.live || session.closing || session.operator !== run.id)
    return
  core.journal.push({ ...draftOf(attempt, session), at: core.wall })
}

function extendWrapUp(core: Core, run: OperatorRun, attempt: AttemptId): void {
  const { state } = run.operator
  const refuse = (why: string) => core.desk.show(run.id, { kind: 'state', state: state.name, why })
  if (state.name !== 'wrapUp' || state.attempt !== attempt) return refuse(NO_WRAP_UP)
  if (state.until === null) return refuse(NO_LIMIT)
  const session = core.cards.get(attempt)
  assert(session !== undefined, 'whoever wraps up has a card')
  const { extension: by, extensionsMax: max } = campaignOf(core, session).campaign.wrapUp
  tellOperator(core, run, { kind: 'extended', by, max })
  const after = run.operator.state
  if (after === state || after.name !== 'wrapUp' || after.until === null)
    return refuse(NO_MORE_TIME)
  core.desk.show(run.id, { kind: 'wrapUpExtended', attempt, until: after.until })
}

function hangUp(core: Core, run: OperatorRun, attempt: AttemptId): void {
  const { state } = run.operator
  tellOperator(core, run, { kind: 'acted' })
  if (state.name === 'talking' && state.attempt === attempt) hangUpCall(core, run)
}

/** Whether the person of a card is with an operator, or sought for: whoever has them closes it. */
function hasOperator({ attempts }: Core, attempt: AttemptId): boolean {
  const state = attempts.get(attempt)?.attempt.state.name ?? 'over'
  return ['seeking', 'joining', 'talking', 'handing'].includes(state)
}

function record(
  core: Core,
  run: OperatorRun,
  { attempt, act }: Extract<DeskInput, { kind: 'record' }>,
): void {
  const { state } = run.operator
  tellOperator(core, run, { kind: 'acted' })
  if (state.name !== 'talking' || state.attempt !== attempt) return
  const call = core.attempts.get(attempt)
  if (call !== undefined) stepRecordingOf(core, call, { kind: 'act', act, by: run.id })
}

/** The wrap-up is past its limit, and nobody asked for more: the operator is taken to be away. */
export function onWrapUpLimit(core: Core, id: OperatorId, attempt: AttemptId): void {
  const run = core.operators.get(id)
  if (run === undefined || core.cards.get(attempt)?.closing) return
  tellOperator(core, run, { kind: 'wrapUpLimit' })
}

/** A card was read for as long as the campaign allows and no call was started. */
export function onPreviewLimit(core: Core, attempt: AttemptId): void {
  const run = core.attempts.get(attempt)
  if (run?.attempt.state.name !== 'preview' || run.bound === null) return
  takeBreak(core, run.bound, NOT_RESPONDING, 'system')
}
