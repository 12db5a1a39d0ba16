import { CarillonError } from '../../../base/errors.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import type { Ledger } from '../left/ledger.ts'
import { retryAfter } from '../rules/retry.ts'
import type { FreeSwitchSettings, ServerAddress } from '../settings.ts'
import { MediaLink } from '../wire/media-link.ts'
import { SipLink } from '../wire/sip-link.ts'
import { Heartbeat } from './heartbeat.ts'
import { nameOf } from './server-state.ts'

/** A SIP server and a media server that calls can go over, connected. */
export interface Links {
  readonly sip: SipLink
  readonly media: MediaLink
}

/** Who is told whether there are servers to telephone with. */
export interface WayListener {
  /** There is a media server, perhaps beside others. */
  up(links: Links): void
  /**
   * Why one cannot be had, or `links` that are lost: everything on them is to be let go of before
   * it
   * resolves.
   */
  down(why: CarillonError | null, links: Links | null): Promise<void>
  /** The SIP server lets us wait, or does not any more. */
  slowed(): void
}

/** What the connections are made with. */
export interface WayParts {
  readonly timeline: Timeline
  /** For what goes on between calls: nothing of it needs to be found left over. */
  readonly between: Timeline
  readonly ledger: Ledger
  /** Names of all SIP servers. */
  readonly sipServers: readonly string[]
  /** The SIP server of this name is gone with its calls. */
  readonly sipLost: (name: string) => void
}

/** A media server, and the connection to it while there is one. */
interface MediaPlace {
  readonly address: ServerAddress
  /** Where it connects back to us. */
  readonly port: number
  media: MediaLink | null
  /** Why the last try to connect failed; null: none has, since it was there last. */
  why: CarillonError | null
  failures: number
  cancelRetry: Cancel
}

/**
 * Keeps a connection to one SIP server, and through it one to each media server. One that is lost
 * is replaced by a new one, never mended. Without the SIP server nothing goes this way; of media
 * servers one will do, and the others come and go beside it.
 */
export class Way {
  private readonly settings: FreeSwitchSettings
  private readonly parts: WayParts
  private readonly listener: WayListener
  private readonly places: readonly MediaPlace[]
  private sip: SipLink | null = null
  private failures = 0
  /** Why the last try to connect to the SIP server failed; null: none has, since it was there. */
  why: CarillonError | null = null
  private closed = false
  private cancelRetry: Cancel = () => {}

  constructor(settings: FreeSwitchSettings, parts: WayParts, listener: WayListener) {
    this.settings = settings
    this.parts = parts
    this.listener = listener
    const { port } = settings.listen
    this.places = [settings.freeswitch, ...settings.moreFreeswitch].map((address, i) => ({
      address,
      port: port === 0 ? 0 : port + i,
      media: null,
      why: null,
      failures: 0,
      cancelRetry: () => {},
    }))
  }

  /** INVITEs without a final response and dialogs that have not ended. */
  get dialogs(): number {
    return this.sip?.inUse ?? 0
  }

  /** The SIP server, as it is called. */
  get name(): string {
    return nameOf(this.settings.drachtio)
  }

  /** Whether the SIP server is connected. */
  get isConnected(): boolean {
    return this.sip !== null
  }

  /** The media servers, in the order of the settings. */
  get media(): readonly { readonly isConnected: boolean; readonly why: CarillonError | null }[] {
    return this.places.map(({ media, why }) => ({ isConnected: media !== null, why }))
  }

  /** Connects, and goes on trying until it is closed. */
  async connect(): Promise<void> {
    const { drachtio } = this.settings
    try {
      const sip = await this.open(SipLink.connect(drachtio, this.parts))
      if (sip === null) return
      this.sip = sip
      this.why = null
      sip.ended.onto(() => this.sipLost(sip))
      this.listenTo(sip)
      this.failures = 0
      // Nobody is called anew while a call of before may stand there.
      sip.endElsewhere(this.parts.sipServers)
      await sip.endLeft()
      if (this.sip === sip) for (const place of this.places) void this.connectPlace(place, sip)
    } catch (error) {
      if (this.closed) return
      this.why = error as CarillonError
      this.retryIn(retryAfter(this.why.code, this.failures++))
      await this.listener.down(error as CarillonError, null)
    }
  }

  /** Hangs up whoever was called over another SIP server, which is gone. */
  endFor(server: string): void {
    void this.sip?.endFor(server)
  }

  /** Gives all connections up. */
  close(): void {
    this.closed = true
    this.cancelRetry()
    for (const place of this.places) {
      place.cancelRetry()
      place.media?.close()
      place.media = null
    }
    this.sip?.close()
    this.sip = null
  }

  private async connectPlace(place: MediaPlace, sip: SipLink): Promise<void> {
    const { address: freeswitch, port } = place
    const { settings } = this
    const here = { ...settings, freeswitch, listen: { ...settings.listen, port } }
    try {
      const media = await this.open(MediaLink.connect(sip, here, this.parts))
      if (media === null) return
      place.media = media
      media.ended.onto(() => void this.mediaLost(place, { sip, media }))
      this.listenToMedia(place, media)
      await media.endLeft()
      // Either may have been lost in the meantime.
      if (place.media !== media) return
      place.failures = 0
      place.why = null
      this.listener.up({ sip, media })
    } catch (error) {
      if (this.closed || this.sip !== sip) return
      place.why = error as CarillonError
      const delay = retryAfter(place.why.code, place.failures++)
      this.retryPlaceIn(delay, place, sip)
      await this.listener.down(error as CarillonError, null)
    }
  }

  private listenTo(sip: SipLink): void {
    new Heartbeat({
      timeline: this.parts.between,
      ended: sip.ended,
      ask: () => sip.pulse(),
      slow: is => {
        sip.isSlow = is
        this.listener.slowed()
      },
      silent: () => {
        this.why = standsStill('drachtio', this.settings.drachtio)
        sip.close()
      },
    })
  }

  private listenToMedia(place: MediaPlace, media: MediaLink): void {
    new Heartbeat({
      timeline: this.parts.between,
      ended: media.ended,
      ask: () => media.pulse(),
      slow: is => is && media.onDoubt(),
      silent: () => {
        place.why = standsStill('FreeSWITCH', place.address)
        media.close()
      },
    })
  }

  /** A connection that comes up when nobody wants it any more is closed again. */
  private async open<L extends SipLink | MediaLink>(opening: Promise<L>): Promise<L | null> {
    const link = await opening
    if (!this.closed) return link
    link.close()
    return null
  }

  private sipLost(sip: SipLink): void {
    if (this.closed || this.sip !== sip) return
    this.sip = null
    for (const place of this.places) {
      place.cancelRetry()
      if (place.media !== null) void this.mediaLost(place, { sip, media: place.media })
    }
    this.parts.sipLost(this.name)
    this.retryIn(retryAfter(null, this.failures++))
  }

  private async mediaLost(place: MediaPlace, links: Links): Promise<void> {
    const { sip, media } = links
    if (this.closed || place.media !== media) return
    place.media = null
    await this.listener.down(this.why ?? place.why, links)
    media.close()
    if (this.sip === sip) this.retryPlaceIn(retryAfter(null, place.failures++), place, sip)
  }

  private retryIn(delay: number): void {
    if (!this.closed) this.cancelRetry = this.parts.timeline.after(delay, () => void this.connect())
  }

  private retryPlaceIn(delay: number, place: MediaPlace, sip: SipLink): void {
    if (this.closed) return
    const again = (): void => void this.connectPlace(place, sip)
    place.cancelRetry = this.parts.timeline.after(delay, again)
  }
}

function standsStill(what: string, address: ServerAddress): CarillonError {
  const words = `${what} at ${nameOf(address)} stands still: it takes what we say, and answers nothing.`
  return new CarillonError('TELEPHONY_UNREACHABLE', `${words} Is it stopped, or overloaded?`)
}
