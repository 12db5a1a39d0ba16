import type { CarillonError } from '../../base/errors.ts'
import type { Cancel, Timeline } from '../../base/timeline.ts'
import type { Ledger } from './ledger.ts'
import { retryAfter } from './rules/retry.ts'
import type { FreeSwitchSettings } from './settings.ts'
import { MediaLink } from './wire/media-link.ts'
import { SipLink } from './wire/sip-link.ts'

/** Both servers, connected. */
export interface Links {
  readonly sip: SipLink
  readonly media: MediaLink
}

/** Who is told whether there are servers to telephone with. */
export interface ServersListener {
  up(links: Links): void
  /**
   * Why there are none. Everything on `links` is lost and is to be let go of before it resolves.
   */
  down(why: CarillonError | null, links: Links | null): Promise<void>
}

/**
 * Keeps a connection to each of the two servers. One that is lost is replaced by a new one, never
 * mended; without either there is no telephony.
 */
export class Servers {
  private readonly settings: FreeSwitchSettings
  private readonly parts: { readonly timeline: Timeline; readonly ledger: Ledger }
  private readonly listener: ServersListener
  private sip: SipLink | null = null
  private media: MediaLink | null = null
  private failures = 0
  private closed = false
  private cancelRetry: Cancel = () => {}

  constructor(settings: FreeSwitchSettings, parts: Servers['parts'], listener: ServersListener) {
    this.settings = settings
    this.parts = parts
    this.listener = listener
  }

  /** The connections, when both are up. */
  get links(): Links | null {
    const { sip, media } = this
    return sip === null || media === null ? null : { sip, media }
  }

  /** Connects, and goes on trying until it is closed. */
  async connect(): Promise<void> {
    if (this.sip?.ended.yes) this.sip = null
    try {
      this.sip ??= await this.open(SipLink.connect(this.settings.drachtio, this.parts))
      if (this.sip === null) return
      this.media = await this.open(MediaLink.connect(this.sip, this.settings, this.parts))
    } catch (error) {
      if (!this.closed) await this.failed(error as CarillonError)
      return
    }
    const { links } = this
    if (links === null) return
    links.media.ended.onto(() => void this.lost(links))
    links.sip.ended.onto(() => void this.lost(links))
    // Nobody is called anew while a call of before may stand there.
    await Promise.all([links.sip.endLeft(), links.media.endLeft()])
    // Either may have been lost in the meantime.
    if (this.media !== links.media) return
    this.failures = 0
    this.listener.up(links)
  }

  /** Gives both connections up. */
  close(): void {
    this.closed = true
    this.cancelRetry()
    this.media?.close()
    this.sip?.close()
    this.media = null
    this.sip = null
  }

  /** A connection that comes up when nobody wants it any more is closed again. */
  private async open<L extends SipLink | MediaLink>(opening: Promise<L>): Promise<L | null> {
    const link = await opening
    if (!this.closed) return link
    link.close()
    return null
  }

  private async failed(why: CarillonError): Promise<void> {
    this.retryIn(retryAfter(why.code, this.failures++))
    await this.listener.down(why, null)
  }

  private async lost(links: Links): Promise<void> {
    if (this.closed || this.media !== links.media) return
    this.media = null
    if (links.sip.ended.yes) this.sip = null
    await this.listener.down(null, links)
    links.media.close()
    this.retryIn(retryAfter(null, this.failures++))
  }

  private retryIn(delay: number): void {
    if (this.closed) return
    this.cancelRetry = this.parts.timeline.after(delay, () => void this.connect())
  }
}
