import { assert } from '../../base/assert.ts'
import type { Progress } from '../../campaign/contact.ts'
import type { Outcome } from '../../campaign/outcome.ts'
import { nextStep, numberStopped, postponed } from '../../campaign/retry.ts'
import { isOwed } from '../../desk/operator.ts'
import { give } from '../capacity/trunk-gate.ts'
import type { AttemptRun, Core, OperatorRun } from '../core.ts'
import { partWithCaller } from '../incoming/part-with-caller.ts'
import { REFUSED_PAUSE } from '../limits.ts'
import { isIdle, unbind } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'
import { forget } from './address-book.ts'
import { closeByItself } from './close-card.ts'
import { offer } from './match.ts'

/** An attempt is over: everything it held is given back, and the contact's next step is written. */
export function finishAttempt(core: Core, run: AttemptRun, outcome: Outcome, spoke: boolean): void {
  const { campaign, contact } = run
  core.attempts.delete(run.id)
  core.wantLine.delete(run)
  core.contacts.delete(contact.id)
  core.numbers.delete(run.start.number)
  if (run.trunk !== null) run.trunk.gate = give(run.trunk.gate)
  const { bound } = run
  if (bound !== null) unbind(core, bound)
  campaign.live--
  campaign.tally.ended++
  if (run.incoming !== null && outcome === 'notPlaced') core.telephony.refuse(run.incoming, 'busy')
  if (spoke) returnCard(core, run)
  else if (run.incoming !== null) {
    core.cards.delete(run.id)
    partWithCaller(core, run)
  } else {
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
  if (bound !== null) letGo(core, bound)
}

/**
 * Whoever was promised to the attempt does what they asked for meanwhile, or comes to a card of
 * theirs; if there is nothing of the kind, somebody else may wait for them.
 */
function letGo(core: Core, operator: OperatorRun): void {
  if (isOwed(operator.operator)) tellOperator(core, operator, { kind: 'released' })
  if (isIdle(operator)) offer(core, operator)
}

function next(core: Core, run: AttemptRun, outcome: Outcome): Progress {
  const rules = run.campaign.campaign
  const { contact, start } = run
  if (run.refused === 'stopList') return numberStopped(rules, contact, start.position, core.wall)
  if (run.refused !== null) return postponed(rules, contact, core.wall + REFUSED_PAUSE, core.wall)
  assert(
    outcome !== 'connected' && outcome !== 'served' && outcome !== 'unserved',
    'whoever was connected was spoken to, and has a card; callers are not called again',
  )
  const result = run.stopPressed
    ? ({ kind: 'stop' } as const)
    : ({ kind: 'outcome', outcome } as const)
  return nextStep({ rules, contact, position: start.position, result, now: core.wall })
}

/** The call of an open card is over. Whoever had it last is to close it, if it is not in hand. */
function returnCard(core: Core, run: AttemptRun): void {
  if (run.campaign.campaign.wrapUp.limit === 0) return closeByItself(core, run.id)
  const session = core.cards.get(run.id)
  // Closed and stored before its call was over.
  if (session === undefined) return forget(core, run.contact.id)
  const operator = core.operators.get(session.operator)
  if (operator === undefined) return
  tellOperator(core, operator, { kind: 'cardRestored', attempt: run.id })
}
