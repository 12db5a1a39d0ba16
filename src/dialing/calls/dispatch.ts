import type { AttemptEvent, AttemptRules } from '../attempt/attempt.ts'
import { stepAttempt } from '../attempt/attempt-machine.ts'
import type { AttemptRun, CampaignRun, Core } from '../core.ts'
import { followLine } from '../feed/follow-line.ts'
import { messageFor } from '../incoming/message-for.ts'
import { followTalks } from './follow-talks.ts'
import { perform } from './perform.ts'

/** Lets something happen to an attempt and does what follows. */
export function dispatch(core: Core, run: AttemptRun, event: AttemptEvent): void {
  const before = run.attempt
  const rules = run.incoming === null ? rulesOf(run.campaign) : callerRulesOf(run)
  const step = stepAttempt(before, event, rules, core)
  run.attempt = step.attempt
  followLine(core, run, before)
  followTalks(core, run, before, step.effects)
  for (const effect of step.effects) perform(core, run, effect)
}

/** A caller waits as long as the campaign lets them, and may press the key of their message. */
function callerRulesOf(run: AttemptRun): AttemptRules {
  const { campaign, incoming } = run.campaign
  const { stopKey } = messageFor(run)
  return { ringLimit: campaign.ring.limit, connectWithin: incoming.wait, stopKey }
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
