import type { OperatorId, SupervisorId } from '../../base/id.ts'
import type { Timeline } from '../../base/timeline.ts'
import type {
  Supervision,
  SupervisionEnd,
  SupervisionEvent,
  SupervisionWay,
} from '../supervision.ts'
import type { OperatorPhones } from './legs.ts'

/** What supervisors are simulated with. */
export interface SupervisionsParts {
  readonly timeline: Timeline
  readonly phones: OperatorPhones
  isUp(operator: OperatorId): boolean
  tell(event: SupervisionEvent): void
}

interface There {
  operator: OperatorId
  way: SupervisionWay
  up: boolean
}

/** Supervisors in operators' calls: nothing is heard, and everything is told. */
export class Supervisions implements Supervision {
  private readonly parts: SupervisionsParts
  private readonly there = new Map<SupervisorId, There>()

  constructor(parts: SupervisionsParts) {
    this.parts = parts
  }

  supervise(supervisor: SupervisorId, operator: OperatorId, way: SupervisionWay): void {
    const { timeline, phones } = this.parts
    const known = this.there.get(supervisor)
    if (known !== undefined) {
      Object.assign(known, { operator, way })
      if (known.up) timeline.after(0, () => this.arrive(supervisor, known))
      return
    }
    const one = { operator, way, up: false }
    this.there.set(supervisor, one)
    if (!this.parts.isUp(operator)) {
      timeline.after(0, () => this.end(supervisor, one, 'operatorDown'))
      return
    }
    const { result, after } = phones.ring(supervisor)
    timeline.after(after, () => {
      if (result === 'up') this.arrive(supervisor, one)
      else this.end(supervisor, one, result)
    })
  }

  stopSupervising(supervisor: SupervisorId): void {
    const one = this.there.get(supervisor)
    if (one !== undefined) this.parts.timeline.after(0, () => this.end(supervisor, one, 'asked'))
  }

  /** An operator's leg is gone, and whoever supervised them with it. */
  legFell(operator: OperatorId): void {
    for (const [supervisor, one] of [...this.there])
      if (one.operator === operator) this.end(supervisor, one, 'operatorDown')
  }

  private arrive(supervisor: SupervisorId, one: There): void {
    if (this.there.get(supervisor) !== one) return
    const { operator, way } = one
    if (!this.parts.isUp(operator)) return this.end(supervisor, one, 'operatorDown')
    one.up = true
    this.parts.tell({ kind: 'supervising', supervisor, operator, way })
  }

  private end(supervisor: SupervisorId, one: There, why: SupervisionEnd): void {
    if (this.there.get(supervisor) !== one) return
    this.there.delete(supervisor)
    this.parts.tell({ kind: 'supervisionEnded', supervisor, operator: one.operator, why })
  }
}
