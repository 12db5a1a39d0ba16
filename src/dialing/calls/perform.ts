import { assert } from '../../base/assert.ts'
import type { AttemptMarks } from '../../store/records.ts'
import type { AttemptEffect } from '../attempt/attempt.ts'
import type { AttemptRun, Core } from '../core.ts'
import { tellAbandoned } from '../feed/follow-line.ts'
import { messageFor } from '../incoming/message-for.ts'
import { performOutside } from '../outside/perform-outside.ts'
import { stepRecordingOf } from '../recording/follow-recording.ts'
import { callEnded, openCard } from './card-flow.ts'
import { freeGuest, handOn, inviteGuest, transferTo } from './company.ts'
import { count } from './count.ts'
import { finishAttempt } from './finish.ts'
import { findOperator, freeOperator, joinOperator } from './match.ts'

import { stopNumber } from './stop-number.ts'

/** Does one effect of the attempt machine. What it leads to outside comes back as an input. */
export function perform(core: Core, run: AttemptRun, effect: AttemptEffect): void {
  switch (effect.do) {
    case 'begin':
      core.wantLine.add(run)
      return
    case 'originate':
      return originate(core, run)
    case 'answer':
      return answer(core, run)
    case 'seek':
      run.campaign.seeking.add(run)
      return findOperator(core, run)
    case 'stopSeeking':
      run.campaign.seeking.delete(run)
      return
    case 'connect':
      return joinOperator(core, run, effect.operator)
    case 'announce': {
      const { text, stopKey } = messageFor(run)
      return core.telephony.announce(run.id, { message: text, stopKey })
    }
    case 'hangUp':
      return hangUp(core, run)
    case 'plan':
      run.timer?.()
      run.timer = core.timeline.after(effect.delay, () =>
        core.enqueue({ from: 'timer', attempt: run.id, timer: effect.timer }),
      )
      return
    case 'unplan':
      run.timer?.()
      run.timer = null
      return
    case 'mark':
      return mark(core, run, effect)
    case 'count':
      return countPerson(core, run, effect.as)
    case 'openCard':
      return openCard(core, run, effect.operator)
    case 'callEnded':
      return callEnded(core, run, effect.operator)
    case 'freeOperator':
      return freeOperator(core, effect.operator, effect.phoneFailed)
    case 'invite':
      return inviteGuest(core, run, effect.operator)
    case 'dismiss':
      return core.telephony.dismiss(run.id)
    case 'transfer':
      return transferTo(core, run, effect.to)
    case 'freeGuest':
      return freeGuest(core, effect.operator)
    case 'handOn':
      return handOn(core, run, effect.from, effect.to)
    case 'stopNumber':
      run.stopPressed = true
      return stopNumber(core, run.start.number)
    case 'finish':
      return finishAttempt(core, run, effect.outcome, effect.spoke)
    default:
      return performOutside(core, run, effect)
  }
}

/** The recording's file ends here, while the other side's word for it may take seconds. */
function hangUp(core: Core, run: AttemptRun): void {
  stepRecordingOf(core, run, { kind: 'callOver' })
  core.telephony.hangUp(run.id)
}

function originate(core: Core, run: AttemptRun): void {
  const { campaign, contact, start } = run
  const to = core.book.get(contact.id)?.phones[start.position]
  if (to === undefined) {
    // Its data was erased between the lease and this moment: there is nobody to call any more.
    return core.enqueue({
      from: 'telephony',
      event: { kind: 'ended', attempt: run.id, cause: 'failed', from: 'us' },
    })
  }
  campaign.tally.placed++
  core.events.next({
    at: core.wall,
    kind: 'attempt.placed',
    attempt: run.id,
    campaign: campaign.id,
    contact: contact.id,
    trunk: start.trunk,
  })
  core.telephony.originate(run.id, {
    to,
    from: start.callerId,
    trunk: start.trunk,
    ringLimit: campaign.campaign.ring.limit,
  })
}

function answer(core: Core, run: AttemptRun): void {
  const { id, campaign, contact, incoming, start } = run
  assert(incoming !== null, 'only a call to us is answered')
  core.events.next({
    at: core.wall,
    kind: 'attempt.incoming',
    attempt: id,
    campaign: campaign.id,
    contact: contact.id,
    trunk: start.trunk,
  })
  core.telephony.answer(incoming, id)
}

function mark(core: Core, run: AttemptRun, effect: Extract<AttemptEffect, { do: 'mark' }>): void {
  const marks = withReservation(run, effect.marks)
  core.journal.push({ kind: 'attempt', at: core.wall, attempt: run.id, marks })
  if (effect.marks.answeredAt !== undefined) {
    run.answeredAt = effect.marks.answeredAt
    if (run.incoming === null) run.campaign.tally.answered++
    core.events.next({ at: core.wall, kind: 'attempt.answered', attempt: run.id })
  }
}

/** Whoever was promised to this attempt was reserved from its beginning, not from the answer. */
function withReservation({ start }: AttemptRun, marks: AttemptMarks): AttemptMarks {
  if (start.reservedFor === null) return marks
  if (marks.placedAt !== undefined) return { ...marks, reservedAt: start.begunAt }
  if (marks.reservedAt === undefined || marks.operator !== start.reservedFor) return marks
  const { reservedAt, ...others } = marks
  return others
}

function countPerson(core: Core, run: AttemptRun, as: 'connected' | 'abandoned'): void {
  run.campaign.tally[as]++
  if (as === 'abandoned') tellAbandoned(core, run)
  count(core, run.campaign.budget, { as, at: run.answeredAt ?? run.start.begunAt, by: 1 })
}
