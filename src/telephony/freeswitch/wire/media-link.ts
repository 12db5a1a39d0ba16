import { type Duration, seconds } from '../../../base/duration.ts'
import { CarillonError } from '../../../base/errors.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { Held, Ledger } from '../left/ledger.ts'
import type { FreeSwitchSettings, ServerAddress } from '../settings.ts'
import { Ended } from './ended.ts'
import { Endpoint } from './endpoint.ts'
import { askEventSocket } from './event-socket.ts'
import { type ForeignMediaServer, newMrf, tame } from './foreign.ts'
import type { SipLink } from './sip-link.ts'
import { type Reply, within } from './within.ts'

/** How long FreeSWITCH may take to let us in. */
const CONNECT_LIMIT: Duration = seconds(4)
/** An endpoint takes 10–30 ms; the library itself gives up after 4 s of the second half of it. */
const ENDPOINT_LIMIT: Duration = seconds(6)
const COMMAND_LIMIT: Duration = seconds(3)

/** Which FreeSWITCH, and how it is used. */
export type MediaSettings = Pick<FreeSwitchSettings, 'profile' | 'listen' | 'advertisedAddress'> & {
  readonly freeswitch: ServerAddress
}

/** What a connection is made with. */
export interface MediaLinkParts {
  readonly timeline: Timeline
  readonly ledger: Ledger
}

/** One connection to FreeSWITCH, from its beginning to its loss: another one is made then. */
export class MediaLink {
  readonly ended = new Ended()
  /** Which server it is: `host:port`. */
  readonly where: string
  /** Told that the server did not do for a channel what it always does. */
  onDoubt: () => void = () => {}
  private readonly server: ForeignMediaServer
  private readonly timeline: Timeline
  private readonly ledger: Ledger
  private readonly endpoints = new Set<Endpoint>()
  private asked = 0

  private constructor(server: ForeignMediaServer, where: string, parts: MediaLinkParts) {
    this.server = server
    this.where = where
    this.timeline = parts.timeline
    this.ledger = parts.ledger
    tame(server)
    server.conn.on('esl::end', () => this.close())
  }

  /** @throws CarillonError when there is no FreeSWITCH, or none that is as we need it. */
  static async connect(
    sip: SipLink,
    settings: MediaSettings,
    parts: MediaLinkParts,
  ): Promise<MediaLink> {
    const { timeline } = parts
    const { freeswitch, profile, listen, advertisedAddress } = settings
    // Asked first by hand: the library never answers to a wrong secret, loops without end on a
    // closed port, and throws where nobody can catch it when the profile is not there.
    await checkServer(settings, timeline)
    const bounds = {
      timeline,
      limit: CONNECT_LIMIT,
      ended: sip.ended,
      late: (server: ForeignMediaServer) => server.disconnect(),
    }
    const reply = await within(bounds, () =>
      newMrf(sip.srf).connect({
        address: freeswitch.host,
        port: freeswitch.port,
        secret: freeswitch.secret,
        profile,
        listenAddress: listen.address,
        listenPort: listen.port,
        ...(advertisedAddress === null ? {} : { advertisedAddress }),
      }),
    )
    if (reply.ok) return new MediaLink(reply.value, whereOf(settings), parts)
    throw unreachable(settings, reply.why)
  }

  /** Endpoints that live, and those that are being made. */
  get inUse(): number {
    return this.endpoints.size + this.asked
  }

  /**
   * Channels that the server can still take, as it said last; Infinity: it has not said.
   *
   * @param ours those of all our connections to it.
   */
  roomBeside(ours: number): number {
    const { maxSessions, currentSessions } = this.server
    return maxSessions === 0 ? Infinity : maxSessions - Math.max(currentSessions, ours)
  }

  /** Makes an endpoint that offers audio. It is not in any call yet. */
  async endpoint(): Promise<Reply<Endpoint>> {
    const { timeline, ended } = this
    this.asked++
    const wrap = (foreign: Awaited<ReturnType<ForeignMediaServer['createEndpoint']>>): Endpoint => {
      const api = (command: string) => this.api(command)
      const endpoint = new Endpoint(foreign, timeline, api, () => this.onDoubt())
      const entry = {
        server: this.where,
        held: { kind: 'channel', uuid: endpoint.uuid },
      } as const
      this.endpoints.add(endpoint)
      this.ledger.hold(entry, this)
      endpoint.released.onto(() => {
        this.endpoints.delete(endpoint)
        // Whether it has gone is known only while there is somebody to ask.
        if (!this.ended.yes) this.ledger.letGo(entry)
      })
      return endpoint
    }
    const bounds = {
      timeline,
      limit: ENDPOINT_LIMIT,
      ended,
      late: (endpoint: Endpoint) => void endpoint.release(),
    }
    const reply = await within(bounds, () => this.server.createEndpoint().then(wrap))
    this.asked--
    return reply
  }

  /** Asks the server for a word. @returns a promise of it; a server that is gone keeps none. */
  pulse(): Promise<unknown> {
    return this.server.api('strepoch')
  }

  /** Has FreeSWITCH do something. @returns its words. */
  api(command: string): Promise<Reply<string>> {
    const { timeline, ended } = this
    return within({ timeline, limit: COMMAND_LIMIT, ended }, () => this.server.api(command))
  }

  /** Ends the channels that connections before this one left on the server. */
  async endLeft(): Promise<void> {
    const { where: server, ledger } = this
    const end = async (held: Held): Promise<void> => {
      if (held.kind === 'call') return
      await this.api(`uuid_kill ${held.uuid}`)
      if (!this.ended.yes) ledger.letGo({ server, held })
    }
    await Promise.all(ledger.leftOn(server).map(end))
  }

  /** Gives every endpoint back. */
  async releaseAll(): Promise<void> {
    await Promise.all([...this.endpoints].map(endpoint => endpoint.release()))
  }

  /** Gives the connection up. Channels in a conference outlive it: release them before. */
  close(): void {
    if (!this.ended.say()) return
    this.server.disconnect()
    void this.releaseAll()
  }
}

async function checkServer(settings: MediaSettings, timeline: Timeline): Promise<void> {
  const { freeswitch, profile } = settings
  const where = whereOf(settings)
  const never = new Ended()
  const reply = await within({ timeline, limit: CONNECT_LIMIT, ended: never }, () =>
    askEventSocket(freeswitch, 'sofia status'),
  )
  if (!reply.ok) throw unreachable(settings, reply.why)
  const answer = reply.value
  if (answer.kind === 'refused')
    throw new CarillonError(
      'TELEPHONY_REFUSED',
      answer.why === 'secret'
        ? `FreeSWITCH at ${where} does not accept our secret. Give that of its event socket.`
        : `FreeSWITCH at ${where} does not let our address in. Add it to its event socket's list.`,
    )
  // What the library looks for; it knows no other user than mod_sofia and no name of a host.
  const found = new RegExp(`^\\s*${profile}\\s.*sip:mod_sofia@(\\d+\\.){3}\\d+:\\d+.*RUNNING`, 'm')
  if (!found.test(answer.body))
    throw new CarillonError(
      'TELEPHONY_MISCONFIGURED',
      `FreeSWITCH at ${where} has no running SIP profile ${profile} with a contact mod_sofia@<IPv4>.`,
    )
}

const whereOf = ({ freeswitch }: MediaSettings): string => `${freeswitch.host}:${freeswitch.port}`

function unreachable(settings: MediaSettings, why: string): CarillonError {
  return new CarillonError(
    'TELEPHONY_UNREACHABLE',
    `FreeSWITCH at ${whereOf(settings)} cannot be reached (${why}). Is it running, and is the port right?`,
  )
}
