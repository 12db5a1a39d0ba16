import { assert } from '../base/assert.ts'
import type { OperatorId } from '../base/id.ts'
import type { AttemptRun, CampaignRun, Core, OperatorRun } from './core.ts'
import { isBusy, isIdle, isReachable } from './operators/rows.ts'

/**
 * What must be true after each input. The cheap checks cost a few comparisons and stay on in
 * production; `strict` looks at everything, in tests and simulation. A broken one stops the engine:
 * it is a bug, and calling on regardless could break the law.
 */
export function checkInvariants(core: Core, strict: boolean): void {
  for (const trunk of core.trunks.values()) {
    assert(trunk.gate.used >= 0, 'no trunk gives back more lines than were taken')
  }
  for (const run of core.campaigns.values()) {
    assert(
      run.ringing >= 0 && run.live >= 0 && run.busy >= 0,
      'no count of a campaign falls below zero',
    )
    assert(run.boundCount >= 0 && run.demandBound >= 0, 'no more promises end than were made')
  }
  if (strict) checkAll(core)
}

function checkAll(core: Core): void {
  const used = new Map<string, number>()
  const contacts = new Set<number>()
  const numbers = new Set<number>()
  const inCall = new Set<string>()
  for (const run of core.attempts.values()) {
    checkAttempt(core, run)
    assert(!contacts.has(run.contact.id), 'a contact has one live attempt')
    contacts.add(run.contact.id)
    assert(!numbers.has(run.start.number), 'a number has one live attempt, across all campaigns')
    numbers.add(run.start.number)
    if (run.trunk !== null) used.set(run.trunk.id, (used.get(run.trunk.id) ?? 0) + 1)
    for (const operator of inCallOf(run)) inCall.add(operator)
  }
  assert(numbers.size === core.numbers.size, 'the numbers in calls are those of the live attempts')
  assert(contacts.size === core.contacts.size, 'so are the contacts')
  for (const { trunk } of core.outsides.values()) used.set(trunk.id, (used.get(trunk.id) ?? 0) + 1)
  for (const trunk of core.trunks.values()) {
    assert(
      (used.get(trunk.id) ?? 0) === trunk.gate.used,
      'lines in use are those of the attempts and of people outside',
    )
  }
  for (const run of core.operators.values()) checkOperator(core, run, inCall)
  for (const run of core.campaigns.values()) checkCampaign(core, run)
}

function checkAttempt(core: Core, run: AttemptRun): void {
  const { state, answeredAt, counted } = run.attempt
  const { outside } = run.attempt
  assert(state.name !== 'over', 'an attempt that is over is not kept')
  const isLeft = state.name === 'uniting' && state.gone
  assert(
    outside === null || isLeft || core.outsides.get(outside.id)?.call === run,
    'somebody outside who is in a call has one of their own',
  )
  const isServed = state.name === 'announcing' || state.name === 'talking'
  if (answeredAt !== null && isServed && run.incoming === null) {
    assert(counted !== null, 'whoever answered and is served or left is counted')
  }
  assert(run.campaign.seeking.has(run) === (state.name === 'seeking'), 'who seeks is in the row')
  if (run.bound !== null) {
    assert(run.bound.bound === run, 'a promise is known on both sides')
    assert(isIdle(run.bound), 'whoever is promised has no other task')
  }
  for (const id of inCallOf(run)) {
    const operator = core.operators.get(id)?.operator.state
    assert(
      operator?.name === 'talking' && operator.attempt === run.id,
      'whoever is joined to a call talks in that call, and so in no other',
    )
  }
}

/** Operators who have part in a call. */
function inCallOf({ attempt: { state } }: AttemptRun): readonly OperatorId[] {
  if (state.name === 'joining') return [state.operator]
  if (state.name === 'talking') return [state.operator, state.guest].filter(one => one !== null)
  if (state.name === 'uniting') return [state.from].filter(one => one !== null)
  if (state.name !== 'handing') return []
  return [state.from, state.to, state.guest].filter(one => one !== null)
}

function checkOperator(core: Core, run: OperatorRun, inCall: ReadonlySet<string>): void {
  const { state } = run.operator
  if (state.name === 'talking') assert(inCall.has(run.id), 'whoever talks has a live call')
  if (state.name === 'wrapUp')
    assert(core.cards.get(state.attempt)?.operator === run.id, 'whoever wraps up has the card')
  if (state.name === 'reserved' && state.attempt !== null && run.bound !== null) {
    assert(state.attempt === run.bound.id, 'the reservation shown is the promise made')
  }
  const inRow =
    run.allotted === null ? core.unallotted.has(run) : [...run.allotted.unbound].includes(run)
  const waits = isIdle(run) && run.bound === null
  assert(inRow === (waits && isReachable(run)), 'who is free can be found, and nobody else')
  const sleeps = waits && !isReachable(run)
  assert(core.asleep.has(run) === sleeps, 'whoever has to be rung first can be found as well')
  assert(run.bound === null || isReachable(run), 'whoever is promised to a line has a phone')
  if (!inRow) return
  for (const id of run.campaigns) {
    const waiting = core.campaigns.get(id)?.seeking.size ?? 0
    assert(waiting === 0, 'nobody waits for an operator while one is free')
  }
}

function checkCampaign(core: Core, run: CampaignRun): void {
  let ringing = 0
  let live = 0
  let bound = 0
  for (const attempt of core.attempts.values()) {
    if (attempt.campaign !== run) continue
    live++
    if (attempt.paced) ringing++
    const placed = attempt.attempt.state.name === 'placed' && !attempt.demanded
    assert(run.feed.placed.has(attempt) === placed, 'pacing sees the lines that ring')
    if (attempt.bound !== null && !attempt.demanded) bound++
  }
  assert(live === run.live, 'the live attempts of a campaign are counted')
  assert(ringing === run.ringing, 'the ringing lines of a campaign are counted')
  assert(bound === run.boundCount, 'the promises of a campaign are counted')
  let busy = 0
  for (const operator of core.operators.values()) {
    if (operator.allotted === run && isBusy(operator)) busy++
    const { name } = operator.operator.state
    const ours = operator.allotted === run
    assert(run.feed.talking.has(operator) === (ours && name === 'talking'), 'pacing sees who talks')
    assert(run.feed.wrapping.has(operator) === (ours && name === 'wrapUp'), 'and who wraps up')
  }
  assert(busy === run.busy, 'the busy operators of a campaign are counted')
  let cards = 0
  for (const [, card] of core.cards) if (card.live && card.view.campaign === run.id) cards++
  assert(cards === run.openCards, 'the open cards of a campaign are counted')
}
