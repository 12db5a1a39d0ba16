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
  /** How many more it could use now. */
  readonly wants: number
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
  const wants = new Map(claimants.map(one => [one.id, one.wants]))
  const given = new Map<OperatorId, CampaignId>()
  for (const candidate of candidates) {
    const best = claimants
      .filter(one => wants.get(one.id)! > 0 && candidate.campaigns.includes(one.id))
      .reduce<Claimant | null>((a, b) => (a === null || before(b, a, held) ? b : a), null)
    if (best === null) continue
    given.set(candidate.id, best.id)
    held.set(best.id, held.get(best.id)! + 1)
    wants.set(best.id, wants.get(best.id)! - 1)
  }
  return given
}

function before(a: Claimant, b: Claimant, held: ReadonlyMap<CampaignId, number>): boolean {
  if (a.priority !== b.priority) return a.priority < b.priority
  return held.get(a.id)! / a.weight < held.get(b.id)! / b.weight
}

/** What a campaign wants of one shared trunk. */
export interface LineWish {
  readonly id: CampaignId
  /** Share of the lines; > 0. */
  readonly weight: number
  /** Calls it has now: lines come free one by one, and it is they that are to be shared. */
  readonly held: number
  readonly wanted: number
}

/**
 * Shares out the lines a trunk has room for among campaigns of one priority: by weight, one line at
 * a time to whoever has the fewest for its weight, counting those it has already. Never more than
 * wanted or than `room`.
 */
export function shareLines(
  wishes: readonly LineWish[],
  room: number,
): ReadonlyMap<CampaignId, number> {
  const total = wishes.reduce((sum, wish) => sum + wish.wanted, 0)
  if (total <= room) return new Map(wishes.map(wish => [wish.id, wish.wanted]))
  const granted = new Map(wishes.map(wish => [wish.id, 0]))
  for (let left = room; left > 0; left--) {
    let least: LineWish | null = null
    for (const wish of wishes) {
      if (granted.get(wish.id)! >= wish.wanted) continue
      if (least === null || share(wish, granted) < share(least, granted)) least = wish
    }
    // There is less room than is wanted, so that there is always somebody.
    const { id } = least!
    granted.set(id, granted.get(id)! + 1)
  }
  return granted
}

const share = ({ id, weight, held }: LineWish, granted: ReadonlyMap<CampaignId, number>): number =>
  (held + granted.get(id)!) / weight
