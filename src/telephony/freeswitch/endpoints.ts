import { type Duration, minutes } from '../../base/duration.ts'
import type { Timeline } from '../../base/timeline.ts'
import { Spares } from './rules/spares.ts'
import type { Endpoint } from './wire/endpoint.ts'
import type { MediaLink } from './wire/media-link.ts'
import type { Reply } from './wire/within.ts'

/** Half of FreeSWITCH's usual session timer: a spare is not refreshed by anybody. */
const SPARE_AGE_MAX: Duration = minutes(10)

/** Endpoints of one media server, new ones and those that unanswered calls gave back. */
export class Endpoints {
  private readonly media: MediaLink
  private readonly timeline: Timeline
  private readonly spares: Spares<Endpoint>

  constructor(media: MediaLink, timeline: Timeline, spareEndpoints: number) {
    this.media = media
    this.timeline = timeline
    this.spares = new Spares(spareEndpoints, SPARE_AGE_MAX)
  }

  /** How many wait for the next call. */
  get spare(): number {
    return this.spares.size
  }

  /** @returns an endpoint that belongs to nobody. */
  async take(): Promise<Reply<Endpoint>> {
    const { spare, stale } = this.spares.take(this.timeline.monotonic())
    for (const endpoint of stale) void endpoint.release()
    if (spare === null) return this.media.endpoint()
    spare.listen(null)
    return { ok: true, value: spare }
  }

  /** Gives one back. @returns when it is free or gone. */
  async give(endpoint: Endpoint): Promise<void> {
    const keep = endpoint.reusable && this.spares.put(endpoint, this.timeline.monotonic())
    if (!keep) return endpoint.release()
    endpoint.listen({ gone: () => this.spares.drop(endpoint), digit: () => {} })
  }

  /** Lets go of those that wait. */
  async close(): Promise<void> {
    await Promise.all(this.spares.clear().map(endpoint => endpoint.release()))
  }
}
