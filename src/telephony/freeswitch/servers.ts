import type { CarillonError } from '../../base/errors.ts'
import type { ServerState } from './farm/server-state.ts'
import { nameOf } from './farm/server-state.ts'
import { Way, type WayListener, type WayParts } from './farm/way.ts'
import type { FreeSwitchSettings } from './settings.ts'

/** A server, and whether there is a connection to it. */
export type ServerLink = Pick<ServerState, 'kind' | 'name'> & {
  readonly isConnected: boolean
  readonly why: CarillonError | null
}

/** Keeps a connection to each SIP server, and through each of them one to each media server. */
export class Servers {
  private readonly ways: readonly Way[]
  private readonly media: readonly string[]

  constructor(
    settings: FreeSwitchSettings,
    parts: Omit<WayParts, 'sipLost' | 'sipServers'>,
    listener: WayListener,
  ) {
    const { drachtio, moreDrachtio, freeswitch, moreFreeswitch, listen } = settings
    const media = [freeswitch, ...moreFreeswitch]
    this.media = media.map(nameOf)
    // Nobody is left in silence until the server is there again.
    const sipLost = (name: string): void => {
      for (const way of this.ways) if (way.name !== name) way.endFor(name)
    }
    const addresses = [drachtio, ...moreDrachtio]
    const sipServers = addresses.map(nameOf)
    this.ways = addresses.map((address, i) => {
      const port = listen.port === 0 ? 0 : listen.port + i * media.length
      const own = { ...settings, drachtio: address, listen: { ...listen, port } }
      return new Way(own, { ...parts, sipServers, sipLost }, listener)
    })
  }

  /** INVITEs without a final response and dialogs that have not ended. */
  get dialogs(): number {
    return this.ways.reduce((sum, { dialogs }) => sum + dialogs, 0)
  }

  /** The same over one SIP server, by its name. */
  dialogsOver(name: string): number {
    return this.ways.find(way => way.name === name)?.dialogs ?? 0
  }

  /** Each server, whether it is connected, and if not, why the last try to connect failed. */
  get all(): readonly ServerLink[] {
    const sip = this.ways.map(({ name, isConnected, why }) => ({
      kind: 'drachtio' as const,
      name,
      isConnected,
      why,
    }))
    const media = this.media.map((name, i) => {
      const links = this.ways.map(way => way.media[i]!)
      const isConnected = links.some(link => link.isConnected)
      const why = isConnected ? null : (links.find(link => link.why !== null)?.why ?? null)
      return { kind: 'freeswitch' as const, name, isConnected, why }
    })
    return [...sip, ...media]
  }

  /** Connects, and goes on trying until it is closed. */
  async connect(): Promise<void> {
    await Promise.all(this.ways.map(way => way.connect()))
  }

  /** Gives all connections up. */
  close(): void {
    for (const way of this.ways) way.close()
  }
}
