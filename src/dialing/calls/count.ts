import type { Instant } from '../../base/duration.ts'
import { windowOf } from '../../campaign/budget-window.ts'
import type { BudgetRun, Core } from '../core.ts'

/** What is counted of a person who answered. */
export interface Counting {
  readonly as: 'connected' | 'abandoned'
  /** The moment of the answer, or of the beginning where no answer was seen. */
  readonly at: Instant
  /** One more, or one taken back. */
  readonly by: 1 | -1
}

/** Counts somebody in a budget: in the window in which they answered, as the store does. */
export function count(core: Core, budget: BudgetRun, { as, at, by }: Counting): void {
  turnOver(budget, core.wall)
  if (at >= budget.from) budget[as] += by
}

/** Begins a new window where the old one is over. */
export function turnOver(budget: BudgetRun, now: Instant): void {
  if (now < budget.to) return
  const { from, to } = windowOf(budget.rule.window, now)
  Object.assign(budget, { from, to, connected: 0, abandoned: 0 })
}
