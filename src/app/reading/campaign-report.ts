import type { Instant } from '../../base/duration.ts'
import { windowOf } from '../../campaign/budget-window.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { Site } from '../../campaign/site.ts'
import { type Figures, personCounts, RunningFigures } from '../../reports/figures.ts'
import { type FiguresJson, figuresJson } from '../../reports/figures-json.ts'
import { attemptPages } from '../../reports/pages.ts'
import { type BudgetStanding, reportText } from '../../reports/report-text.ts'
import type { BudgetCounts, Store } from '../../store/port.ts'
import type { AttemptRecord } from '../../store/records.ts'

/** A campaign's report, for people and for programs. */
export interface CampaignReport {
  readonly text: string
  readonly data: { readonly figures: FiguresJson; readonly budgets: readonly BudgetStanding[] }
}

/**
 * What has come of a campaign's present run up to the last moment the site was dialed, and where
 * its budget stands in the window of its last call.
 */
export async function reportOf(
  campaign: Campaign,
  site: Site,
  store: Store,
  now: Instant,
): Promise<CampaignReport> {
  const { connectWithin } = campaign
  const running = new RunningFigures(connectWithin)
  const live: AttemptRecord[] = []
  for await (const page of attemptPages(store, campaign.id)) {
    for (const record of page) {
      running.add(record)
      if (record.outcome === undefined) live.push(record)
    }
  }
  const called = running.figures()
  const budgets: BudgetStanding[] = []
  for (const rule of site.budgets) {
    if (rule.id !== campaign.budget) continue
    const { from, to } = windowOf(rule.window, called.window?.to ?? now)
    const counts = withLive(await store.budgetCounts(rule.id, from, to), campaign, live, from, to)
    budgets.push({ id: rule.id, limit: rule.limit, from, to, counts })
  }
  const figures = { ...called, window: upTo(called.window, await store.lastAt()) }
  const dispositions = new Map(campaign.dispositions.map(one => [one.id, one.label]))
  const text = reportText(figures, { title: campaign.title, dispositions, budgets })
  return { text, data: { figures: figuresJson(figures), budgets } }
}

/**
 * The store counts people when their call ends. Those of this campaign who hear an operator are
 * added. What other campaigns have going on is not: with it the share is no worse than said, but
 * for people connected late.
 */
function withLive(
  counts: BudgetCounts,
  { connectWithin }: Campaign,
  live: readonly AttemptRecord[],
  from: Instant,
  to: Instant,
): BudgetCounts {
  const sums = { ...counts }
  for (const record of live) {
    const as = personCounts(record, connectWithin)
    const at = record.answeredAt ?? record.begunAt
    if (as !== null && from <= at && at < to) sums[as]++
  }
  return sums
}

/** A time in which the site was dialed and nobody answered belongs to the period too. */
function upTo(window: Figures['window'], lastAt: Instant | null): Figures['window'] {
  if (window === null || lastAt === null) return window
  return { from: window.from, to: Math.max(window.to, lastAt) }
}
