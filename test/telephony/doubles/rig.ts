import { afterEach, beforeEach } from 'vitest'
import {
  type CallError,
  type Dialog,
  type Endpoint,
  type MediaServer,
  MrfClass,
  type Request,
  type Response,
  type Srf,
  SrfClass,
} from './packages.ts'
import { createWorld, SECRET, type World } from './world.ts'

/** What came of a call that the application placed. */
export interface Placed {
  readonly provisionals: Response[]
  request: Request | null
  dialog: Dialog | null
  error: CallError | null
  /** Why the dialog was destroyed by the other end. */
  destroyed: string | null
}

/** The real packages on the doubles: what an application does, in a word. */
export class Rig {
  readonly world: World
  readonly srf: Srf = new SrfClass()
  /** What `connect` said each time: null, or the error. */
  readonly connects: (Error | null)[] = []
  private readonly servers: MediaServer[] = []

  constructor(world: World) {
    this.world = world
    this.srf.on('connect', (error: Error | null) => this.connects.push(error))
    this.srf.on('error', () => {})
  }

  /** Connects to drachtio. */
  async connect(more: object = {}): Promise<void> {
    const { port } = this.world.drachtio
    this.srf.connect({
      host: '127.0.0.1',
      port,
      secret: SECRET,
      reconnect: { retryMaxDelay: 5 },
      ...more,
    })
    await this.world.settled()
  }

  /** Connects to FreeSWITCH, with the cure for Nagle's delay of facts 2.1. */
  async media(more: object = {}): Promise<MediaServer> {
    const { port } = this.world.freeswitch
    const asked = new MrfClass(this.srf).connect({
      address: '127.0.0.1',
      port,
      secret: SECRET,
      listenAddress: '127.0.0.1',
      ...more,
    })
    const server = await this.soon(asked)
    this.servers.push(server)
    server.conn.socket.setNoDelay(true)
    server._server.on('connection::open', (conn: MediaServer['conn']) =>
      conn.socket.setNoDelay(true),
    )
    return server
  }

  /** @returns an endpoint whose media is a far end's. */
  async endpoint(server: MediaServer, remoteSdp?: string): Promise<Endpoint> {
    return this.soon(server.createEndpoint(remoteSdp === undefined ? {} : { remoteSdp }))
  }

  /** Places a call by the callback form, as an application should. */
  call(user: string, options: object = {}, uri = `sip:${user}@127.0.0.1:5090`): Placed {
    const placed: Placed = {
      provisionals: [],
      request: null,
      dialog: null,
      error: null,
      destroyed: null,
    }
    this.srf.createUAC(
      uri,
      { localSdp: OFFER, ...options },
      {
        cbRequest: (_error, request) => {
          placed.request = request
        },
        cbProvisional: response => placed.provisionals.push(response),
      },
      (error, dialog) => {
        placed.error = error
        placed.dialog = dialog ?? null
        dialog?.on('destroy', (_bye: Request, reason: string) => {
          placed.destroyed = reason
        })
      },
    )
    return placed
  }

  /** Lets time pass until the promise settles. @returns what it settles to. */
  async soon<T>(promise: Promise<T>): Promise<T> {
    let done = false
    const mark = (): void => {
      done = true
    }
    promise.then(mark, mark)
    await this.world.until(() => done)
    return promise
  }

  /** Whether the promise settles at all, however much time passes. */
  async settles(promise: Promise<unknown>): Promise<boolean> {
    let done = false
    const mark = (): void => {
      done = true
    }
    promise.then(mark, mark)
    await this.world.advance(60_000)
    return done
  }

  async close(): Promise<void> {
    for (const server of this.servers) server.disconnect()
    try {
      this.srf.disconnect()
    } catch {
      // There is no socket to disconnect after a connection that was lost or refused.
    }
    await this.world.close()
  }
}

/** An offer of the application's own, where no endpoint's is needed. */
export const OFFER =
  'v=0\r\no=app 1 1 IN IP4 127.0.0.1\r\ns=app\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n'

/** A rig for each test of a file, connected to drachtio. */
export function useRig(): () => Rig {
  let rig: Rig | null = null
  beforeEach(async () => {
    rig = new Rig(await createWorld())
    await rig.connect()
  })
  afterEach(async () => {
    await rig?.close()
  })
  return () => rig!
}
