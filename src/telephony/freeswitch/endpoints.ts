import { type Duration, minutes, seconds } from '../../base/duration.ts'
import type { Timeline } from '../../base/timeline.ts'
import { Spares } from './rules/spares.ts'
import type { Endpoint } from './wire/endpoint.ts'
import type { MediaLink } from './wire/media-link.ts'
import type { Reply } from './wire/within.ts'

/** Half of FreeSWITCH's usual session timer: a spare is not refreshed by anybody. */
const SPARE_AGE_MAX: Duration = minutes(10)

/** A server that made no channel is asked again this often. */
const TRIAL_EVERY: Duration = seconds(1)

/** Endpoints of one media server, new ones and those that unanswered calls gave back. */
export class Endpoints {
  readonly media: MediaLink
  private readonly timeline: Timeline
  private readonly spares: Spares<Endpoint>
  private readonly changed: () => void
  private closed = false
  /**
   * Whether the server makes channels: one that shuts down hangs up and refuses some time before
   * its connection ends, and one that is full refuses for as long as it is.
   */
  makesChannels = true

  /** @param changed `makesChannels` did. */
  constructor(media: MediaLink, timeline: Timeline, spareEndpoints: number, changed: () => void) {
    this.media = media
    this.timeline = timeline
    this.changed = changed
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
    if (spare === null) return this.make()
    spare.listen(null)
    return { ok: true, value: spare }
  }

  /** Gives one back. @returns when it is free or gone. */
  async give(endpoint: Endpoint): Promise<void> {
    const keep =
      !this.closed && endpoint.reusable && this.spares.put(endpoint, this.timeline.monotonic())
    if (!keep) return endpoint.release()
    endpoint.listen({ gone: () => this.spares.drop(endpoint), digit: () => {} })
  }

  private async make(): Promise<Reply<Endpoint>> {
    const reply = await this.media.endpoint()
    if (!reply.ok && this.makesChannels && !this.isOver) {
      this.makesChannels = false
      this.tryLater()
      this.changed()
    }
    return reply
  }

  private tryLater(): void {
    this.timeline.after(TRIAL_EVERY, async () => {
      if (this.isOver) return
      const reply = await this.media.endpoint()
      if (!reply.ok) return this.tryLater()
      await this.give(reply.value)
      if (this.isOver) return
      this.makesChannels = true
      this.changed()
    })
  }

  private get isOver(): boolean {
    return this.closed || this.media.ended.yes
  }

  /** Lets go of those that wait; from now on nobody waits. */
  async close(): Promise<void> {
    this.closed = true
    await Promise.all(this.spares.clear().map(endpoint => endpoint.release()))
  }
}
