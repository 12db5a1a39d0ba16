import type { CampaignRun, Core } from '../core.ts'
import { DECISIONS_EVERY } from '../limits.ts'

/**
 * Tells and writes down what a policy that looks ahead has decided, and why: at once when its rule
 * changes, else now and then. A policy without a forecast can be worked out from the calls.
 */
export function noteDecision(core: Core, run: CampaignRun): void {
  const { because, decisionNoted: last } = run
  if (because?.forecast === undefined) return
  if (last?.rule === because.rule && core.now - last.at < DECISIONS_EVERY) return
  run.decisionNoted = { rule: because.rule, at: core.now }
  core.events.next({ at: core.wall, kind: 'pacing.decided', campaign: run.id, because })
  const data = { campaign: run.id, ...because }
  core.journal.push({ kind: 'note', at: core.wall, name: 'pacing.decided', data })
}
