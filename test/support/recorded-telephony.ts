import { merge, type Observable } from 'rxjs'
import type { Clock } from '../../src/base/clock.ts'
import type { AttemptId, OperatorId } from '../../src/base/id.ts'
import type { CallEvent, LegEvent } from '../../src/telephony/call-event.ts'
import type { LegCall, OriginateRequest, Telephony } from '../../src/telephony/port.ts'

/** One command that was given to the network, with the second at which it was. */
export interface Command {
  readonly sec: number
  readonly name: 'originate' | 'connect' | 'announce' | 'hangUp' | 'operatorUp' | 'operatorDown'
  /** The attempt, or the operator whose leg it is about. */
  readonly id: AttemptId | OperatorId
  readonly operator?: OperatorId
  readonly request?: OriginateRequest
  readonly call?: LegCall
}

/**
 * A network that remembers what it was told to do, and tells what a test makes up besides. To
 * commands named in `deaf` it does not listen.
 */
export function recorded(
  telephony: Telephony,
  clock: Clock,
  extra$: Observable<CallEvent | LegEvent>,
  deaf: ReadonlySet<Command['name']>,
): [Telephony, Command[]] {
  const commands: Command[] = []
  const note = (command: Omit<Command, 'sec'>) =>
    commands.push({ sec: clock.monotonic() / 1000, ...command })
  const wrapped: Telephony = {
    capabilities: telephony.capabilities,
    events$: merge(telephony.events$, extra$),
    capacity$: telephony.capacity$,
    originate(attempt, request) {
      note({ name: 'originate', id: attempt, request })
      if (!deaf.has('originate')) telephony.originate(attempt, request)
    },
    connect(attempt, operator) {
      note({ name: 'connect', id: attempt, operator })
      if (!deaf.has('connect')) telephony.connect(attempt, operator)
    },
    announce(attempt, announcement) {
      note({ name: 'announce', id: attempt })
      if (!deaf.has('announce')) telephony.announce(attempt, announcement)
    },
    hangUp(attempt) {
      note({ name: 'hangUp', id: attempt })
      if (!deaf.has('hangUp')) telephony.hangUp(attempt)
    },
    operatorUp(operator, call) {
      note({ name: 'operatorUp', id: operator, ...(call === undefined ? {} : { call }) })
      if (!deaf.has('operatorUp')) telephony.operatorUp(operator, call)
    },
    operatorDown(operator) {
      note({ name: 'operatorDown', id: operator })
      if (!deaf.has('operatorDown')) telephony.operatorDown(operator)
    },
  }
  return [wrapped, commands]
}
