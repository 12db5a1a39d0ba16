import { never } from '../../base/assert.ts'
import type { AttemptEffect } from '../attempt/attempt.ts'
import type { AttemptRun, Core } from '../core.ts'
import { stepRecordingOf } from '../recording/follow-recording.ts'
import { dropOutside, writeOutside } from './call-outside.ts'
import { leaveOutside, leaveRinging, takeCard } from './leave-call.ts'

type OutsideEffect = Extract<
  AttemptEffect,
  {
    do:
      | 'hold'
      | 'callOutside'
      | 'letIn'
      | 'unite'
      | 'dropOutside'
      | 'leaveOnHold'
      | 'leaveRinging'
      | 'takeCard'
      | 'leaveOutside'
  }
>

/** Does what somebody outside in a call leads to. */
export function performOutside(core: Core, run: AttemptRun, effect: OutsideEffect): void {
  switch (effect.do) {
    case 'hold':
      return core.telephony.hold(run.id, effect.on)
    case 'callOutside':
      return writeOutside(core, effect.outside)
    case 'letIn':
    case 'unite':
      return core.telephony[effect.do](run.id, effect.outside)
    case 'dropOutside':
      return dropOutside(core, effect.outside)
    case 'leaveOnHold':
      stepRecordingOf(core, run, { kind: 'operatorLeft' })
      return core.telephony.leaveOnHold(run.id)
    case 'leaveRinging':
      return leaveRinging(core, run, effect.operator)
    case 'takeCard':
      return takeCard(core, run)
    case 'leaveOutside':
      return leaveOutside(core, run, effect)
    default:
      return never(effect)
  }
}
