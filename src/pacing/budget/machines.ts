import type { BudgetState, News } from '../observation.ts'
import { caution, creditOf } from './credit.ts'

/**
 * How many of the abandoned will have been machines. Nobody heard them, yet closed cards tell how
 * often a person answers after so many seconds of ringing. That is the share of people among all
 * who found nobody free; those of them who were reached after a wait are known by their cards, and
 * what is left of the expected people was abandoned. (A person waits and may be reached, a machine
 * may not: the share of people among the abandoned alone would be taken too high.)
 */
export interface UnheardMachines {
  /** Expected number in the present window. */
  readonly expected: number
  /** Variance of that number. */
  readonly variance: number
  /** People and machines handled when it was last looked at: it falls as a window begins. */
  readonly handled: number
}

/** Nobody has been left without an operator yet. */
export const noMachines: UnheardMachines = { expected: 0, variance: 0, handled: 0 }

/**
 * So many standard deviations of the estimate are counted as people once the window is well under
 * way: the estimate may be wrong.
 */
const MARGIN = 2

/** The estimate with what happened since. */
export function withUnheard(
  before: UnheardMachines,
  news: readonly News[],
  person: Float64Array,
  { connected, abandoned }: BudgetState,
): UnheardMachines {
  const handled = connected + abandoned
  // Those connected may be fewer by a machine or two that a card has named since.
  const isNew = handled < before.handled / 2
  let { expected, variance } = isNew ? noMachines : before
  for (const item of news) {
    const reached = item.kind === 'wrapped' && item.waited > 0
    if (item.kind !== 'abandoned' && !reached) continue
    const share = person[Math.min(person.length - 1, Math.floor(item.rang / 1000))]!
    expected += reached ? Number(item.heard === 'person') - share : 1 - share
    variance += share * (1 - share)
  }
  return { expected, variance, handled }
}

/**
 * The budget without the machines among the abandoned, by an estimate on the side of caution: what
 * counts is people (16 CFR 310.4(b)(4)(i): calls answered by a person; Ofcom's formula subtracts a
 * reasoned estimate of machines).
 */
export function peopleOnly(budget: BudgetState, machines: UnheardMachines): BudgetState {
  const { expected, variance } = machines
  const margin = MARGIN * caution(creditOf(budget))
  const sure = Math.max(0, expected - margin * Math.sqrt(variance))
  return { ...budget, abandoned: Math.max(0, budget.abandoned - sure) }
}
