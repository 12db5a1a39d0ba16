import { Subject } from 'rxjs'
import { assert } from '../../base/assert.ts'
import type { Instant } from '../../base/duration.ts'
import type { CampaignId, OperatorId } from '../../base/id.ts'
import type { Timeline } from '../../base/timeline.ts'
import type { Desk, DeskAction, DeskNotice } from '../../desk/port.ts'
import type { Leave } from '../world/world.ts'
import { chooseLeavers, staying } from './departures.ts'
import type { Habits } from './habits.ts'
import { SimulatedOperator, type Watch } from './simulated-operator.ts'

/** A room of simulated operators behind the desk port. */
export class Floor implements Desk {
  private readonly operators = new Map<OperatorId, SimulatedOperator>()
  private readonly actions = new Subject<DeskAction>()
  readonly actions$ = this.actions.asObservable()
  private readonly timeline: Timeline
  private readonly habits: Habits
  private readonly watch: Watch

  constructor(options: {
    readonly timeline: Timeline
    readonly habits: Habits
    /** Told of each change of what an operator does, for figures. */
    readonly watch?: Watch
  }) {
    this.timeline = options.timeline
    this.habits = options.habits
    this.watch = options.watch ?? (() => {})
  }

  show(operator: OperatorId, notice: DeskNotice): void {
    this.operators.get(operator)?.notice(notice)
  }

  /** Somebody comes to work and signs in to these campaigns. */
  arrive(id: OperatorId, campaigns: readonly CampaignId[]): void {
    assert(!this.operators.has(id), `operator ${id} comes to work once`)
    const operator = new SimulatedOperator(id, campaigns, {
      timeline: this.timeline,
      habits: this.habits,
      watch: this.watch,
      act: action => this.actions.next(action),
    })
    this.operators.set(id, operator)
    operator.arrive()
  }

  /** How many are at work and not about to go. */
  get staying(): number {
    return staying(this.everybody()).length
  }

  /** Lets so many operators go for good, in the order of `chooseLeavers`. */
  letGo(count: number, leave: Leave): void {
    for (const operator of chooseLeavers(this.everybody(), count, leave)) operator.leave(leave)
  }

  /** So many more operators say, chosen in the same order, that they will go at `at`. */
  announce(count: number, leave: Leave, at: Instant): void {
    const silent = this.everybody().filter(operator => !operator.announced)
    for (const operator of chooseLeavers(silent, count, leave)) operator.announce(at)
  }

  /** The shift is over: everybody goes when their card is closed. */
  close(): void {
    for (const operator of this.operators.values()) operator.leave('at_once')
  }

  private everybody(): readonly SimulatedOperator[] {
    return [...this.operators.values()]
  }
}
