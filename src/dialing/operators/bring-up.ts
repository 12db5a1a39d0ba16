import type { Core, OperatorRun } from '../core.ts'
import { PHONE_AGAIN, PHONE_PAUSE } from '../limits.ts'
import { setPhone } from './phone.ts'

/**
 * Calls the phone of an operator who comes to work: a person picks it up. Without a phone to call
 * they stay where they were, and are told.
 */
export function bringUp(core: Core, run: OperatorRun, coming: 'signIn' | 'ready'): void {
  if (!run.hasPhone) {
    const why = 'your phone is not registered'
    run.coming = null
    return core.desk.show(run.id, { kind: 'state', state: run.operator.state.name, why })
  }
  run.coming = coming
  setPhone(core, run, 'rings')
  core.telephony.operatorUp(run.id)
}

/**
 * Our own servers failed as an operator came: their phone is called again soon, and they need not
 * ask for it.
 *
 * @returns false when that has been so for a minute: then they are told, and may ask again.
 */
export function comeLater(core: Core, run: OperatorRun, coming: 'signIn' | 'ready'): boolean {
  run.faultSince ??= core.now
  if (core.now - run.faultSince >= PHONE_AGAIN) return false
  run.coming = coming
  run.ringAfter = core.now + PHONE_PAUSE
  return true
}
