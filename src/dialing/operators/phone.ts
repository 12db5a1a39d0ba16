import type { PhoneState } from '../../desk/port.ts'
import type { CampaignRun, Core, OperatorRun } from '../core.ts'
import { PHONE_RING } from '../limits.ts'
import { enterRow, leaveRow } from './rows.ts'

/** How the phone of an operator at work is called: they are there, and it may answer by itself. */
const AT_WORK = { ringLimit: PHONE_RING, answersItself: true } as const

/**
 * Says how an operator's phone stands, to them and to the world, and keeps the rows of those who
 * can be joined to somebody true.
 */
export function setPhone(core: Core, run: OperatorRun, phone: PhoneState): void {
  if (run.phone === phone) return
  const waits = run.bound === null
  if (waits) leaveRow(core, run)
  run.phone = phone
  if (waits) enterRow(core, run)
  core.desk.show(run.id, { kind: 'phone', phone })
  core.events.next({ at: core.wall, kind: 'operator.phone', operator: run.id, phone })
}

/** Rings the phone of an operator at work. `campaign` null: because the leg they had dropped. */
export function ring(core: Core, run: OperatorRun, campaign: CampaignRun | null): void {
  run.rung = { since: core.now, campaign }
  setPhone(core, run, 'rings')
  core.telephony.operatorUp(run.id, AT_WORK)
}

/** Takes the leg down, or takes back the call to the phone. */
export function hangUpPhone(core: Core, run: OperatorRun): void {
  run.rung = null
  core.telephony.operatorDown(run.id)
  setPhone(core, run, 'down')
}
