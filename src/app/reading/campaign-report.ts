import type { Instant } from '../../base/duration.ts'
import { windowOf } from '../../campaign/budget-window.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { Site } from '../../campaign/site.ts'
import { RunningFigures } from '../../reports/figures.ts'
import { type FiguresJson, figuresJson } from '../../reports/figures-json.ts'
import { attemptPages } from '../../reports/pages.ts'
import { type BudgetStanding, reportText } from '../../reports/report-text.ts'
import type { Store } from '../../store/port.ts'

/** A campaign's report, for people and for programs. */
export interface CampaignReport {
  readonly text: string
  readonly data: { readonly figures: FiguresJson; readonly budgets: readonly BudgetStanding[] }
}

/**
 * What has come of a campaign's present run, and where its budget stands in the window of its last
 * call.
 */
export async function reportOf(
  campaign: Campaign,
  site: Site,
  store: Store,
  now: Instant,
): Promise<CampaignReport> {
  const running = new RunningFigures()
  for await (const page of attemptPages(store, campaign.id)) {
    for (const record of page) running.add(record)
  }
  const figures = running.figures()
  const budgets: BudgetStanding[] = []
  for (const rule of site.budgets) {
    if (rule.id !== campaign.budget) continue
    const { from, to } = windowOf(rule.window, figures.window?.to ?? now)
    const counts = await store.budgetCounts(rule.id, from, to)
    budgets.push({ id: rule.id, limit: rule.limit, from, to, counts })
  }
  const dispositions = new Map(campaign.dispositions.map(one => [one.id, one.label]))
  const text = reportText(figures, { title: campaign.title, dispositions, budgets })
  return { text, data: { figures: figuresJson(figures), budgets } }
}
