import type { CampaignRun, Core } from '../core.ts'

/**
 * Takes back the lines that have rung longest, up to `count`, but none before the campaign's
 * minimum: a policy may ask for too many, and the law holds all the same.
 */
export function dropLines(core: Core, run: CampaignRun, count: number): void {
  let left = count
  for (const line of run.feed.placed) {
    if (left <= 0 || line.placedAt === null) return
    if (core.now - line.placedAt < run.campaign.ring.minimum) return
    core.dispatch(line, { kind: 'takenBack' })
    left--
  }
}
