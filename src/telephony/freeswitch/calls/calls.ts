import { assert } from '../../../base/assert.ts'
import type { AttemptId } from '../../../base/id.ts'
import type { Endpoints } from '../endpoints.ts'
import { Call, type CallParts } from './call.ts'

/** The calls that live, by their attempts. */
export class Calls {
  private readonly live = new Map<AttemptId, Call>()

  /** How many live. */
  get size(): number {
    return this.live.size
  }

  /** The call of an attempt; undefined when it is over or there never was one. */
  find(attempt: AttemptId): Call | undefined {
    return this.live.get(attempt)
  }

  /** Places a call. */
  start(parts: CallParts): void {
    const { attempt } = parts
    assert(!this.live.has(attempt), `attempt ${attempt} is placed once only`)
    const call = new Call(parts)
    this.live.set(attempt, call)
    void call.start()
  }

  /** Forgets a call that is over. */
  forget(attempt: AttemptId): void {
    this.live.delete(attempt)
  }

  /** How many live on a media server. */
  countOn(endpoints: Endpoints): number {
    return [...this.live.values()].filter(call => call.endpoints === endpoints).length
  }

  /** A media server is gone, or the SIP server, and the calls on it with them. */
  loseOn(endpoints: Endpoints): void {
    for (const call of [...this.live.values()])
      if (call.endpoints === endpoints) call.step({ kind: 'lost' })
  }

  /** Ends every call as we end calls. */
  hangUp(): void {
    for (const call of [...this.live.values()]) call.step({ kind: 'hangUp' })
  }
}
