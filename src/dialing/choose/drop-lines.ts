import type { CampaignRun, Core } from '../core.ts'

/**
 * Takes back the lines that have rung longest, up to `count`, but none before the campaign's
 * minimum: a policy may ask for too many, and the law holds all the same. The minimum counts from
 * the moment the network says that the phone rings, or that its early media can be heard (RFC 3261,
 * 21.1.2 and 21.1.5); of a line on which it has said nothing nobody knows that it rings at all.
 */
export function dropLines(core: Core, run: CampaignRun, count: number): void {
  let left = count
  for (const line of run.feed.placed) {
    if (left <= 0) return
    if (line.ringsSince === null || core.now - line.ringsSince < run.campaign.ring.minimum) continue
    core.dispatch(line, { kind: 'takenBack' })
    left--
  }
}
