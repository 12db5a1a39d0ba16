import type { Duration } from '../../../base/duration.ts'
import type { AttemptId } from '../../../base/id.ts'
import type { OutsideCalls } from '../../outside.ts'
import { type Call, enter } from './call.ts'
import { isJoined, isReady, living, type TalkParts } from './kept-calls.ts'

/** People outside who are brought into calls of operators. */
export class Visits implements OutsideCalls {
  private readonly parts: TalkParts

  constructor(parts: TalkParts) {
    this.parts = parts
  }

  letIn(attempt: AttemptId, outside: AttemptId): void {
    const { calls, joinDelay } = this.parts
    const visitor = living(this.parts, outside)
    if (visitor === null) return
    const host = living(this.parts, attempt)
    const isFree = visitor.phase === 'waiting' && visitor.other === null
    if (!isFree || host === null || !isJoined(host) || host.other !== null)
      return this.later(0, visitor, () => calls.tell({ attempt: outside, kind: 'notLetIn' }))
    pair(host, visitor)
    enter(visitor, 'visiting', calls.now)
    calls.plan(visitor)
    this.later(joinDelay, visitor, () => {
      const isIn = visitor.other === attempt
      calls.tell({ attempt: outside, kind: isIn ? 'letIn' : 'notLetIn' })
    })
  }

  unite(attempt: AttemptId, outside: AttemptId): void {
    const host = living(this.parts, attempt)
    if (host === null) return
    const visitor = living(this.parts, outside)
    if (visitor === null || !canUnite(host, visitor))
      return this.later(0, host, () => this.fail(host, outside))
    pair(host, visitor)
    host.uniting = true
    this.later(this.parts.joinDelay, host, () => {
      if (host.uniting) this.meet(host, living(this.parts, outside), outside)
    })
  }

  leaveOnHold(attempt: AttemptId): void {
    const { calls } = this.parts
    const host = living(this.parts, attempt)
    if (host === null || !isReady(host)) return
    calls.freeLegs(host)
    calls.leaveAlone(host)
    host.music = true
    calls.plan(host)
  }

  private meet(host: Call, visitor: Call | null, outside: AttemptId): void {
    const { calls } = this.parts
    host.uniting = false
    if (visitor === null || host.other !== outside) return this.fail(host, outside)
    calls.freeLegs(host)
    host.operator = host.guest = null
    for (const one of [host, visitor]) {
      enter(one, 'united', calls.now)
      calls.plan(one)
    }
    calls.tell({ attempt: host.attempt, kind: 'united', outside })
  }

  private fail(host: Call, outside: AttemptId): void {
    const { calls } = this.parts
    if (host.phase === 'joined' && host.operator === null) calls.leaveAlone(host)
    calls.tell({ attempt: host.attempt, kind: 'notUnited', outside })
  }

  private later(delay: Duration, call: Call, act: () => void): void {
    this.parts.timeline.after(delay, () => {
      if (living(this.parts, call.attempt) === call) act()
    })
  }
}

function canUnite(host: Call, visitor: Call): boolean {
  const areApart = host.other === null && visitor.other === null
  const isHere = visitor.phase === 'waiting' || visitor.phase === 'visiting'
  return isHere && isReady(host) && (areApart || host.other === visitor.attempt)
}

function pair(host: Call, visitor: Call): void {
  host.other = visitor.attempt
  visitor.other = host.attempt
}
