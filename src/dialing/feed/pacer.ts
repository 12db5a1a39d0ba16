import { Subject, type TimestampProvider } from 'rxjs'
import type { Observation } from '../../pacing/observation.ts'
import type { Decision, Policy } from '../../pacing/policy.ts'
import { type Glance, pace } from '../../pacing/stream.ts'

/**
 * The owner of one campaign's stream of decisions: what the engine sees goes in, and what the
 * policy says comes out in the same breath, so that nothing is decided outside the inbox.
 */
export class Pacer {
  private readonly policy: Policy
  private readonly observe: () => Observation
  private readonly clock: TimestampProvider
  private readonly glances = new Subject<Glance>()
  private decision: Decision<unknown> | null = null
  private last: Decision<unknown> | null = null
  private failure: { readonly error: unknown } | null = null

  constructor(policy: Policy, observe: () => Observation, clock: TimestampProvider) {
    this.policy = policy
    this.observe = observe
    this.clock = clock
  }

  /**
   * Opens the stream, once, before the first glance.
   *
   * @param kept what `learned` gave in an earlier engine, or null.
   */
  begin(kept: string | null): void {
    const { memory, initial } = this.policy
    const state = kept === null || memory === undefined ? initial : memory.resume(dataOf(kept))
    const from: Policy = { ...this.policy, initial: state }
    this.glances.pipe(pace(from, this.observe, this.clock)).subscribe({
      next: decision => {
        this.decision = decision
        this.last = decision
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

  /** What the policy has learned and another engine may go on from, or null: nothing. */
  learned(): string | null {
    const { last, policy } = this
    const data = last === null ? null : (policy.memory?.keep(last.state) ?? null)
    return data === null ? null : JSON.stringify(data)
  }

  /** Nothing is decided any more. */
  close(): void {
    this.glances.complete()
  }
}

/** What is no JSON is no data that a policy could read. */
function dataOf(kept: string): unknown {
  try {
    return JSON.parse(kept)
  } catch {
    return null
  }
}
