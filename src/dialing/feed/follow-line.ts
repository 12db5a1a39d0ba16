import type { Outcome } from '../../campaign/outcome.ts'
import type { News } from '../../pacing/observation.ts'
import type { Attempt } from '../attempt/attempt.ts'
import type { AttemptRun, Core } from '../core.ts'

/**
 * Keeps what pacing sees of a line true after a step of its attempt. Each paced line that was
 * placed leads to exactly one of *answered*, *refused* and *unanswered*, told when it is certain:
 * a line we take back may be answered before the network has ended it.
 */
export function followLine(core: Core, run: AttemptRun, before: Attempt): void {
  const { attempt, campaign } = run
  if (attempt.state === before.state && attempt.answeredAt === before.answeredAt) return
  if (attempt.state.name === 'placed' && before.state.name !== 'placed') placed(core, run)
  if (before.state.name === 'placed') run.rang = ringing(core, run)
  if (run.paced && !isRinging(attempt)) {
    run.paced = false
    campaign.ringing--
    campaign.feed.placed.delete(run)
  }
  const isAnswer = attempt.answeredAt !== null && before.answeredAt === null
  if (isAnswer) run.rang = ringing(core, run)
  const isFound = attempt.state.name === 'joining' && before.state.name === 'seeking'
  if (isFound && !attempt.spoke) run.waited = core.now - (attempt.answeredAt ?? core.now)
  if (run.demanded || run.placedAt === null) return
  const rang = run.rang ?? 0
  if (isAnswer) campaign.feed.tell({ kind: 'answered', rang })
  else if (attempt.state.name === 'over' && attempt.answeredAt === null)
    campaign.feed.tell(inVain(attempt.state.outcome, rang))
}

/** A person who answered a paced line was left without an operator. */
export function tellAbandoned(core: Core, { attempt, campaign, demanded, rang }: AttemptRun): void {
  if (demanded || attempt.answeredAt === null) return
  const waited = core.now - attempt.answeredAt
  campaign.feed.tell({ kind: 'abandoned', rang: rang ?? 0, waited })
}

/** Whether the attempt is a line that may still be answered. */
export function isRinging({ state }: Attempt): boolean {
  return state.name === 'beginning' || state.name === 'placed'
}

function placed(core: Core, run: AttemptRun): void {
  run.placedAt = core.now
  if (run.paced) run.campaign.feed.placed.add(run)
}

const ringing = (core: Core, { placedAt }: AttemptRun) => core.now - (placedAt ?? core.now)

function inVain(outcome: Outcome, rang: number): News {
  const isOurs = outcome === 'cancelled' || outcome === 'noAnswer' || outcome === 'lost'
  if (!isOurs) return { kind: 'refused', rang }
  return { kind: 'unanswered', rang, dropped: outcome === 'cancelled' }
}
