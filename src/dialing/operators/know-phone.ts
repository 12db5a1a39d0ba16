import type { Core, OperatorRun } from '../core.ts'
import { setPhone } from './phone.ts'

/**
 * Whether there is a phone of an operator's to call. While there is none they are given nobody, and
 * told so each time it is said; a call that their phone is in goes on.
 */
export function knowPhone(core: Core, run: OperatorRun, isThere: boolean): void {
  run.hasPhone = isThere
  if (run.phone === 'up' || run.phone === 'rings') return
  if (!isThere) sayMissing(core, run)
  else if (run.phone === 'unregistered') setPhone(core, run, 'registered')
}

/** Whoever comes to work is told once more. */
function sayMissing(core: Core, run: OperatorRun): void {
  if (run.phone !== 'unregistered') return setPhone(core, run, 'unregistered')
  core.desk.show(run.id, { kind: 'phone', phone: 'unregistered' })
}
