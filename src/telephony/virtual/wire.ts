import type { CallEvent, LegEvent } from '../call-event.ts'

/**
 * What lies between the exchange and whoever listens: it delivers each event, at once unless it is
 * faulty.
 */
export type Wire = (
  event: CallEvent | LegEvent,
  deliver: (event: CallEvent | LegEvent) => void,
) => void

/** A wire that delivers everything at once. */
export const SOUND_WIRE: Wire = (event, deliver) => deliver(event)
