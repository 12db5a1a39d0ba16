import { NO_TRANSFERS } from '../../campaign/transfers/transfer-rules.ts'
import type { ActRefusal } from '../../desk/port.ts'
import { take } from '../capacity/trunk-gate.ts'
import { trunkWithRoom } from '../choose/room.ts'
import type { AttemptRun, Core, OperatorRun } from '../core.ts'
import type { OutsideAction } from '../inbox.ts'
import { isInAttempt } from './same-number.ts'

/** What keeps an operator from having somebody outside, or null. */
export function outsideRefusal(
  core: Core,
  call: AttemptRun,
  { act, to }: OutsideAction,
): ActRefusal | null {
  const { state, outside } = call.attempt
  const number = call.campaign.campaign.transfers?.outside[to ?? -1]
  if (number === undefined) return 'notAllowed'
  if (state.name !== 'talking' || state.guest !== null) return 'guestThere'
  if (outside !== null) {
    const isThem = core.outsides.get(outside.id)?.to === number
    return isThem && act === 'transfer' ? null : 'guestThere'
  }
  // One live call for a number: theirs as well.
  if (isInAttempt(core, number.number)) return 'numberBusy'
  const canWrite = !core.journal.full && !core.journal.failing && !core.troubles.rest(core.now)
  if (!canWrite) return 'failed'
  return trunkWithRoom(core, call.campaign) === undefined ? 'noLine' : null
}

/** Has somebody outside called, or gives the person to whoever was called before. */
export function askOutside(
  core: Core,
  call: AttemptRun,
  operator: OperatorRun,
  { act, to }: OutsideAction,
): void {
  if (call.attempt.outside !== null) return core.dispatch(call, { kind: 'outsideGiven' })
  const trunk = trunkWithRoom(core, call.campaign)
  const number = (call.campaign.campaign.transfers ?? NO_TRANSFERS).outside[to ?? -1]
  if (trunk === undefined || number === undefined) return
  trunk.gate = take(trunk.gate)
  const id = core.newId()
  const nothingYet = { placed: false, answered: false, heard: false, ending: false } as const
  const parts = { call, operator: operator.id, to: number, trunk }
  core.outsides.set(id, { id, ...parts, ...nothingYet, why: null, timer: null })
  core.dispatch(call, { kind: 'outsideAsked', outside: id, blind: act === 'transfer' })
}
