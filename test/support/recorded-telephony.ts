import { merge, type Observable } from 'rxjs'
import type { Clock } from '../../src/base/clock.ts'
import type { AttemptId, OperatorId } from '../../src/base/id.ts'
import type { CallEvent, LegEvent } from '../../src/telephony/call-event.ts'
import type { Incoming } from '../../src/telephony/incoming.ts'
import type { OutsideCalls } from '../../src/telephony/outside.ts'
import type { DuringCall, LegCall, OriginateRequest, Telephony } from '../../src/telephony/port.ts'
import type { CallRecording, RecordingCommand } from '../../src/telephony/recording.ts'
import type { Supervision } from '../../src/telephony/supervision.ts'

/** One command that was given to the network, with the second at which it was. */
export interface Command {
  readonly sec: number
  readonly name:
    | 'originate'
    | 'connect'
    | 'announce'
    | 'hangUp'
    | 'record'
    | 'answer'
    | 'refuse'
    | keyof Supervision
    | 'operatorUp'
    | 'operatorDown'
    | keyof DuringCall
    | keyof OutsideCalls
  /** The attempt, or the operator whose leg it is about. */
  readonly id: AttemptId | OperatorId
  readonly operator?: OperatorId
  readonly request?: OriginateRequest
  readonly call?: LegCall
  /** Whether it was to be so, or what was sent. */
  readonly what?: boolean | string
  readonly recording?: RecordingCommand
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
    hold(attempt, on) {
      note({ name: 'hold', id: attempt, what: on })
      if (!deaf.has('hold')) telephony.hold(attempt, on)
    },
    mute(attempt, on) {
      note({ name: 'mute', id: attempt, what: on })
      if (!deaf.has('mute')) telephony.mute(attempt, on)
    },
    sendDigits(attempt, digits) {
      note({ name: 'sendDigits', id: attempt, what: digits })
      if (!deaf.has('sendDigits')) telephony.sendDigits(attempt, digits)
    },
    invite(attempt, operator) {
      note({ name: 'invite', id: attempt, operator })
      if (!deaf.has('invite')) telephony.invite(attempt, operator)
    },
    dismiss(attempt) {
      note({ name: 'dismiss', id: attempt })
      if (!deaf.has('dismiss')) telephony.dismiss(attempt)
    },
    transfer(attempt, operator) {
      note({ name: 'transfer', id: attempt, operator })
      if (!deaf.has('transfer')) telephony.transfer(attempt, operator)
    },
    ...besides(telephony, note, deaf),
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

/** People outside, recording and supervision, remembered in the same way. */
function besides(
  telephony: Telephony,
  note: (command: Omit<Command, 'sec'>) => void,
  deaf: ReadonlySet<Command['name']>,
): CallRecording & Incoming & OutsideCalls & Supervision {
  return {
    incoming$: telephony.incoming$,
    answer(call, attempt) {
      note({ name: 'answer', id: attempt, what: call })
      if (!deaf.has('answer')) telephony.answer(call, attempt)
    },
    refuse(call, why) {
      note({ name: 'refuse', id: call, what: why })
      telephony.refuse(call, why)
    },
    letIn(attempt, outside) {
      note({ name: 'letIn', id: attempt, what: outside })
      if (!deaf.has('letIn')) telephony.letIn(attempt, outside)
    },
    unite(attempt, outside) {
      note({ name: 'unite', id: attempt, what: outside })
      if (!deaf.has('unite')) telephony.unite(attempt, outside)
    },
    leaveOnHold(attempt) {
      note({ name: 'leaveOnHold', id: attempt })
      if (!deaf.has('leaveOnHold')) telephony.leaveOnHold(attempt)
    },
    record(attempt, command) {
      note({ name: 'record', id: attempt, recording: command })
      if (!deaf.has('record')) telephony.record(attempt, command)
    },
    supervise(supervisor, operator, way) {
      note({ name: 'supervise', id: supervisor, operator, what: way })
      if (!deaf.has('supervise')) telephony.supervise(supervisor, operator, way)
    },
    stopSupervising(supervisor) {
      note({ name: 'stopSupervising', id: supervisor })
      if (!deaf.has('stopSupervising')) telephony.stopSupervising(supervisor)
    },
  }
}
