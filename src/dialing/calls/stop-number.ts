import type { NumberId } from '../../base/id.ts'
import type { Core } from '../core.ts'
import { writeForSure } from '../writing/ask-store.ts'

/**
 * A person pressed the key that asks never to be called again: the number is on the stop list from
 * this moment, whoever holds it, and is written down at once rather than when the call ends.
 */
export function stopNumber(core: Core, number: NumberId): void {
  core.stopped.add(number)
  const at = core.wall
  writeForSure(core, {
    what: 'stopNumbers',
    write: () => core.store.stopNumbers([number], 'asked by key', at),
    done: () => core.enqueue({ from: 'store', reply: { kind: 'recovered', what: 'stopNumbers' } }),
  })
}
