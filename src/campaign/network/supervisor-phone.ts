import type { OperatorId, SupervisorId } from '../../base/id.ts'

/** What the phone of a supervisor is called among those of operators: no operator is called so. */
export const supervisorPhone = (supervisor: SupervisorId): OperatorId => `supervisor:${supervisor}`
