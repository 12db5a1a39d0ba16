import type { ContactId } from '../../base/id.ts'
import type { Progress } from '../../campaign/contact.ts'
import type { Outcome } from '../../campaign/outcome.ts'
import { nextStep, numberStopped, postponed } from '../../campaign/retry.ts'
import { give } from '../capacity/trunk-gate.ts'
import type { AttemptRun, Core } from '../core.ts'
import { REFUSED_PAUSE } from '../limits.ts'
import { unbind } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'

/** An attempt is over: everything it held is given back, and the contact's next step is written. */
export function finishAttempt(core: Core, run: AttemptRun, outcome: Outcome, spoke: boolean): void {
  const { campaign, contact } = run
  core.attempts.delete(run.id)
  core.wantLine.delete(run)
  const number = run.start.number
  if (core.numbers.get(number) === run.id) core.numbers.delete(number)
  if (run.trunk !== null) run.trunk.gate = give(run.trunk.gate)
  if (run.bound !== null) unbind(core, run.bound)
  campaign.live--
  campaign.tally.ended++
  if (run.stopPressed) stopNumber(core, run)
  if (spoke) returnCard(core, run)
  else {
    core.cards.delete(run.id)
    const progress = { contact: contact.id, ...next(core, run, outcome) }
    core.journal.push({ kind: 'contact', at: core.wall, progress })
    forget(core, contact.id)
  }
  core.events.next({
    at: core.wall,
    kind: 'attempt.ended',
    attempt: run.id,
    campaign: campaign.id,
    outcome,
  })
}

/** Personal data is kept at hand only for contacts in a call or on a card. */
export function forget(core: Core, contact: ContactId): void {
  core.book.delete(contact)
}

function next(core: Core, run: AttemptRun, outcome: Outcome): Progress {
  const rules = run.campaign.campaign
  const { contact, start } = run
  if (run.refused === 'stopList') return numberStopped(rules, contact, start.position, core.wall)
  if (run.refused !== null) return postponed(rules, contact, core.wall + REFUSED_PAUSE, core.wall)
  const result = run.stopPressed
    ? ({ kind: 'stop' } as const)
    : ({ kind: 'outcome', outcome: outcome === 'connected' ? 'failed' : outcome } as const)
  return nextStep({ rules, contact, position: start.position, result, now: core.wall })
}

function stopNumber(core: Core, run: AttemptRun): void {
  const numbers = [run.start.number]
  core.pending.more()
  core.store.stopNumbers(numbers, 'asked by key', core.wall).then(
    () => core.pending.less(),
    () => {
      core.pending.less()
      core.enqueue({ from: 'store', reply: { kind: 'failed', what: 'record', code: 'STORE_BUSY' } })
    },
  )
}

/** The call of an open card is over. If nobody has the card in hand, it waits for whoever had it last. */
function returnCard(core: Core, run: AttemptRun): void {
  const session = core.cards.get(run.id)
  const operator = session && core.operators.get(session.operator)
  if (operator === undefined) return
  const { state } = operator.operator
  const inHand = state.name === 'wrapUp' && state.attempt === run.id
  if (!inHand) tellOperator(core, operator, { kind: 'cardRestored', attempt: run.id })
}
