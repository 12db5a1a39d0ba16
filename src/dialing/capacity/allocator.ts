import type { CampaignId, OperatorId } from '../../base/id.ts'

/** A campaign as the allocator sees it. */
export interface Claimant {
  readonly id: CampaignId
  /** 1 first … 9 last. */
  readonly priority: number
  /** Share among claimants of one priority; > 0. */
  readonly weight: number
  /** Operators it has now, in whatever state. */
  readonly held: number
  /** Whether it could use one more now. */
  readonly wants: boolean
}

/** A free operator who serves several campaigns. */
export interface Candidate {
  readonly id: OperatorId
  readonly campaigns: readonly CampaignId[]
}

/**
 * Gives each free operator to one campaign: to the claimants of the best priority first, and among
 * those to the one that has the least for its weight. An operator whom nobody wants goes to nobody.
 * Pure; ties are settled by the order in which claimants are given.
 */
export function allocate(
  claimants: readonly Claimant[],
  candidates: readonly Candidate[],
): ReadonlyMap<OperatorId, CampaignId> {
  const held = new Map(claimants.map(one => [one.id, one.held]))
  const given = new Map<OperatorId, CampaignId>()
  for (const candidate of candidates) {
    const best = claimants
      .filter(one => one.wants && candidate.campaigns.includes(one.id))
      .reduce<Claimant | null>((a, b) => (a === null || before(b, a, held) ? b : a), null)
    if (best === null) continue
    given.set(candidate.id, best.id)
    held.set(best.id, (held.get(best.id) ?? 0) + 1)
  }
  return given
}

function before(a: Claimant, b: Claimant, held: ReadonlyMap<CampaignId, number>): boolean {
  if (a.priority !== b.priority) return a.priority < b.priority
  return (held.get(a.id) ?? 0) / a.weight < (held.get(b.id) ?? 0) / b.weight
}

/** What a campaign wants of one shared trunk. */
export interface LineWish {
  readonly id: CampaignId
  readonly priority: number
  readonly weight: number
  readonly wanted: number
}

/**
 * Shares out the lines a trunk has room for: priority by priority, and within one by weight, one
 * line at a time to whoever has the least for its weight. Never more than wanted or than `room`.
 */
export function shareLines(
  wishes: readonly LineWish[],
  room: number,
): ReadonlyMap<CampaignId, number> {
  const granted = new Map(wishes.map(wish => [wish.id, 0]))
  let left = room
  const priorities = [...new Set(wishes.map(wish => wish.priority))].sort((a, b) => a - b)
  for (const priority of priorities) {
    const group = wishes.filter(wish => wish.priority === priority)
    const total = group.reduce((sum, wish) => sum + wish.wanted, 0)
    if (total <= left) {
      for (const wish of group) granted.set(wish.id, wish.wanted)
      left -= total
      continue
    }
    while (left > 0) {
      let least: LineWish | null = null
      for (const wish of group) {
        if (granted.get(wish.id)! >= wish.wanted) continue
        if (
          least === null ||
          granted.get(wish.id)! / wish.weight < granted.get(least.id)! / least.weight
        )
          least = wish
      }
      if (least === null) break
      granted.set(least.id, granted.get(least.id)! + 1)
      left--
    }
  }
  return granted
}
