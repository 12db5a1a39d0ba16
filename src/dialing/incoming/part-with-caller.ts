import { stoppedByCaller } from '../../campaign/retry.ts'
import { forget } from '../calls/address-book.ts'
import { giveBack } from '../choose/supply.ts'
import type { AttemptRun, Core } from '../core.ts'
import { hasCard } from './has-card.ts'

/**
 * A caller who spoke to nobody stands where they stood before, since nobody has called them; one
 * who asked to be called no more is finished, unless a card of theirs is still to be closed.
 */
export function partWithCaller(core: Core, { contact, start, stopPressed }: AttemptRun): void {
  if (!stopPressed || hasCard(core, contact.id)) return giveBack(core, [contact])
  const progress = { contact: contact.id, ...stoppedByCaller(contact, start.position) }
  core.journal.push({ kind: 'contact', at: core.wall, progress })
  forget(core, contact.id)
}
