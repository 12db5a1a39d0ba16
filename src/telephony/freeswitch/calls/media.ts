import type { Duration } from '../../../base/duration.ts'
import type { Endpoints } from '../endpoints.ts'
import type { Endpoint, EndpointListener, Room } from '../wire/endpoint.ts'
import type { Reply } from '../wire/within.ts'

/** What a call's media are made of. */
export interface CallMediaParts {
  readonly endpoints: Endpoints
  readonly mediaTimeout: Duration | null
  readonly listener: EndpointListener
}

/** Our media in one call: an endpoint that is taken once and given back once. */
export class CallMedia {
  private readonly parts: CallMediaParts
  private endpoint: Endpoint | null = null
  private over = false
  /** The session description of a provisional response: an answer need not repeat it. */
  private early = ''
  /** What we last answered the callee. */
  private ours = ''
  /** Resolves when our media are out of the last room. */
  private outside: Promise<unknown> = Promise.resolve()

  constructor(parts: CallMediaParts) {
    this.parts = parts
  }

  /** What the callee may be offered; '' before `prepare`. */
  get offer(): string {
    return this.endpoint?.offer ?? ''
  }

  /** Resolves when nobody hears the callee in a room any more. */
  get out(): Promise<unknown> {
    return this.outside
  }

  /** Takes an endpoint. @returns false where there is none, or nobody wants it any more. */
  async prepare(): Promise<boolean> {
    const { endpoints, mediaTimeout, listener } = this.parts
    const reply = await endpoints.take()
    if (!reply.ok) return false
    if (this.over) {
      void endpoints.give(reply.value)
      return false
    }
    this.endpoint = reply.value
    this.endpoint.listen(listener)
    await reply.value.limitSilence(mediaTimeout)
    return this.endpoint !== null
  }

  /** Takes what a provisional response says of the callee's media. */
  hearEarly(sdp: string): void {
    if (sdp !== '') this.early = sdp
  }

  /**
   * Tells our media where the callee's are. Without a word of theirs it is where early media came
   * from; an offer without SDP asks for ours.
   *
   * @returns our answer, or null when there is none.
   */
  async attach(sdp: string): Promise<string | null> {
    if (sdp === '' && this.ours !== '') return this.ours
    const reply = await this.endpoint?.attach(sdp || this.early)
    if (!reply?.ok) return null
    this.ours = reply.value
    return reply.value
  }

  /** Goes into an operator's room. */
  async join(room: Room): Promise<boolean> {
    return isDone(await this.endpoint?.join(room))
  }

  /** Goes out of the room it is in or on its way to. */
  leave(): void {
    this.outside = this.endpoint?.leave() ?? this.outside
  }

  /** Plays a sound. @returns whether it was played to its end. */
  async play(sound: string): Promise<boolean> {
    return isDone(await this.endpoint?.play(sound))
  }

  /** Ends what is being played. */
  stopPlaying(): void {
    void this.endpoint?.stopPlaying()
  }

  /** Presses keys towards the callee. @returns whether they are on their way. */
  async sendDigits(digits: string): Promise<boolean> {
    return isDone(await this.endpoint?.sendDigits(digits))
  }

  /** The channel; null: there is none, or not any more. */
  get channel(): Endpoint | null {
    return this.endpoint
  }

  /** Gives the endpoint back, now or when it comes. */
  release(): void {
    this.over = true
    const { endpoint } = this
    if (endpoint === null) return
    this.endpoint = null
    this.outside = this.parts.endpoints.give(endpoint)
  }
}

const isDone = (reply: Reply<unknown> | undefined): boolean => reply?.ok ?? false
