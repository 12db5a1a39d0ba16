import { type Observable, Subject } from 'rxjs'
import { assert } from '../../base/assert.ts'
import { type Duration, millis } from '../../base/duration.ts'
import type { AttemptId, OperatorId, SupervisorId, TrunkId } from '../../base/id.ts'
import type { Random } from '../../base/random.ts'
import type { Timeline } from '../../base/timeline.ts'
import type { CallEvent, LegEvent } from '../call-event.ts'
import type { IncomingRefusal } from '../incoming.ts'
import type { Announcement, Capabilities, LegCall, OriginateRequest, Telephony } from '../port.ts'
import type { RecordingCommand } from '../recording.ts'
import { SUPERVISION_WAYS, type SupervisionWay } from '../supervision.ts'
import { unreached } from './callee.ts'
import { type Call, enter, placed, type Step } from './calls/call.ts'
import { CallRunner } from './calls/call-runner.ts'
import { Callers, type VirtualCaller } from './calls/callers.ts'
import { CallActs } from './calls/during-call.ts'
import { Visits } from './calls/outside.ts'
import { Recordings } from './calls/recordings.ts'
import { Carrier } from './carrier.ts'
import { type Faults, withFaults } from './faults.ts'
import { OperatorLegs, type OperatorPhones, SOUND_PHONES } from './legs.ts'
import { messageLength } from './message-length.ts'
import type { CalleeScript, Callees } from './script.ts'
import { Supervisions } from './supervisions.ts'
import type { VirtualTrunk } from './trunk.ts'

/** What an exchange is made of. */
export interface VirtualExchangeOptions {
  readonly timeline: Timeline
  readonly random: Random
  readonly callees: Callees
  readonly trunks: readonly VirtualTrunk[]
  /** The operators' phones; sound ones by default. */
  readonly phones?: OperatorPhones
  /** From `connect` until both hear each other; 0 by default. About 35–105 ms on a real server. */
  readonly connectDelay?: Duration
  /** From placing until the trunk turns a call away; 500 ms by default. */
  readonly congestionDelay?: Duration
  /** Whether answers tell machines from people; true by default. Otherwise they say `unknown`. */
  readonly detectsMachines?: boolean
  /** What goes wrong; nothing by default. */
  readonly faults?: Faults
  /** How long a message takes; by default as long as it takes to say it. */
  readonly messageLength?: (announcement: Announcement) => Duration
  /** Whether a file cannot be written; none by default. */
  readonly recordingFails?: (file: string) => boolean
}

/** A telephone exchange in this process: the port, and what only its owner may do or see. */
export interface VirtualExchange extends Telephony {
  /**
   * Drops an operator's leg as a network does, or as whoever puts the phone down: `operatorDown`
   * follows, and the callee is alone.
   */
  dropOperator(operator: OperatorId, why?: 'lost' | 'hungUp'): void
  /** Somebody calls one of our numbers. @returns what has them hang up. */
  callIn(caller: VirtualCaller): () => void
  /** Changes how many calls a trunk can carry; 0 takes it down. Calls that are up stay up. */
  setLines(trunk: TrunkId, lines: number): void
  /** Calls the trunk carries now. */
  linesInUse(trunk: TrunkId): number
  /** Calls that have not ended, those included that the trunk is about to turn away. */
  readonly liveCalls: number
  /** Stops without a word about what was live, and completes both streams. */
  close(): void
}

/** @returns an exchange whose events all come from the timeline: no command tells any itself. */
export function createVirtualExchange(options: VirtualExchangeOptions): VirtualExchange {
  return new Exchange(options)
}

class Exchange implements VirtualExchange {
  readonly capabilities: Capabilities
  readonly events$: Observable<CallEvent | LegEvent>
  readonly capacity$: Carrier['capacity$']
  readonly incoming$: Callers['incoming$']
  private readonly events = new Subject<CallEvent | LegEvent>()
  private readonly options: Required<VirtualExchangeOptions>
  private readonly callees: Callees
  private readonly carrier: Carrier
  private readonly legs: OperatorLegs
  private readonly calls: CallRunner
  private readonly acts: CallActs
  private readonly visits: Visits
  private readonly recordings: Recordings
  private readonly callers: Callers
  private readonly supervisions: Supervisions
  private readonly turnedAway: CalleeScript
  private dialed = 0

  constructor(options: VirtualExchangeOptions) {
    this.options = { ...DEFAULTS, ...options }
    const { timeline, random, faults, congestionDelay, detectsMachines } = this.options
    const parts = withFaults(faults, this.options, timeline, random.fork('faults'))
    this.callees = parts.callees
    const deliver = (event: CallEvent | LegEvent) => this.events.next(event)
    const tell = (event: CallEvent | LegEvent) => parts.wire(event, deliver)
    this.carrier = new Carrier(parts.trunks, timeline, random.fork('trunk faults'))
    const tellOfLeg = (event: LegEvent) => {
      tell(event)
      if (event.kind === 'operatorDown') this.supervisions.legFell(event.operator)
    }
    this.legs = new OperatorLegs(timeline, parts.phones, tellOfLeg, (attempt, operator) =>
      this.calls.legFell(attempt, operator),
    )
    this.supervisions = new Supervisions({
      timeline,
      phones: parts.phones,
      isUp: operator => this.legs.isUp(operator),
      tell,
    })
    this.calls = new CallRunner(timeline, this.legs, detectsMachines, tell)
    this.callers = new Callers({
      timeline,
      admit: trunk => this.carrier.admit(trunk),
      start: call => this.calls.start(call),
      leave: attempt => this.calls.leave(attempt),
      tell,
    })
    this.incoming$ = this.callers.incoming$
    this.recordings = new Recordings({
      timeline,
      find: attempt => this.calls.find(attempt),
      tell,
      fails: this.options.recordingFails,
    })
    const { calls, legs } = this
    const joinDelay = this.options.connectDelay
    this.acts = new CallActs({ timeline, calls, legs, joinDelay })
    this.visits = new Visits({ timeline, calls, joinDelay })
    this.turnedAway = unreached('congestion', congestionDelay)
    this.capabilities = {
      detectsMachines,
      duringCall: ACTS,
      supervision: new Set(SUPERVISION_WAYS),
    }
    this.events$ = this.events.asObservable()
    this.capacity$ = this.carrier.capacity$
  }

  get liveCalls(): number {
    return this.calls.live
  }

  originate(attempt: AttemptId, request: OriginateRequest): void {
    assert(this.calls.find(attempt) === undefined, `attempt ${attempt} is placed once only`)
    const { timeline } = this.options
    const { to, trunk } = request
    const load = this.carrier.admit(trunk)
    const script =
      load === null
        ? this.turnedAway
        : this.callees.script({
            attempt,
            to,
            trunk,
            dialedIndex: this.dialed++,
            at: timeline.wall(),
          })
    this.calls.start(placed(attempt, request, script, load, timeline.monotonic()))
  }

  connect(attempt: AttemptId, operator: OperatorId): void {
    const call = this.answered(attempt, 'connect')
    if (call === undefined) return
    const joining = this.legs.take(operator, attempt)
    const { now } = this.calls
    enter(call, 'joining', now, now + this.options.connectDelay)
    call.operator = operator
    call.joining = joining
    this.calls.plan(call)
  }

  announce(attempt: AttemptId, announcement: Announcement): void {
    const call = this.answered(attempt, 'announce')
    if (call === undefined) return
    const { now } = this.calls
    enter(call, 'announcing', now, now + this.options.messageLength(announcement))
    call.stopKey = announcement.stopKey
    call.reaction = reaction(call, now)
    this.calls.plan(call)
  }

  hangUp(attempt: AttemptId): void {
    const call = this.calls.find(attempt)
    if (call === undefined || call.endingAt < Infinity) return
    const crossing = call.phase === 'placed' ? call.script.answersCancel : undefined
    call.endingAt = this.calls.now + (crossing?.after ?? 0)
    this.calls.letGo(call)
    this.calls.plan(call)
  }

  hold(attempt: AttemptId, on: boolean): void {
    this.acts.hold(attempt, on)
  }

  mute(attempt: AttemptId, on: boolean): void {
    this.acts.mute(attempt, on)
  }

  sendDigits(attempt: AttemptId, digits: string): void {
    this.acts.sendDigits(attempt, digits)
  }

  invite(attempt: AttemptId, guest: OperatorId): void {
    this.acts.invite(attempt, guest)
  }

  dismiss(attempt: AttemptId): void {
    this.acts.dismiss(attempt)
  }

  transfer(attempt: AttemptId, to: OperatorId): void {
    this.acts.transfer(attempt, to)
  }

  letIn(attempt: AttemptId, outside: AttemptId): void {
    this.visits.letIn(attempt, outside)
  }

  unite(attempt: AttemptId, outside: AttemptId): void {
    this.visits.unite(attempt, outside)
  }

  leaveOnHold(attempt: AttemptId): void {
    this.visits.leaveOnHold(attempt)
  }

  record(attempt: AttemptId, command: RecordingCommand): void {
    this.recordings.record(attempt, command)
  }

  supervise(supervisor: SupervisorId, operator: OperatorId, way: SupervisionWay): void {
    this.supervisions.supervise(supervisor, operator, way)
  }

  stopSupervising(supervisor: SupervisorId): void {
    this.supervisions.stopSupervising(supervisor)
  }

  operatorUp(operator: OperatorId, call?: LegCall): void {
    this.legs.raise(operator, call)
  }

  operatorDown(operator: OperatorId): void {
    this.legs.lower(operator, 'asked')
  }

  dropOperator(operator: OperatorId, why: 'lost' | 'hungUp' = 'lost'): void {
    this.legs.lower(operator, why)
  }

  setLines(trunk: TrunkId, lines: number): void {
    this.carrier.setLines(trunk, lines)
  }

  linesInUse(trunk: TrunkId): number {
    return this.carrier.linesInUse(trunk)
  }

  callIn(caller: VirtualCaller): () => void {
    return this.callers.callIn(caller)
  }

  answer(call: string, attempt: AttemptId): void {
    this.callers.answer(call, attempt)
  }

  refuse(call: string, why: IncomingRefusal): void {
    this.callers.refuse(call, why)
  }

  close(): void {
    this.callers.close()
    this.calls.clear()
    this.legs.clear()
    this.carrier.close()
    this.events.complete()
  }

  /**
   * The call a command is for; undefined when it is over or ending and the command comes to
   * nothing.
   */
  private answered(attempt: AttemptId, command: string): Call | undefined {
    const call = this.calls.find(attempt)
    if (call === undefined || call.endingAt < Infinity) return undefined
    const { phase } = call
    assert(phase === 'waiting', `${command} is for an answered call joined to nobody, not ${phase}`)
    return call
  }
}

/** What the callee does with a message that begins `now`; null when they hear it out. */
function reaction(call: Call, now: number): Step | null {
  const habit = call.callee!.announcement
  if (habit.kind === 'listens') return null
  if (habit.kind === 'hangsUp') return { at: now + habit.after, kind: 'leave' }
  return call.stopKey === null ? null : { at: now + habit.after, kind: 'key' }
}

const ACTS: Capabilities['duringCall'] = new Set([
  'hold',
  'mute',
  'digits',
  'invite',
  'transfer',
  'outside',
  'record',
])

const DEFAULTS = {
  phones: SOUND_PHONES,
  connectDelay: 0,
  congestionDelay: millis(500),
  detectsMachines: true,
  faults: {},
  messageLength,
  recordingFails: () => false,
}
