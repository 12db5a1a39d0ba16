import { type Duration, seconds } from '../base/duration.ts'
import { CarillonError } from '../base/errors.ts'
import type { CampaignId } from '../base/id.ts'
import type { Engine } from '../dialing/engine.ts'
import type { CampaignView } from '../dialing/view/snapshot.ts'

/**
 * A run that is to end waits no longer than this for a database that takes nothing, once nobody is
 * in a call: five tries, and then whoever started it is told.
 */
const STORE_PATIENCE = seconds(10)

/** What an end depends on. */
export interface EndingParts {
  /** Campaigns that somebody stopped before: nobody waits for the end of them. */
  readonly stopped: readonly CampaignId[]
  readonly exitWhenDone: boolean
}

/** Knows when a run is to end. */
export class Ending {
  private readonly engine: Engine
  private readonly parts: EndingParts
  private stopping = false
  private atOnce = false
  private lookedAt = -1
  /** Since when the database has taken nothing, in the engine's s; null: it does take things. */
  private troubledSince: Duration | null = null
  private over = false

  constructor(engine: Engine, parts: EndingParts) {
    this.engine = engine
    this.parts = parts
  }

  stop(): void {
    this.stopping = true
    this.engine.control({ kind: 'windDown' })
  }

  stopNow(): void {
    this.stopping = true
    this.atOnce = true
    this.engine.control({ kind: 'stopNow' })
  }

  /** Looks at most once a second of the engine's time: a snapshot is not free. */
  reached(): boolean {
    if (!this.stopping && !this.parts.exitWhenDone) return false
    const now = Math.floor(this.engine.now() / 1000)
    if (now === this.lookedAt && !this.atOnce) return this.over
    this.lookedAt = now
    const { campaigns, calls, storeTrouble } = this.engine.snapshot()
    this.troubledSince = storeTrouble === null ? null : (this.troubledSince ?? now)
    const waited = now - (this.troubledSince ?? now)
    // Cards that are open then are on disk as far as they were filled in, and wait for the next
    // run.
    if (this.atOnce || (this.stopping && 1000 * waited >= STORE_PATIENCE)) return calls.length === 0
    this.over = campaigns.every(one => (this.stopping ? one.state === 'stopped' : this.isDone(one)))
    return this.over
  }

  /** Whether nothing is left that anybody here could do for a campaign, now or later. */
  private isDone({ id, state, funnel, lines, openCards, leftCards }: CampaignView): boolean {
    if (funnel === null || openCards > leftCards || Object.keys(lines).length > 0) return false
    if (state === 'stopped' && this.parts.stopped.includes(id)) return true
    const open = [...Object.values(funnel.ready), ...Object.values(funnel.waiting)]
    return open.reduce((a, b) => a + b, 0) + funnel.leased + funnel.atOperator <= leftCards
  }
}

/**
 * Ends an engine whose work is done.
 *
 * @throws CarillonError RUN_UNWRITTEN when the database does not take all that came of it.
 */
export async function close(engine: Engine): Promise<void> {
  try {
    await engine.close()
  } catch (cause) {
    if (!(cause instanceof CarillonError)) throw cause
    const what = 'The run has ended, and not everything that came of it could be written down.'
    const then = 'Calls whose end is missing count as lost when the next run begins.'
    throw new CarillonError('RUN_UNWRITTEN', `${what} ${cause.message} ${then}`, { cause })
  }
}
