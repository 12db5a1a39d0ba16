import { type Duration, minutes, seconds } from '../../base/duration.ts'
import type { Timeline } from '../../base/timeline.ts'
import { Spares } from './rules/spares.ts'
import type { Endpoint } from './wire/endpoint.ts'
import type { MediaLink } from './wire/media-link.ts'
import type { Reply } from './wire/within.ts'

/** Half of FreeSWITCH's usual session timer: a spare is not refreshed by anybody. */
const SPARE_AGE_MAX: Duration = minutes(10)

/** A server that does not work is tried again this often. */
const TRIAL_EVERY: Duration = seconds(1)

/** How endpoints are kept. */
export interface EndpointsParts {
  readonly media: MediaLink
  readonly timeline: Timeline
  /** How many wait for the next call at most. */
  readonly spareEndpoints: number
  readonly conferenceProfile: string
  /** `works` did. */
  changed(): void
}

/** Endpoints of one media server, new ones and those that unanswered calls gave back. */
export class Endpoints {
  readonly media: MediaLink
  private readonly parts: EndpointsParts
  private readonly spares: Spares<Endpoint>
  private closed = false
  /** Since when the server does not do what it is asked, monotonic; null: it does. */
  private failingSince: number | null = null
  /** Whether none is kept for the next call: there will be none. */
  private resting = false

  constructor(parts: EndpointsParts) {
    this.parts = parts
    this.media = parts.media
    this.media.onDoubt = () => this.doubt()
    this.spares = new Spares(parts.spareEndpoints, SPARE_AGE_MAX)
  }

  /**
   * Whether the server makes channels and lets them into rooms: one that shuts down hangs up and
   * refuses some time before its connection ends, one that is full refuses for as long as it is,
   * and one that has just begun, stands still, or has too much to do lets commands wait.
   */
  get works(): boolean {
    return this.failingSince === null
  }

  /** For how long it has not; 0: it does. */
  get failsFor(): Duration {
    return this.works ? 0 : this.parts.timeline.monotonic() - this.failingSince!
  }

  /** How many wait for the next call. */
  get spare(): number {
    return this.spares.size
  }

  /** @returns an endpoint that belongs to nobody. */
  async take(): Promise<Reply<Endpoint>> {
    const { spare, stale } = this.spares.take(this.parts.timeline.monotonic())
    for (const endpoint of stale) void endpoint.release()
    if (spare === null) return this.make()
    spare.listen(null)
    return { ok: true, value: spare }
  }

  /** Gives one back. @returns when it is free or gone. */
  async give(endpoint: Endpoint): Promise<void> {
    const now = this.parts.timeline.monotonic()
    const wanted = !this.closed && !this.resting && endpoint.reusable
    const keep = wanted && this.spares.put(endpoint, now)
    if (!keep) return endpoint.release()
    endpoint.listen({ gone: () => this.spares.drop(endpoint), digit: () => {} })
  }

  private async make(): Promise<Reply<Endpoint>> {
    const reply = await this.media.endpoint()
    if (!reply.ok) this.doubt()
    return reply
  }

  /** Something was not done: nobody else is given to the server until it was tried, at once. */
  private doubt(): void {
    if (this.fails()) void this.tryNow()
  }

  /** @returns whether that is news. */
  private fails(): boolean {
    if (!this.works || this.isOver) return false
    this.failingSince = this.parts.timeline.monotonic()
    this.parts.changed()
    return true
  }

  private tryLater(): void {
    this.parts.timeline.after(TRIAL_EVERY, () => void this.tryNow())
  }

  private async tryNow(): Promise<void> {
    if (this.isOver) return
    const isDone = await this.trial()
    if (this.isOver) return
    if (!isDone) return this.tryLater()
    this.failingSince = null
    this.parts.changed()
  }

  /** Does what a call does: a channel that goes into a room. */
  private async trial(): Promise<boolean> {
    const reply = await this.media.endpoint()
    if (!reply.ok) return false
    const endpoint = reply.value
    const room = { name: `carillon-${endpoint.uuid}`, profile: this.parts.conferenceProfile }
    const { ok } = await endpoint.join(room)
    await endpoint.release()
    return ok
  }

  private get isOver(): boolean {
    return this.closed || this.media.ended.yes
  }

  /** Lets go of those that wait and keeps no more, or (`on` false) keeps them again. */
  rest(on: boolean): void {
    this.resting = on
    if (on) for (const endpoint of this.spares.clear()) void endpoint.release()
  }

  /** Lets go of those that wait; from now on nobody waits. */
  async close(): Promise<void> {
    this.closed = true
    await Promise.all(this.spares.clear().map(endpoint => endpoint.release()))
  }
}
