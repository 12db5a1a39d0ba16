import type { AnsweredCallee } from '../script.ts'
import { type Call, enter, type Step } from './call.ts'
import type { CallRunner } from './call-runner.ts'
import { CANCELLED, HUNG_UP_BY_CALLEE, HUNG_UP_BY_US, RING_LIMIT, UNREACHED } from './endings.ts'
import { PROVISIONALS } from './next-step.ts'

/** Carries out one step of a call: first the call changes, then it is told. */
export function happen(runner: CallRunner, call: Call, kind: Step['kind']): void {
  HAPPENINGS[kind](runner, call)
}

type Happening = (runner: CallRunner, call: Call) => void

const HAPPENINGS: Readonly<Record<Step['kind'], Happening>> = {
  trying: (runner, call) => provisional(runner, call, 'trying'),
  ringing: (runner, call) => provisional(runner, call, 'ringing'),
  earlyMedia: (runner, call) => provisional(runner, call, 'earlyMedia'),
  outcome,
  ringLimit,
  join,
  drop: (runner, call) => runner.legs.fall(call.operator!, 'lost'),
  key,
  played,
  leave,
  ending,
  lost,
}

function provisional(runner: CallRunner, call: Call, kind: (typeof PROVISIONALS)[number]): void {
  call.provisionals = PROVISIONALS.indexOf(kind) + 1
  runner.plan(call)
  runner.tell({ attempt: call.attempt, kind })
}

function outcome(runner: CallRunner, call: Call): void {
  const { outcome } = call.script
  if (outcome.kind === 'answers') answer(runner, call, outcome.callee)
  else runner.end(call, UNREACHED[outcome.kind])
}

function answer(runner: CallRunner, call: Call, callee: AnsweredCallee): void {
  call.callee = callee
  call.answeredAt = runner.now
  call.talkLeft = callee.talk ?? Infinity
  runner.leaveAlone(call)
  tellAnswer(runner, call, callee.by)
}

function tellAnswer(runner: CallRunner, call: Call, by: 'person' | 'machine'): void {
  const { attempt } = call
  runner.tell({ attempt, kind: 'answered', by: runner.detectsMachines ? by : 'unknown' })
}

function ringLimit(runner: CallRunner, call: Call): void {
  const crossing = call.script.answersCancel
  if (crossing === undefined) {
    runner.end(call, RING_LIMIT)
  } else {
    call.endingAt = runner.now + crossing.after
    runner.plan(call)
  }
}

function join(runner: CallRunner, call: Call): void {
  const { attempt, joining } = call
  const operator = call.operator!
  if (joining!.joins) {
    enter(call, 'joined', runner.now, runner.now + (joining!.dropsAfter ?? Infinity))
    runner.plan(call)
    runner.tell({ attempt, kind: 'connected', operator })
  } else {
    runner.leaveAlone(call)
    runner.tell({ attempt, kind: 'connectFailed', operator })
  }
}

/** The key ends the message, as prompts on real servers do. */
function key(runner: CallRunner, call: Call): void {
  const { attempt } = call
  const digit = call.stopKey!
  runner.leaveAlone(call)
  runner.tell({ attempt, kind: 'digit', digit })
  runner.tell({ attempt, kind: 'announced', completed: false })
}

function played(runner: CallRunner, call: Call): void {
  runner.leaveAlone(call)
  runner.tell({ attempt: call.attempt, kind: 'announced', completed: true })
}

function leave(runner: CallRunner, call: Call): void {
  const unseenFor = call.script.byeLostFor
  if (unseenFor === undefined) {
    runner.end(call, HUNG_UP_BY_CALLEE)
  } else {
    call.lostAt = runner.now + unseenFor
    runner.plan(call)
  }
}

function ending(runner: CallRunner, call: Call): void {
  const crossing = call.script.answersCancel
  if (call.phase === 'placed' && crossing === undefined) {
    runner.end(call, CANCELLED)
  } else {
    if (call.phase === 'placed') tellAnswer(runner, call, crossing!.by)
    runner.end(call, HUNG_UP_BY_US)
  }
}

function lost(runner: CallRunner, call: Call): void {
  runner.remove(call)
  runner.tell({ attempt: call.attempt, kind: 'lost' })
}
