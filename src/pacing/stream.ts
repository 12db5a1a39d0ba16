import { defer, filter, type OperatorFunction, scan, type TimestampProvider, tap } from 'rxjs'
import type { Observation } from './observation.ts'
import type { Decision, Policy } from './policy.ts'

/** What can be seen of a campaign without counting: enough to know whether to ask its policy. */
export interface Glance {
  /** Operators who could take an answer now. */
  readonly free: number
  /** People who answered and wait for an operator. */
  readonly waiting: number
  /** Lines that may still be answered. */
  readonly ringing: number
  /** Lines that could be started now: there is room for them and somebody to call. */
  readonly startable: number
}

/**
 * Turns glances ("something changed") into a policy's decisions: at once when an operator is free
 * without a line and could be given one, else at most once in each `policy.rhythm` ms. Synchronous:
 * a decision comes out while its glance goes in. Completes with its source, and fails only if the
 * policy throws, which is a bug of the policy. Each subscription begins with the policy's initial
 * state and keeps it.
 *
 * @param observe looks at everything; called only when the policy is asked.
 * @param clock a scheduler or anything else that tells the time, in monotonic ms.
 */
export function pace<State>(
  policy: Policy<State>,
  observe: () => Observation,
  clock: TimestampProvider,
): OperatorFunction<Glance, Decision<State>> {
  return glances$ =>
    defer(() => {
      let askedAt = Number.NEGATIVE_INFINITY
      return glances$.pipe(
        filter(glance => isUrgent(glance) || clock.now() - askedAt >= policy.rhythm),
        tap(() => {
          askedAt = clock.now()
        }),
        scan<Glance, Decision<State>, null>(
          (last, _) => policy.decide(last === null ? policy.initial : last.state, observe()),
          null,
        ),
      )
    })
}

/** An operator idles who could have a line: nothing is worth waiting for then. */
function isUrgent({ free, waiting, ringing, startable }: Glance): boolean {
  return startable > 0 && free - waiting > ringing
}
