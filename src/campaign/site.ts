import type { BudgetId, CampaignId, OperatorId, TrunkId } from '../base/id.ts'

/** One installation: what all its campaigns share. Read from `campaigns/site.yaml`. */
export interface Site {
  readonly title: string
  readonly trunks: readonly Trunk[]
  readonly operators: readonly OperatorEntry[]
  readonly budgets: readonly BudgetRule[]
}

/** The way to the carrier. */
export interface Trunk {
  readonly id: TrunkId
  /** Calls it can carry at once; a positive integer. */
  readonly lines: number
  /** Calls it accepts a second; greater than 0. */
  readonly callsPerSecond: number
}

/** An operator as the site file names them. */
export interface OperatorEntry {
  readonly id: OperatorId
  readonly name: string
  readonly campaigns: readonly CampaignId[]
}

/** How many of the people who answer may be left without an operator, over which window. */
export interface BudgetRule {
  readonly id: BudgetId
  /** Share of abandoned / (abandoned + connected); from 0 to 1. */
  readonly limit: number
  readonly window: BudgetWindow
}

/**
 * A calendar day or month in a zone, or successive 30-day periods counted from a date (16 CFR
 * 310.4(b)(4)(i)).
 */
export type BudgetWindow =
  | { readonly kind: 'day'; readonly zone: string }
  | { readonly kind: 'month'; readonly zone: string }
  | { readonly kind: 'thirtyDays'; readonly zone: string; readonly from: string }
