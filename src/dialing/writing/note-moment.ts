import type { Core } from '../core.ts'
import { MOMENT_EVERY } from '../limits.ts'

/**
 * Writes down where time stands, once nothing else has been for a while: the next run, and whoever
 * asks without one, go by the latest instant of the journal.
 */
export function noteMoment(core: Core): void {
  if (core.wall - core.journal.latest >= MOMENT_EVERY) note(core, 'engine.running')
}

/** Writes down when the engine ended. */
export function noteEnd(core: Core): void {
  core.wall = core.timeline.wall()
  note(core, 'engine.ended')
}

const note = (core: Core, name: string): void =>
  core.journal.push({ kind: 'note', at: core.wall, name, data: {} })
