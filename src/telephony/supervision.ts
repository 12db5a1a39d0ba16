import type { OperatorId, SupervisorId } from '../base/id.ts'

/**
 * - `listen`: hears what the operator says and hears, and is heard by nobody.
 * - `whisper`: is heard by the operator only.
 * - `barge`: is heard by the operator and by whomever they talk to.
 */
export type SupervisionWay = (typeof SUPERVISION_WAYS)[number]

/** All of them. */
export const SUPERVISION_WAYS = ['listen', 'whisper', 'barge'] as const

/** Supervisors in operators' calls, each with a phone of their own. */
export interface Supervision {
  /**
   * Calls the supervisor's phone and lets them into what an operator hears, from one call to the
   * next, on hold and between calls; of one who is there already, changes the way or the operator.
   * `supervising` or `supervisionEnded` follows.
   */
  supervise(supervisor: SupervisorId, operator: OperatorId, way: SupervisionWay): void
  /** Takes them out: `supervisionEnded`, as asked, unless they are nowhere. */
  stopSupervising(supervisor: SupervisorId): void
}

/** What becomes of a supervisor in operators' calls. */
export type SupervisionEvent =
  | {
      readonly kind: 'supervising'
      readonly supervisor: SupervisorId
      readonly operator: OperatorId
      readonly way: SupervisionWay
    }
  | {
      readonly kind: 'supervisionEnded'
      readonly supervisor: SupervisorId
      readonly operator: OperatorId
      readonly why: SupervisionEnd
    }

/**
 * - `asked`: by `stopSupervising`. `hungUp`: by the supervisor's phone.
 * - `noAnswer`, `refused`: their phone did not come up.
 * - `operatorDown`: the operator's leg is not up, or not any more.
 * - `failed`: the network could not do it.
 */
export type SupervisionEnd = 'asked' | 'hungUp' | 'noAnswer' | 'refused' | 'operatorDown' | 'failed'
