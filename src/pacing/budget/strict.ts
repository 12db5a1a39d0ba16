import type { Observation } from '../observation.ts'
import { exchange } from './credit.ts'

/**
 * Lines that may be started without any way to pass the limit, whatever comes of them: if
 * everything
 * that rings is answered at once and nobody comes free, those beyond the free operators are
 * abandoned, and the credit must bear them all. People connected whose card is not closed yet may
 * turn out to be machines: they earn nothing here. At least one line for each free operator is
 * always allowed: it has its operator.
 */
export function strictRoom(seen: Observation): number {
  const { free, busy, ringing, waiting, budget } = seen
  const sure = Math.max(0, budget.connected - busy)
  const bearable = exchange(budget.limit) * sure - budget.abandoned - budget.atRisk
  const inFlight = ringing + waiting
  return Math.max(0, free + Math.floor(Math.max(0, bearable)) - inFlight)
}
