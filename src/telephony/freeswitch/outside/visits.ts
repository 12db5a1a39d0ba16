import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { OutsideInput } from '../rules/callee-state.ts'
import type { Room } from '../wire/endpoint.ts'

/** A call as far as visits go. */
export interface VisitedCall {
  /** Whether it was answered and is joined to nobody. */
  readonly isAlone: boolean
  /** Whether its callee is with an operator, on hold or not. */
  readonly isWithOperator: boolean
  /** Whether its person, who is outside, is in an operator's room or on the way there. */
  readonly isVisiting: boolean
  /** Whether its person is where no operator is, with another one. */
  readonly isUnited: boolean
  /** The operator of a joining under way or standing. */
  readonly operator: OperatorId | null
  /** Resolves when nobody hears its person in a room any more. */
  readonly out: Promise<unknown>
  /** Takes its person, who is outside, to a callee's room. @returns whether they are there. */
  bringTo(room: Room): Promise<boolean>
  step(input: OutsideInput): void
}

/** What visits need of whoever keeps the calls. */
export interface VisitedCalls {
  find(attempt: AttemptId): VisitedCall | undefined
  /** The room of the operator of a call; null: there is none now. */
  roomOf(call: VisitedCall): Room | null
  /** What rooms without operators are made with. */
  readonly profile: string
}

/** People outside in the calls of operators, and left with callees. */
export class Visits {
  private readonly calls: VisitedCalls
  /** The call that somebody outside was last brought into. */
  private readonly hosts = new Map<AttemptId, AttemptId>()

  constructor(calls: VisitedCalls) {
    this.calls = calls
  }

  letIn(attempt: AttemptId, outside: AttemptId): void {
    const visitor = this.calls.find(outside)
    const welcome = this.calls.find(attempt)?.isWithOperator === true
    if (visitor?.isAlone && welcome) this.hosts.set(outside, attempt)
    visitor?.step({ kind: 'visit', welcome })
  }

  unite(attempt: AttemptId, outside: AttemptId): void {
    const visitor = this.calls.find(outside)
    const isTheirs = visitor?.isVisiting === true && this.hosts.get(outside) === attempt
    const there = visitor !== undefined && (visitor.isAlone || isTheirs)
    if (there) this.hosts.set(outside, attempt)
    this.calls.find(attempt)?.step({ kind: 'unite', outside, there })
  }

  /** The room that somebody outside is to be let into; null: there is none now. */
  roomFor(outside: AttemptId): Room | null {
    const host = this.calls.find(this.hosts.get(outside) ?? '')
    return host === undefined ? null : this.calls.roomOf(host)
  }

  /** Takes somebody outside to the room of theirs and the callee's. @returns whether it is done. */
  async bring(attempt: AttemptId, outside: AttemptId): Promise<boolean> {
    return (await this.calls.find(outside)?.bringTo(this.roomOfBoth(attempt))) ?? false
  }

  /** A room that no operator is in. */
  roomOfBoth(attempt: AttemptId): Room {
    return { name: `carillon-both-${attempt}`, profile: this.calls.profile }
  }

  /** Whether somebody outside is in that room. */
  isUnited(outside: AttemptId): boolean {
    return this.calls.find(outside)?.isUnited ?? false
  }

  /** The callee did not come. */
  sendAway(outside: AttemptId): void {
    this.calls.find(outside)?.step({ kind: 'alone' })
  }

  /**
   * The call lets go of an operator: whoever visits it leaves their room as well. Resolves when
   * they are out.
   */
  async parted(attempt: AttemptId): Promise<void> {
    for (const visitor of this.visitorsOf(attempt)) {
      if (visitor.isVisiting) visitor.step({ kind: 'alone' })
      await visitor.out
    }
  }

  /** A call is over: the other one is joined to nobody. */
  over(attempt: AttemptId): void {
    for (const visitor of this.visitorsOf(attempt)) visitor.step({ kind: 'alone' })
    const host = this.calls.find(this.hosts.get(attempt) ?? '')
    this.hosts.delete(attempt)
    if (host?.isUnited) host.step({ kind: 'alone' })
  }

  private visitorsOf(attempt: AttemptId): readonly VisitedCall[] {
    const found = [...this.hosts].filter(([, host]) => host === attempt)
    return found.flatMap(([outside]) => this.calls.find(outside) ?? [])
  }
}
