import type { Engine } from '../dialing/engine.ts'
import type { DeskRoom } from './desks/desk-room.ts'
import type { NetworkState, Seen } from './reading/watching.ts'

/** A run of campaigns that is put together and can be driven: simulated, or for real. */
export interface Run {
  readonly engine: Engine
  network(): NetworkState
  /** Takes a server out of use, or back in. @returns why not; null: where nothing is in the way. */
  drain(server: string, on: boolean): string | null
  /** Where operators sit down; null: they are simulated. */
  readonly desks: DeskRoom | null
  /** Drives the run to its end; resolves when everything is written down. */
  drive(): Promise<void>
  /** No more calls; those in flight end, then the run does. */
  stop(): void
  /** The same, and calls in flight are ended now. */
  stopNow(): void
}

/** What is going on in a run. */
export function lookAt(run: Run): Seen {
  return { ...run.engine.snapshot(), network: run.network() }
}
