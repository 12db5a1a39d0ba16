import { assert } from '../../base/assert.ts'
import type { Instant } from '../../base/duration.ts'
import type { AttemptId } from '../../base/id.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { CallbackWish } from '../../campaign/card.ts'
import { nextStep } from '../../campaign/retry.ts'
import type { CardSession } from '../../desk/cards.ts'
import type { CardClosing, ContactProgress } from '../../store/records.ts'
import type { CampaignRun, Core, OperatorRun } from '../core.ts'
import { hasCard } from '../incoming/has-card.ts'
import { tellOperator } from '../operators/tell-operator.ts'
import { writeForSure } from '../writing/ask-store.ts'
import { forget } from './address-book.ts'
import { count } from './count.ts'
import { offer } from './match.ts'

/** How a card is to be closed. */
export interface Closing {
  readonly attempt: AttemptId
  readonly disposition: string
  readonly callback: CallbackWish | null
}

/** An open card as it stands. */
export type Standing = Pick<CardSession, 'contact' | 'position' | 'operator' | 'answers'>

/**
 * What closing a card leads to, written in one step: the answers, and what follows for the contact,
 * so that neither is ever there without the other.
 */
export function closingOf(
  rules: Campaign,
  { contact, position, operator, answers }: Standing,
  { attempt, disposition: id, callback }: Closing,
  now: Instant,
): CardClosing {
  const disposition = rules.dispositions.find(one => one.id === id)
  assert(disposition !== undefined, `${rules.id} has the disposition ${id}`)
  const result = { kind: 'disposition', disposition, callback, operator } as const
  const progress = nextStep({ rules, contact, position, result, now })
  return {
    at: now,
    attempt,
    contact: contact.id,
    operator,
    disposition: id,
    machine: disposition.then === 'machine',
    answers,
    progress: { contact: contact.id, ...progress },
    stop: disposition.then === 'stop' ? (contact.phones[position]?.number ?? null) : null,
  }
}

/** Closes a card for good: first on disk, then for the operator. */
export function closeCard(core: Core, asked: Closing): void {
  const session = core.cards.get(asked.attempt)
  if (session === undefined || session.closing) return
  const alone = closingOf(campaignOf(core, session).campaign, session, asked, core.wall)
  const { progress } = alone
  const isLast = !hasCard(core, session.contact.id, session)
  const closing = isLast ? alone : { ...alone, progress: stillHere(progress) }
  session.closing = true
  const call = core.attempts.get(asked.attempt)
  if (call !== undefined) core.dispatch(call, { kind: 'cardClosed' })
  if (closing.stop !== null) core.stopped.add(closing.stop)
  // The operator waits in wrap-up with the card as it is until it is stored.
  const { attempt, disposition } = asked
  writeForSure(core, {
    what: 'closeCard',
    write: () => core.store.closeCard(closing),
    done: () =>
      core.enqueue({ from: 'store', reply: { kind: 'cardStored', attempt, disposition } }),
  })
}

/** What follows for them is for the card that is closed last. */
const stillHere = (progress: ContactProgress): ContactProgress => ({
  ...progress,
  state: 'atOperator',
  next: null,
})

/** The store has the card: the operator is done with it. */
export function cardStored(core: Core, attempt: AttemptId, disposition: string): void {
  const session = core.cards.get(attempt)
  assert(session !== undefined, `the card of ${attempt} is stored once`)
  core.cards.delete(attempt)
  settle(core, session, disposition)
  forget(core, session.contact.id)
  const operator = core.operators.get(session.operator)
  core.desk.show(session.operator, { kind: 'cardClosed', attempt })
  core.events.next({
    at: core.wall,
    kind: 'card.closed',
    attempt,
    operator: session.operator,
    disposition,
  })
  if (operator === undefined) return
  tellWrapped(core, operator, { attempt, session, disposition })
  if (tellOperator(core, operator, { kind: 'cardClosed', attempt })) offer(core, operator)
}

function settle(core: Core, session: CardSession, disposition: string): void {
  const run = campaignOf(core, session)
  const { counted } = session
  run.openCards--
  if (!isMachine(run, disposition) || counted === null) return
  // A machine is nobody: it was counted as a connection while it could have been a person.
  count(core, run.budget, { as: 'connected', at: counted, by: -1 })
  // Of a call before this engine's start it is not known how long it rang: no tally has it.
  if (session.rang !== null) run.tally.connected--
}

const isMachine = (run: CampaignRun, disposition: string): boolean =>
  run.campaign.dispositions.find(one => one.id === disposition)?.then === 'machine'

/** A wrap-up is over, and pacing learns whom its operator had heard. */
function tellWrapped(
  core: Core,
  { operator: { state } }: OperatorRun,
  closed: {
    readonly attempt: AttemptId
    readonly session: CardSession
    readonly disposition: string
  },
): void {
  const { rang, waited } = closed.session
  if (state.name !== 'wrapUp' || state.attempt !== closed.attempt || rang === null) return
  const run = campaignOf(core, closed.session)
  const heard = isMachine(run, closed.disposition) ? 'machine' : 'person'
  run.feed.tell({ kind: 'wrapped', lasted: core.now - state.since, rang, waited, heard })
}

/** A campaign without wrap-up: the card closes with the call, as the campaign says. */
export function closeByItself(core: Core, attempt: AttemptId): void {
  const session = core.cards.get(attempt)
  if (session === undefined) return
  const { disposition } = campaignOf(core, session).campaign.wrapUp
  assert(disposition !== null, 'a campaign without wrap-up says what its cards are closed with')
  closeCard(core, { attempt, disposition, callback: null })
}

/** The campaign of a card: only cards of campaigns that are run here are at hand. */
export function campaignOf(core: Core, { view }: CardSession): CampaignRun {
  const run = core.campaigns.get(view.campaign)
  assert(run !== undefined, `campaign ${view.campaign} is run here`)
  return run
}
