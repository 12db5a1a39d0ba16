import type { OperatorState } from '../../desk/operator.ts'
import type { OperatorRun } from '../core.ts'

/** Keeps the campaign's lists of those who talk and of those who wrap up true. */
export function followOperator(run: OperatorRun, before: OperatorState): void {
  const { state } = run.operator
  const feed = run.allotted?.feed
  if (feed === undefined || isSameTask(before, state)) return
  feed.talking.delete(run)
  feed.wrapping.delete(run)
  if (state.name === 'talking') feed.talking.add(run)
  if (state.name === 'wrapUp') feed.wrapping.add(run)
}

/** A wrap-up that was extended is the same one; another card's is not. */
function isSameTask(before: OperatorState, after: OperatorState): boolean {
  if (!('attempt' in before) || !('attempt' in after)) return before.name === after.name
  return before.name === after.name && before.attempt === after.attempt
}

/** Whether a busy operator will be free again after the task in hand. */
export function comesBack({ operator: { memory } }: OperatorRun): boolean {
  return memory.breakAsked === null && !memory.signOutAsked
}
