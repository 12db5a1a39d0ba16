import { exchange } from '../../pacing/budget/credit.ts'
import type { BudgetState, Departure, News, Observation } from '../../pacing/observation.ts'
import { roomFor, spareLinesFor } from '../choose/room.ts'
import type { CampaignRun, Core, OperatorRun } from '../core.ts'
import { departuresOf } from './departures.ts'
import { comesBack } from './follow-operator.ts'

/**
 * Everything a campaign's policy may know at this moment. Lists of moments are made when they are
 * read, which must be while the policy decides: thousands of lines cost nothing to a policy that
 * only counts them. The news are told once.
 */
export class LiveObservation implements Observation {
  readonly at: number
  readonly free: number
  readonly busy: number
  readonly ringing: number
  readonly waiting: number
  readonly room: number
  readonly spareLines: number
  readonly news: readonly News[]
  private readonly core: Core
  private readonly run: CampaignRun

  constructor(core: Core, run: CampaignRun) {
    this.at = core.now
    this.free = freeOf(run)
    this.busy = run.busy
    this.ringing = run.ringing
    this.waiting = run.seeking.size
    this.room = roomFor(core, run)
    this.spareLines = spareLinesFor(run)
    this.news = run.feed.takeNews()
    this.core = core
    this.run = run
  }

  get hour(): number {
    return this.run.budget.hourAt(this.core.wall)
  }

  get budget(): BudgetState {
    const { connected, abandoned, rule } = this.run.budget
    return { connected, abandoned, limit: rule.limit, atRisk: atRisk(this.core, this.run) }
  }

  /** A line still on its way to the disk has not begun to ring. */
  get ringingSince(): readonly number[] {
    const moments: number[] = []
    for (const { placedAt } of this.run.feed.placed) moments.push(placedAt ?? this.at)
    while (moments.length < this.ringing) moments.push(this.at)
    return moments
  }

  get departures(): readonly Departure[] {
    return departuresOf(this.core, this.run)
  }

  get talkingSince(): readonly number[] {
    return since(this.run.feed.talking)
  }

  get wrappingSince(): readonly number[] {
    return since(this.run.feed.wrapping)
  }
}

/** Operators of a campaign who could take an answer now. */
export const freeOf = (run: CampaignRun): number => run.unbound.size + run.boundCount

function since(operators: ReadonlySet<OperatorRun>): number[] {
  const moments: number[] = []
  for (const run of operators) {
    const { state } = run.operator
    if ('since' in state && comesBack(run)) moments.push(state.since)
  }
  return moments
}

/**
 * What other campaigns of the budget may still cost it at worst, in people. Those they may leave
 * without an operator, with the lines they are about to start: where each line has an operator of
 * its own there are none, unless an operator is gone. And what their open cards have earned, as any
 * may turn out to be a machine's; so may open cards of this campaign that nobody has in hand.
 */
function atRisk(core: Core, run: CampaignRun): number {
  let people = 0
  let open = Math.max(0, run.openCards - run.busy)
  for (const other of core.campaigns.values()) {
    if (other === run || other.budget !== run.budget) continue
    const lines = other.ringing + other.wished + other.seeking.size
    people += Math.max(0, lines - freeOf(other))
    open += other.openCards
  }
  return people + open * exchange(run.budget.rule.limit)
}
