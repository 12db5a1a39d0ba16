import type { ContactId } from '../../base/id.ts'
import type { CardSession } from '../../desk/cards.ts'
import type { Core } from '../core.ts'

/** Whether a person has an open card, of a call before: it says what follows for them. */
export function hasCard(core: Core, contact: ContactId, but?: CardSession): boolean {
  for (const one of core.cards.values())
    if (one.contact.id === contact && one !== but && one.live && !one.closing) return true
  return false
}
