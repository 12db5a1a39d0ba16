import type { AttemptEvent, AttemptRules } from '../attempt/attempt.ts'
import { stepAttempt } from '../attempt/attempt-machine.ts'
import type { AttemptRun, CampaignRun, Core } from '../core.ts'
import { perform } from './perform.ts'

/** Lets something happen to an attempt and does what follows. */
export function dispatch(core: Core, run: AttemptRun, event: AttemptEvent): void {
  const step = stepAttempt(run.attempt, event, rulesOf(run.campaign), core)
  run.attempt = step.attempt
  if (run.paced && !isRinging(run)) {
    run.paced = false
    run.campaign.ringing--
  }
  for (const effect of step.effects) perform(core, run, effect)
}

/** Whether the attempt is a line that may still be answered. */
export function isRinging(run: AttemptRun): boolean {
  const { name } = run.attempt.state
  return name === 'beginning' || name === 'placed'
}

const known = new WeakMap<CampaignRun, AttemptRules>()

function rulesOf(run: CampaignRun): AttemptRules {
  let rules = known.get(run)
  if (rules === undefined) {
    const { ring, connectWithin, message } = run.campaign
    rules = { ringLimit: ring.limit, connectWithin, stopKey: message.stopKey }
    known.set(run, rules)
  }
  return rules
}
