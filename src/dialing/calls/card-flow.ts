import type { OperatorId } from '../../base/id.ts'
import { prefill } from '../../campaign/card-rules.ts'
import { atOperator } from '../../campaign/retry.ts'
import { type CardSession, draftOf, viewOf } from '../../desk/cards.ts'
import type { AttemptRun, CampaignRun, Core, OperatorRun } from '../core.ts'
import { takeOut } from '../incoming/take-out.ts'
import { operatorOf } from '../operators/rows.ts'
import { showState, tellOperator } from '../operators/tell-operator.ts'

/** Lays the card of an attempt on an operator's desk, to be read before anybody has answered. */
export function layCard(
  core: Core,
  run: AttemptRun,
  operator: OperatorRun,
  phase: 'preview' | 'dialing',
): void {
  const session = sessionOf(core, run, operator.id)
  core.desk.show(operator.id, { kind: 'card', attempt: run.id, phase, card: session.view })
}

/** The person and the operator hear each other: the card is theirs to fill. */
export function openCard(core: Core, run: AttemptRun, id: OperatorId): void {
  const { campaign, contact } = run
  const session = sessionOf(core, run, id)
  const isTakenOver = session.live && session.operator !== id
  session.operator = id
  session.rang = run.rang
  session.waited = run.waited
  session.counted = run.attempt.counted === 'connected' ? run.answeredAt : null
  if (!session.live) {
    session.live = true
    // A card of theirs may have been closed while they waited: nobody calls whom we talk to.
    if (run.incoming !== null) takeOut(campaign, contact)
    campaign.openCards++
    const progress = { contact: contact.id, ...atOperator(contact) }
    core.journal.push({ kind: 'contact', at: core.wall, progress })
  }
  core.journal.push({ ...draftOf(run.id, session), at: core.wall })
  const afterMs = core.now - (run.attempt.answeredAt ?? core.now)
  core.events.next({
    at: core.wall,
    kind: 'attempt.connected',
    attempt: run.id,
    operator: id,
    afterMs,
  })
  if (isTakenOver && run.incoming !== null)
    core.desk.show(id, { kind: 'incoming', campaign: campaign.id, attempt: run.id })
  showState(core, operatorOf(core, id))
  core.desk.show(id, { kind: 'card', attempt: run.id, phase: 'talking', card: viewOf(session) })
}

/** The call is over and the card stays with the operator. */
export function callEnded(core: Core, run: AttemptRun, id: OperatorId): void {
  const { limit } = run.campaign.campaign.wrapUp
  const until = limit === 0 ? null : core.wall + limit
  const operator = operatorOf(core, id)
  const { state } = operator.operator
  if (state.name === 'talking')
    run.campaign.feed.tell({ kind: 'talked', lasted: core.now - state.since })
  tellOperator(core, operator, { kind: 'callEnded', until })
  core.desk.show(id, { kind: 'callEnded', attempt: run.id, wrapUpUntil: until })
}

/**
 * Open cards that somebody has in hand or that are being stored, of one campaign or of all. Those
 * of operators who went away wait for them, and keep nothing else waiting.
 */
export function cardsInHand(core: Core, campaign?: CampaignRun): number {
  let count = 0
  for (const [attempt, session] of core.cards) {
    if (campaign !== undefined && session.view.campaign !== campaign.id) continue
    const state = core.operators.get(session.operator)?.operator.state
    const inHand = state?.name === 'talking' || state?.name === 'wrapUp'
    if (session.closing || (inHand && state.attempt === attempt)) count++
  }
  return count
}

function sessionOf(core: Core, run: AttemptRun, operator: OperatorId): CardSession {
  const known = core.cards.get(run.id)
  if (known !== undefined) return known
  const { campaign, card, dispositions } = { ...run.campaign.campaign, campaign: run.campaign.id }
  const person = core.book.get(run.contact.id)
  const data = person?.data ?? {}
  const answers = prefill(card, data)
  const session: CardSession = {
    view: {
      campaign,
      definition: card,
      dispositions,
      data,
      phone: person?.phones[run.start.position] ?? '',
      answers,
    },
    contact: run.contact,
    position: run.start.position,
    operator,
    answers,
    leftOut: [],
    live: false,
    closing: false,
    counted: null,
    rang: null,
    waited: 0,
  }
  core.cards.set(run.id, session)
  return session
}
