import { windowOf } from '../../campaign/budget-window.ts'
import { askFunnel } from '../choose/supply.ts'
import type { Core } from '../core.ts'
import { FUNNEL_EVERY } from '../limits.ts'

/** Once a second: budget windows that are over begin anew, and idle campaigns look at their contacts. */
export function onClock(core: Core): void {
  for (const budget of core.budgets.values()) {
    if (core.wall < budget.to) continue
    const span = windowOf(budget.rule.window, core.wall)
    budget.from = span.from
    budget.to = span.to
    budget.connected = 0
    budget.abandoned = 0
  }
  for (const run of core.campaigns.values()) {
    const idle = run.buffer.length + run.demanded.length === 0
    if (idle && core.now - run.funnelAt >= FUNNEL_EVERY) askFunnel(core, run)
  }
}
