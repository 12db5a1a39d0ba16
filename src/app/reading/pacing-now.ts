import type { Snapshot } from '../../dialing/view/snapshot.ts'
import type { Because } from '../../pacing/policy.ts'

/** What a running engine last decided for a campaign. */
export interface PacingNow {
  readonly at: number
  readonly mode: string
  readonly free: number
  readonly ringing: number
  readonly budget: {
    readonly connected: number
    readonly abandoned: number
    readonly limit: number
  }
  /** Null before the first decision, and in mode preview, where operators set the pace. */
  readonly because: Because | null
}

/** The pacing of a campaign, or null where no engine runs it. */
export function pacingNow(engine: Snapshot | null, campaign: string): PacingNow | null {
  const view = engine?.campaigns.find(one => one.id === campaign)
  if (engine === null || view === undefined) return null
  const { lines, mode, because, budget } = view
  const here = engine.operators.filter(one => one.campaign === campaign)
  return {
    at: engine.wall,
    mode,
    free: here.filter(({ state }) => state === 'free' || state === 'reserved').length,
    ringing: (lines.beginning ?? 0) + (lines.placed ?? 0),
    budget: {
      connected: budget.connected,
      abandoned: budget.abandoned,
      limit: budget.rule.limit,
    },
    because,
  }
}
