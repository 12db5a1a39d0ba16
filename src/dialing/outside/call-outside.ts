import type { AttemptId } from '../../base/id.ts'
import { shownAs } from '../../campaign/transfers/transfer-rules.ts'
import type { OutsideEnd } from '../../desk/port.ts'
import { give } from '../capacity/trunk-gate.ts'
import type { Core, OutsideRun } from '../core.ts'
import { END_LIMIT, RING_GUARD } from '../limits.ts'
import { codeOf } from '../writing/ask-store.ts'

/** Has the call written down; it is placed when it is on disk. */
export function writeOutside(core: Core, id: AttemptId): void {
  const run = core.outsides.get(id)
  if (run === undefined) return
  const { call, operator, to, trunk } = run
  tell(core, run, 'called')
  core.pending.more()
  const { callerId } = call.campaign.campaign
  const start = { id, attempt: call.id, operator, phone: to.number, trunk: trunk.id, callerId }
  core.store.beginOutside({ ...start, begunAt: core.wall }).then(
    result => {
      core.pending.less()
      core.enqueue({ from: 'store', reply: { kind: 'outsideBegun', outside: id, result } })
    },
    (error: unknown) => {
      core.pending.less()
      const code = codeOf(error)
      core.enqueue({ from: 'store', reply: { kind: 'outsideFailed', outside: id, code } })
    },
  )
}

/** It is written down, or may not be called. */
export function outsideBegun(core: Core, id: AttemptId, result: 'begun' | 'stopList'): void {
  const run = core.outsides.get(id)
  if (run === undefined) return
  if (run.ending || result === 'stopList')
    return outsideOver(core, run, run.ending ? 'calledOff' : 'stopList')
  const { call, to, trunk } = run
  const { callerId, ring } = call.campaign.campaign
  run.placed = true
  plan(core, run, 'ring', ring.limit + RING_GUARD)
  core.events.next({
    at: core.wall,
    kind: 'outside.placed',
    attempt: call.id,
    outside: id,
    operator: run.operator,
    trunk: trunk.id,
  })
  const beside = { trunk: trunk.id, ringLimit: ring.limit, beside: call.id }
  core.telephony.originate(id, { to: to.number, from: callerId, ...beside })
}

/** Ends it, whatever it is at. */
export function dropOutside(core: Core, id: AttemptId, why: OutsideEnd | null = null): void {
  const run = core.outsides.get(id)
  if (run === undefined || run.ending) return
  run.ending = true
  run.why = why
  if (!run.placed) return
  core.telephony.hangUp(id)
  plan(core, run, 'end', END_LIMIT)
}

/** It is over: its line is free, and its talk goes on, or ends with it. */
export function outsideOver(core: Core, run: OutsideRun, why: OutsideEnd): void {
  const { id, call } = run
  run.timer?.()
  core.outsides.delete(id)
  run.trunk.gate = give(run.trunk.gate)
  // With the person by themselves, their end is nothing to whoever has left them there.
  if (call.attempt.state.name !== 'given') tell(core, run, 'gone', why)
  core.events.next({ at: core.wall, kind: 'outside.ended', attempt: call.id, outside: id, why })
  const data = { id, attempt: call.id, answered: run.answered, why }
  core.journal.push({ kind: 'note', at: core.wall, name: 'outside.ended', data })
  core.dispatch(call, { kind: 'outside', outside: id, is: 'gone' })
}

/** The operator sees how it stands, in the call or at its card: it is nothing to the next one. */
export function tell(
  core: Core,
  { call, operator, to }: OutsideRun,
  stands: 'called' | 'rings' | 'there' | 'given' | 'gone',
  why: OutsideEnd | null = null,
): void {
  const state = core.operators.get(operator)?.operator.state
  const has = state?.name === 'talking' || state?.name === 'wrapUp' ? state.attempt : null
  if (has !== call.id) return
  const whom = shownAs(to)
  core.desk.show(operator, { kind: 'outside', attempt: call.id, whom, stands, why })
}

function plan(core: Core, run: OutsideRun, timer: 'ring' | 'end', delay: number): void {
  run.timer?.()
  run.timer = core.timeline.after(delay, () =>
    core.enqueue({ from: 'timer', attempt: run.id, timer }),
  )
}

/** Neither the adapter nor the far side has ended it: it is ended, or given up. */
export function outsideTimeUp(core: Core, run: OutsideRun): void {
  if (run.ending) return outsideOver(core, run, run.why ?? 'failed')
  dropOutside(core, run.id, 'noAnswer')
}

/** It was answered: no ring limit holds any more. */
export function outsideAnswered(core: Core, run: OutsideRun): void {
  run.answered = true
  run.timer?.()
  run.timer = null
  const { call, id } = run
  core.events.next({ at: core.wall, kind: 'outside.answered', attempt: call.id, outside: id })
  core.dispatch(call, { kind: 'outside', outside: id, is: 'answered' })
}
