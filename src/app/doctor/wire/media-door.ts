import { createServer } from 'node:net'
import { type Duration, seconds } from '../../../base/duration.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { FreeSwitchSettings } from '../../../telephony/freeswitch/settings.ts'
import { Endpoint } from '../../../telephony/freeswitch/wire/endpoint.ts'
import {
  type ForeignMediaServer,
  newMrf,
  tame,
} from '../../../telephony/freeswitch/wire/foreign.ts'
import { failure, type Reply, within } from '../../../telephony/freeswitch/wire/within.ts'
import type { SipDoor } from './sip-door.ts'

const LIMIT: Duration = seconds(5)

/** A client of FreeSWITCH that makes a few endpoints and goes. */
export class MediaDoor {
  private readonly server: ForeignMediaServer
  private readonly sip: SipDoor
  private readonly timeline: Timeline
  private readonly endpoints: Endpoint[] = []

  private constructor(server: ForeignMediaServer, sip: SipDoor, timeline: Timeline) {
    this.server = server
    this.sip = sip
    this.timeline = timeline
    tame(server)
  }

  /** The event socket and the profile must have been seen before: the library goes wild without. */
  static async open(
    sip: SipDoor,
    settings: FreeSwitchSettings,
    timeline: Timeline,
  ): Promise<Reply<MediaDoor>> {
    const { freeswitch, profile, listen, advertisedAddress } = settings
    const taken = await listens(listen)
    if (taken !== null) return failure(taken)
    const { host: address, port, secret } = freeswitch
    const late = (server: ForeignMediaServer): void => server.disconnect()
    const reply = await within({ timeline, limit: LIMIT, ended: sip.ended, late }, () =>
      newMrf(sip.srf).connect({
        address,
        port,
        secret,
        profile,
        listenAddress: listen.address,
        listenPort: listen.port,
        ...(advertisedAddress === null ? {} : { advertisedAddress }),
      }),
    )
    return reply.ok ? { ok: true, value: new MediaDoor(reply.value, sip, timeline) } : reply
  }

  /** A channel of FreeSWITCH, which connects back to us for it. */
  async endpoint(): Promise<Reply<Endpoint>> {
    const { timeline, sip, server } = this
    const api = (command: string) =>
      within({ timeline, limit: LIMIT, ended: sip.ended }, () => server.api(command))
    const wrap = (foreign: Awaited<ReturnType<typeof server.createEndpoint>>): Endpoint => {
      const endpoint = new Endpoint(foreign, timeline, api, () => {})
      this.endpoints.push(endpoint)
      return endpoint
    }
    const late = (endpoint: Endpoint): void => void endpoint.release()
    return within({ timeline, limit: LIMIT, ended: sip.ended, late }, () =>
      server.createEndpoint().then(wrap),
    )
  }

  /** Gives everything back. */
  async close(): Promise<void> {
    await Promise.all(this.endpoints.map(endpoint => endpoint.release()))
    this.server.disconnect()
  }
}

/** @returns null: one can listen there; else why not. Asked first: the library would throw. */
function listens({ address, port }: FreeSwitchSettings['listen']): Promise<string | null> {
  const server = createServer()
  return new Promise(resolve => {
    server.on('error', error => resolve(error.message))
    server.listen(port, address, () => server.close(() => resolve(null)))
  })
}
