import type { CallEvent, LegEvent } from '../../telephony/call-event.ts'
import { offer } from '../calls/match.ts'
import { heard } from '../capacity/trunk-gate.ts'
import type { AttemptRun, Core } from '../core.ts'
import { allot } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'

/** What the network says. */
export function onTelephony(core: Core, event: CallEvent | LegEvent): void {
  if (event.kind === 'operatorUp') return onOperatorUp(core, event.operator)
  if (event.kind === 'operatorDown') return onOperatorDown(core, event)
  const run = core.attempts.get(event.attempt)
  if (run === undefined) return
  hearTrunk(core, run, event)
  core.dispatch(run, { kind: 'call', event })
}

/** The first word of the carrier on a call tells whether it has room. */
function hearTrunk(core: Core, run: AttemptRun, event: CallEvent): void {
  if (run.heard || run.trunk === null) return
  const congested = event.kind === 'ended' && event.cause === 'congestion'
  const told =
    congested || event.kind === 'ringing' || event.kind === 'answered' || event.kind === 'ended'
  if (!told) return
  run.heard = true
  run.trunk.gate = heard(run.trunk.gate, congested, core.now)
  if (congested) run.trunk.congested++
}

function onOperatorUp(core: Core, id: string): void {
  const run = core.operators.get(id)
  if (run === undefined || run.campaigns.length === 0) return
  run.legUp = true
  const [only] = run.campaigns
  if (run.campaigns.length === 1 && only !== undefined)
    allot(core, run, core.campaigns.get(only) ?? null)
  if (tellOperator(core, run, { kind: 'signedIn' })) offer(core, run)
  showRestoredCard(core, id)
}

/** An operator who comes back to an open card sees it at once, as they left it. */
export function showRestoredCard(core: Core, id: string): void {
  const state = core.operators.get(id)?.operator.state
  if (state?.name !== 'wrapUp') return
  const session = core.cards.get(state.attempt)
  if (session === undefined) return
  const card = { ...session.view, answers: session.answers }
  core.desk.show(id, { kind: 'card', attempt: state.attempt, phase: 'wrapUp', card })
}

function onOperatorDown(core: Core, event: Extract<LegEvent, { kind: 'operatorDown' }>): void {
  const run = core.operators.get(event.operator)
  if (run === undefined) return
  run.legUp = false
  if (event.why !== 'asked') vanish(core, event.operator, 'phone')
}

/** An operator is not there any more: whoever they talk to goes to somebody else, or hears the message. */
export function vanish(core: Core, id: string, why: 'gone' | 'phone'): void {
  const run = core.operators.get(id)
  if (run === undefined) return
  const { state } = run.operator
  const bound = run.bound
  tellOperator(core, run, { kind: 'vanished', why })
  if (bound?.attempt.state.name === 'preview') core.dispatch(bound, { kind: 'takenBack' })
  if (state.name !== 'talking') return
  const attempt = core.attempts.get(state.attempt)
  if (attempt !== undefined) core.dispatch(attempt, { kind: 'operatorGone', operator: id })
}
