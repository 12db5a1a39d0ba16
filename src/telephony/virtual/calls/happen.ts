import type { CallEvent } from '../../call-event.ts'
import type { AnsweredCallee } from '../script.ts'
import { type Call, enter, type Step } from './call.ts'
import {
  CANCELLED,
  type Ending,
  HUNG_UP_BY_CALLEE,
  HUNG_UP_BY_US,
  RING_LIMIT,
  UNREACHED,
} from './endings.ts'
import { PROVISIONALS } from './next-step.ts'

/** What a step of a call needs of whoever keeps the calls. */
export interface CallKeeper {
  /** Monotonic time. */
  readonly now: number
  /** Whether answers say who answered. */
  readonly detectsMachines: boolean
  tell(event: CallEvent): void
  /** Plans the next step of a call anew: asked after each change to it. */
  plan(call: Call): void
  /** The callee of an answered call is joined to nobody from now on. */
  leaveAlone(call: Call): void
  /** The operator's leg of this call drops. */
  dropLeg(call: Call): void
  /** Lets go of everything the call holds. */
  remove(call: Call): void
}

/** Carries out one step of a call: first the call changes, then it is told. */
export function happen(keeper: CallKeeper, call: Call, kind: Step['kind']): void {
  HAPPENINGS[kind](keeper, call)
}

type Happening = (keeper: CallKeeper, call: Call) => void

const HAPPENINGS: Readonly<Record<Step['kind'], Happening>> = {
  trying: (keeper, call) => provisional(keeper, call, 'trying'),
  ringing: (keeper, call) => provisional(keeper, call, 'ringing'),
  earlyMedia: (keeper, call) => provisional(keeper, call, 'earlyMedia'),
  outcome,
  ringLimit,
  join,
  drop: (keeper, call) => keeper.dropLeg(call),
  key,
  played,
  leave,
  ending,
  lost,
}

function provisional(keeper: CallKeeper, call: Call, kind: (typeof PROVISIONALS)[number]): void {
  call.provisionals = PROVISIONALS.indexOf(kind) + 1
  keeper.plan(call)
  keeper.tell({ attempt: call.attempt, kind })
}

function outcome(keeper: CallKeeper, call: Call): void {
  const { outcome } = call.script
  if (outcome.kind === 'answers') answer(keeper, call, outcome.callee)
  else end(keeper, call, UNREACHED[outcome.kind])
}

function answer(keeper: CallKeeper, call: Call, callee: AnsweredCallee): void {
  call.callee = callee
  call.answeredAt = keeper.now
  call.talkLeft = callee.talk ?? Infinity
  keeper.leaveAlone(call)
  tellAnswer(keeper, call, callee.by)
}

function tellAnswer(keeper: CallKeeper, call: Call, by: 'person' | 'machine'): void {
  const { attempt } = call
  keeper.tell({ attempt, kind: 'answered', by: keeper.detectsMachines ? by : 'unknown' })
}

function ringLimit(keeper: CallKeeper, call: Call): void {
  const crossing = call.script.answersCancel
  if (crossing === undefined) {
    end(keeper, call, RING_LIMIT)
  } else {
    call.endingAt = keeper.now + crossing.after
    keeper.plan(call)
  }
}

function join(keeper: CallKeeper, call: Call): void {
  const { attempt, joining } = call
  const operator = call.operator!
  if (joining!.joins) {
    enter(call, 'joined', keeper.now, keeper.now + (joining!.dropsAfter ?? Infinity))
    keeper.plan(call)
    keeper.tell({ attempt, kind: 'connected', operator })
  } else {
    keeper.leaveAlone(call)
    keeper.tell({ attempt, kind: 'connectFailed', operator, why: 'leg' })
  }
}

/** The key ends the message, as prompts on real servers do. */
function key(keeper: CallKeeper, call: Call): void {
  const { attempt } = call
  const digit = call.stopKey!
  keeper.leaveAlone(call)
  keeper.tell({ attempt, kind: 'digit', digit })
  keeper.tell({ attempt, kind: 'announced', completed: false })
}

function played(keeper: CallKeeper, call: Call): void {
  keeper.leaveAlone(call)
  keeper.tell({ attempt: call.attempt, kind: 'announced', completed: true })
}

function leave(keeper: CallKeeper, call: Call): void {
  const unseenFor = call.script.byeLostFor
  if (unseenFor === undefined) {
    end(keeper, call, HUNG_UP_BY_CALLEE)
  } else {
    call.lostAt = keeper.now + unseenFor
    keeper.plan(call)
  }
}

function ending(keeper: CallKeeper, call: Call): void {
  const crossing = call.script.answersCancel
  if (call.phase === 'placed' && crossing === undefined) {
    end(keeper, call, CANCELLED)
  } else {
    if (call.phase === 'placed') tellAnswer(keeper, call, crossing!.by)
    end(keeper, call, HUNG_UP_BY_US)
  }
}

function lost(keeper: CallKeeper, call: Call): void {
  keeper.remove(call)
  keeper.tell({ attempt: call.attempt, kind: 'lost' })
}

/** The last word on a call. */
function end(keeper: CallKeeper, call: Call, how: Ending): void {
  keeper.remove(call)
  keeper.tell({ attempt: call.attempt, kind: 'ended', ...how })
}
