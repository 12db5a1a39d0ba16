import type { OperatorId, SupervisorId } from '../../base/id.ts'

/** Under what name the phone of a supervisor stands among those of operators: no operator has it. */
export const supervisorPhone = (supervisor: SupervisorId): OperatorId => `supervisor:${supervisor}`
