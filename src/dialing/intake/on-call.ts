import type { CallEvent, LegEvent } from '../../telephony/call-event.ts'
import { offer } from '../calls/match.ts'
import { heard } from '../capacity/trunk-gate.ts'
import type { AttemptRun, Core, OperatorRun } from '../core.ts'
import { allot } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'

/** What the network says. */
export function onTelephony(core: Core, event: CallEvent | LegEvent): void {
  if (event.kind === 'operatorUp') return onOperatorUp(core, event.operator)
  if (event.kind === 'operatorDown') return onOperatorDown(core, event)
  const run = core.attempts.get(event.attempt)
  if (run === undefined) return
  hearTrunk(core, run, event)
  if (event.kind === 'ringing' || event.kind === 'earlyMedia') run.ringsSince ??= core.now
  core.dispatch(run, { kind: 'call', event })
  if (event.kind !== 'connected') return
  const operator = core.operators.get(event.operator)
  // They were joined as the leg went down, and the news of that came first.
  if (operator?.legUp === false) vanish(core, operator)
}

/** The first word of the carrier on a call tells whether it has room. */
function hearTrunk(core: Core, run: AttemptRun, event: CallEvent): void {
  if (run.heard || run.trunk === null) return
  const congested = event.kind === 'ended' && event.cause === 'congestion'
  if (event.kind === 'trying' || event.kind === 'lost') return
  run.heard = true
  run.trunk.gate = heard(run.trunk.gate, congested, core.now)
  if (congested) run.trunk.congested++
}

function onOperatorUp(core: Core, id: string): void {
  const run = core.operators.get(id)
  if (run === undefined) return
  run.legUp = true
  const { coming } = run
  run.coming = null
  if (coming === null) {
    // Its operator left while it was on its way.
    if (run.operator.state.name === 'signedOut') core.telephony.operatorDown(id)
    return
  }
  const [only] = run.campaigns
  if (coming === 'signIn' && run.campaigns.length === 1 && only !== undefined)
    allot(core, run, core.campaigns.get(only) ?? null)
  const event = { kind: coming === 'signIn' ? 'signedIn' : 'ready' } as const
  if (tellOperator(core, run, event)) offer(core, run)
}

function onOperatorDown(core: Core, event: Extract<LegEvent, { kind: 'operatorDown' }>): void {
  const run = core.operators.get(event.operator)
  if (run === undefined) return
  run.legUp = false
  if (run.coming !== null && event.why !== 'asked') return phoneFailed(core, run)
  const { state } = run.operator
  const call = state.name === 'talking' ? core.attempts.get(state.attempt) : undefined
  // Whoever is being joined is not joined: the network says so of the call, and then it is over.
  if (call?.attempt.state.name !== 'joining') vanish(core, run)
}

/** The phone did not come up: the operator stays where they were, and is told. */
function phoneFailed(core: Core, run: OperatorRun): void {
  run.coming = null
  const { name } = run.operator.state
  core.desk.show(run.id, { kind: 'state', state: name, why: 'your phone does not answer' })
}

/**
 * An operator is not there any more: whoever they talk to goes to somebody else, or hears the
 * message.
 */
export function vanish(core: Core, run: OperatorRun): void {
  const { state } = run.operator
  tellOperator(core, run, { kind: 'vanished', why: run.gone ? 'gone' : 'phone' })
  if (state.name !== 'talking') return
  const attempt = core.attempts.get(state.attempt)
  if (attempt !== undefined) core.dispatch(attempt, { kind: 'operatorGone', operator: run.id })
}
