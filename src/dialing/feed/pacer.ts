import { Subject, type TimestampProvider } from 'rxjs'
import type { Observation } from '../../pacing/observation.ts'
import type { Decision, Policy } from '../../pacing/policy.ts'
import { type Glance, pace } from '../../pacing/stream.ts'

/**
 * The owner of one campaign's stream of decisions: what the engine sees goes in, and what the
 * policy says comes out in the same breath, so that nothing is decided outside the inbox.
 */
export class Pacer {
  private readonly glances = new Subject<Glance>()
  private decision: Decision<unknown> | null = null
  private failure: { readonly error: unknown } | null = null

  constructor(policy: Policy, observe: () => Observation, clock: TimestampProvider) {
    this.glances.pipe(pace(policy, observe, clock)).subscribe({
      next: decision => {
        this.decision = decision
      },
      // Thrown here it would be lost to the engine, which must stop.
      error: error => {
        this.failure = { error }
      },
    })
  }

  /** @returns what the policy says, or null when it need not be asked. Throws what it throws. */
  glance(glance: Glance): Decision<unknown> | null {
    this.decision = null
    this.glances.next(glance)
    if (this.failure !== null) throw this.failure.error
    return this.decision
  }

  /** Nothing is decided any more. */
  close(): void {
    this.glances.complete()
  }
}
