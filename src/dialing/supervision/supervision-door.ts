import type { OperatorId, SupervisorId } from '../../base/id.ts'
import type { SupervisionWay } from '../../telephony/supervision.ts'
import type { Core } from '../core.ts'

/** Where supervisors come in: whoever the site file names one, and nobody else. */
export interface SupervisionDoor {
  /**
   * @param way null: they leave. @returns what keeps it from being done, as a sentence, or null: it
   * was asked for, and `operator.supervised` says what came of it.
   */
  supervise(
    supervisor: SupervisorId,
    operator: OperatorId,
    way: SupervisionWay | null,
  ): string | null
}

/** @returns the door of an engine. */
export function supervisionDoor(core: Core): SupervisionDoor {
  return {
    supervise(supervisor, operator, way) {
      const { supervisors } = core.supervision
      const ids = supervisors.map(({ id }) => id)
      if (!ids.includes(supervisor)) {
        const known = ids.length === 0 ? 'it names none' : `these are: ${ids.join(', ')}`
        return `${supervisor} is no supervisor of the site file; ${known}.`
      }
      if (way === null) {
        core.enqueue({ from: 'control', command: { kind: 'stopSupervising', supervisor } })
        return null
      }
      const run = core.operators.get(operator)
      if (run === undefined) {
        const known = [...core.operators.keys()].join(', ')
        return `There is no operator ${JSON.stringify(operator)} here; there are: ${known}.`
      }
      if (run.phone !== 'up') return `The phone of ${operator} is not in the system's call.`
      if (!core.telephony.capabilities.supervision.has(way))
        return `This telephone network cannot ${way}.`
      core.enqueue({ from: 'control', command: { kind: 'supervise', supervisor, operator, way } })
      return null
    },
  }
}
