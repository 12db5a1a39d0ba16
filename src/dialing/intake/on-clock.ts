import { turnOver } from '../calls/count.ts'
import { lookAtPhones } from '../choose/ring-phones.ts'
import { askFunnel } from '../choose/supply.ts'
import type { Core } from '../core.ts'
import { FUNNEL_EVERY } from '../limits.ts'
import { keepLearned } from '../writing/keep-learned.ts'
import { noteMoment } from '../writing/note-moment.ts'

/**
 * Once a second: budget windows that are over begin anew; campaigns look at their contacts, and the
 * moment and what was learned are written down now and then.
 */
export function onClock(core: Core): void {
  for (const budget of core.budgets.values()) turnOver(budget, core.wall)
  core.troubles.forgetOld(core.now)
  noteMoment(core)
  lookAtPhones(core)
  for (const run of core.campaigns.values()) {
    keepLearned(core, run)
    if (core.now - run.funnelAt >= FUNNEL_EVERY) askFunnel(core, run)
  }
}
