import type { OutsideEnd } from '../../desk/port.ts'
import type { CallEvent } from '../../telephony/call-event.ts'
import type { Core, OutsideRun } from '../core.ts'
import { hearTrunk } from '../intake/hear-trunk.ts'
import { dropOutside, outsideAnswered, outsideOver, tell } from './call-outside.ts'

/** What the network says of a call to a number outside. */
export function onOutside(core: Core, run: OutsideRun, event: CallEvent): void {
  hearTrunk(core, run, event)
  switch (event.kind) {
    case 'ringing':
    case 'earlyMedia':
      return tell(core, run, 'rings')
    case 'answered':
      return run.ending ? undefined : outsideAnswered(core, run)
    case 'letIn':
      if (run.ending) return
      tell(core, run, 'there')
      return core.dispatch(run.call, { kind: 'outside', outside: run.id, is: 'there' })
    case 'notLetIn':
      return dropOutside(core, run.id, 'failed')
    case 'ended':
      return outsideOver(core, run, endOf(run, event))
    case 'lost':
      return outsideOver(core, run, 'failed')
    default:
      return
  }
}

/** Why it is over, for the operator. */
function endOf(
  { answered, ending, why }: OutsideRun,
  { cause }: Extract<CallEvent, { kind: 'ended' }>,
): OutsideEnd {
  if (why !== null) return why
  if (answered) return 'hungUp'
  if (ending) return 'calledOff'
  return cause === 'hangUp' || cause === 'cancelled' ? 'noAnswer' : cause
}
