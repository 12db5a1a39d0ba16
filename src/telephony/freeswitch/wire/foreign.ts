import { createRequire } from 'node:module'
// The package carries no types.
// @ts-expect-error
import Mrf from 'drachtio-fsmrf'
import Srf from 'drachtio-srf'
import { BrokenRule } from '../../../base/assert.ts'

/*
 * The one file that touches the two libraries. drachtio-srf's own types are partly wrong and
 * drachtio-fsmrf has none, so both are cast, once, to what Carillon uses of them.
 */

/** A SIP message received. `source_address` is empty in what our own server made up. */
export interface ForeignMessage {
  readonly status: number
  readonly reason: string
  readonly body: string | undefined
  readonly source: 'network' | 'application'
  readonly source_address: string | undefined
  get(header: string): string | undefined
  has(header: string): boolean
}

/** A request sent. */
export interface ForeignRequest extends ForeignMessage {
  /** The server's name for it; another one once a challenge to it was answered. */
  readonly stackTxnId: string
  cancel(options: object, done: (error: Error | null) => void): void
  on(event: 'response', hear: (response: ForeignMessage) => void): void
}

/** A request received. */
export interface ForeignArrival extends ForeignMessage {
  readonly method: string
  readonly uri: string
  readonly source_port: number | undefined
  readonly protocol: string | undefined
  /** Whoever sent an INVITE takes it back. */
  on(event: 'cancel', hear: () => void): void
}

/** The answer to a request received. */
export interface ForeignReply {
  send(status: number, options?: { readonly body?: string; readonly headers?: Headers }): void
  send(status: number, reason: string): void
}

/** A SIP dialog. */
export interface ForeignDialog {
  readonly id: string
  readonly connected: boolean
  /** The answer that began it. */
  readonly res: ForeignMessage
  readonly sip: { readonly localTag: string }
  readonly remote: { readonly sdp: string | undefined }
  on(event: 'destroy', hear: (bye: ForeignMessage, reason?: string) => void): void
  on(event: 'modify', hear: (offer: ForeignMessage, reply: ForeignReply) => void): void
  /** Our answer is acknowledged; `remote.sdp` is what the ACK brought by then. */
  on(event: 'ack', hear: () => void): void
  on(event: 'info', hear: (said: ForeignMessage, reply: ForeignReply) => void): void
  destroy(): Promise<unknown>
  modify(sdp: string): Promise<string>
}

/** Why an INVITE was refused; `res` is missing where no response came. */
export interface ForeignRefusal extends Error {
  readonly res?: ForeignMessage
}

/** SIP headers by name. */
export type Headers = Readonly<Record<string, string>>

/**
 * Tells the library what to prove itself with to whoever sent a challenge, or an error: nothing.
 */
export type ForeignAuth = (
  request: ForeignRequest,
  challenge: ForeignMessage,
  done: (error: Error | null, username?: string, password?: string) => void,
) => void

/** Options of an INVITE. The library writes into them. Without SDP the answer brings the offer. */
export interface ForeignInvite {
  readonly localSdp?: string
  /** Has an answer to an INVITE without SDP acknowledged by us. */
  readonly noAck?: boolean
  readonly headers: Headers
  readonly proxy?: string
  readonly auth?: ForeignAuth
}

/** An answer that brings an offer and waits for ours. */
export interface ForeignOffered {
  readonly sdp: string
  readonly res: ForeignMessage
  ack(sdp: string): Promise<ForeignDialog>
  /** Acknowledges it somehow, and hangs up. */
  destroy(): Promise<void>
}

/** The library's own connection to the SIP server, with what it reads and writes there. */
export interface ForeignWire {
  listeners(event: 'msg'): ((socket: unknown, text: string) => void)[]
  removeAllListeners(event: 'msg'): void
  on(event: 'msg', hear: (socket: unknown, text: string) => void): void
  /** @returns the id of the message. */
  send(socket: unknown, text: string): string
}

/** What may be asked by whoever is not in a dialog. */
export type ForeignVerb =
  | 'info'
  | 'invite'
  | 'message'
  | 'notify'
  | 'options'
  | 'publish'
  | 'register'
  | 'subscribe'

/** drachtio-srf's client of one SIP server. */
export interface ForeignSrf {
  /** Its connection is there once `connect` was called. */
  readonly app: {
    readonly client: {
      readonly wp: ForeignWire
      /** By the socket: it has one when it is connected. */
      readonly mapServer: ReadonlyMap<unknown, unknown>
    }
  }
  /** Has requests that begin something handed over; without this the server refuses them. */
  use(verb: ForeignVerb, hear: (request: ForeignArrival, reply: ForeignReply) => void): void
  on(event: 'connect', hear: (error: Error | null, hostPorts?: string) => void): void
  on(event: 'error', hear: (error: Error) => void): void
  on(event: 'close', hear: () => void): void
  connect(options: {
    readonly host: string
    readonly port: number
    readonly secret: string
    readonly enablePing: boolean
    readonly reconnect: { readonly maxAttempts: number }
  }): void
  /** Answers an INVITE: there is a dialog once the answer is on its way. */
  createUAS(
    request: ForeignArrival,
    reply: ForeignReply,
    options: { readonly localSdp: string },
    done: (error: Error | null, dialog?: ForeignDialog) => void,
  ): void
  createUAC(
    uri: string,
    options: ForeignInvite,
    progress: {
      cbRequest(error: Error | null, request?: ForeignRequest): void
      cbProvisional(response: ForeignMessage): void
    },
    done: (error: ForeignRefusal | null, answer?: ForeignDialog | ForeignOffered) => void,
  ): void
  request(
    options: {
      readonly uri: string
      readonly method: string
      readonly headers?: Headers
      readonly proxy?: string
      /** The dialog that it belongs to. */
      readonly stackDialogId?: string
      /** The request that it takes back. */
      readonly stackTxnId?: string
    },
    done: (error: Error | null, request?: ForeignRequest) => void,
  ): void
  disconnect(): void
}

/** An event of FreeSWITCH. */
export interface ForeignEvent {
  getHeader(name: string): string | undefined
}

/** A connection to or from FreeSWITCH's event socket. */
export interface ForeignConnection {
  readonly socket: { setNoDelay(on: boolean): void } | null
  on(event: string, hear: (event: ForeignEvent) => void): void
  subscribe(events: string): void
  removeAllListeners(event: string): void
}

/** One media endpoint: a channel of FreeSWITCH that was called by us. */
export interface ForeignEndpoint {
  readonly uuid: string
  readonly local: { readonly sdp: string }
  readonly conn: ForeignConnection
  readonly dialog: ForeignDialog
  on(event: 'destroy', hear: () => void): void
  on(event: 'dtmf', hear: (digit: { readonly dtmf: string }) => void): void
  execute(app: string, argument: string): Promise<ForeignEvent>
}

/** drachtio-fsmrf's client of one FreeSWITCH. */
export interface ForeignMediaServer {
  readonly conn: ForeignConnection
  /** The server that FreeSWITCH connects back to, once for each endpoint. */
  readonly _server: {
    on(event: 'connection::open', hear: (connection: ForeignConnection) => void): void
  }
  /** By its last heartbeat, every 20 s; 0 before the first. */
  readonly maxSessions: number
  readonly currentSessions: number
  createEndpoint(): Promise<ForeignEndpoint>
  api(command: string): Promise<string>
  disconnect(): void
}

/** A SIP message, read by the library. */
export interface ForeignText {
  /** Of a request. */
  readonly method?: string
  get(header: string): string | undefined
}

/** What makes clients of FreeSWITCH. */
export interface ForeignMrf {
  connect(options: {
    readonly address: string
    readonly port: number
    readonly secret: string
    readonly profile: string
    readonly listenAddress: string
    readonly listenPort: number
    readonly advertisedAddress?: string
  }): Promise<ForeignMediaServer>
}

/**
 * The library's connections to FreeSWITCH never reconnect by themselves: one whose first try fails
 * would go on for ever, hundreds of times a second, and could not be told to stop. What FreeSWITCH
 * says as it comes or goes, such as that it has no profile yet, makes the library throw where
 * nobody catches it, and would end the process: whoever asked has a limit, and hears of it by that.
 */
function withTamedConnections(): void {
  const ours = createRequire(import.meta.url)
  const theirs = createRequire(ours.resolve('drachtio-fsmrf'))
  const { Connection } = theirs('drachtio-modesl') as {
    Connection: {
      prototype: { _onConnectionGone: () => void; _onEvent: (...said: unknown[]) => void }
    }
  }
  const { prototype } = Connection
  const { _onEvent: hear } = prototype
  prototype._onConnectionGone = () => {}
  prototype._onEvent = function (...said) {
    try {
      hear.apply(this, said)
    } catch (error) {
      if (error instanceof BrokenRule) throw error
    }
  }
}

withTamedConnections()

/**
 * A BYE to a call that is over, or over a connection that is gone, is refused. FreeSWITCH's client
 * sends such from timers of its own and does not listen, and what nobody hears ends the process:
 * every goodbye is heard here, and its refusal still reaches whoever waits for it.
 */
function withGoodbyesHeard(): void {
  const { Dialog } = Srf as unknown as {
    Dialog: { prototype: { destroy: (...how: unknown[]) => unknown } }
  }
  const { destroy } = Dialog.prototype
  Dialog.prototype.destroy = function (...how) {
    const said = destroy.apply(this, how)
    if (said instanceof Promise) said.catch(() => {})
    return said
  }
}

withGoodbyesHeard()

/** A client of a SIP server that is not connected yet. */
export function newSrf(): ForeignSrf {
  return new (Srf as unknown as new () => ForeignSrf)()
}

/** @returns a SIP message as the library reads it; null: it cannot. */
export function readSip(text: string): ForeignText | null {
  const { SipMessage } = Srf as unknown as { SipMessage: new (text: string) => ForeignText }
  try {
    return new SipMessage(text)
  } catch {
    return null
  }
}

/** A client of FreeSWITCH that signals through `srf`. */
export function newMrf(srf: ForeignSrf): ForeignMrf {
  return new (Mrf as new (srf: ForeignSrf) => ForeignMrf)(srf)
}

/**
 * Sends a request and waits for its response.
 *
 * @throws Error the library's, when it was not sent.
 */
export function ask(
  srf: ForeignSrf,
  request: Parameters<ForeignSrf['request']>[0],
): Promise<ForeignMessage> {
  return new Promise((resolve, reject) => {
    // The callback form: a response that comes with the request's echo would be missed otherwise.
    srf.request(request, (error, sent) => {
      if (error !== null || sent === undefined) reject(error ?? new Error('not sent'))
      else sent.on('response', resolve)
    })
  })
}

/** Lets the library see one value of a header: it makes a muddle of several. */
export function showOnly(message: ForeignMessage, header: string, value: string): void {
  const get = message.get.bind(message)
  const isIt = (name: string): boolean => name.toLowerCase() === header.toLowerCase()
  Object.assign(message, { get: (name: string) => (isIt(name) ? value : get(name)) })
}

/** Ends a connection to the SIP server. The library asserts that there is one. */
export function disconnect(srf: ForeignSrf): void {
  try {
    srf.disconnect()
  } catch {
    // There was none.
  }
}

/** Takes the library's habits off a connection to FreeSWITCH: we say when it is lost. */
export function tame({ conn, _server }: ForeignMediaServer): void {
  // The library writes commands in small pieces; with Nagle's algorithm each takes 44 ms.
  conn.socket?.setNoDelay(true)
  _server.on('connection::open', connection => connection.socket?.setNoDelay(true))
  // The library talks of the end on stdout.
  conn.removeAllListeners('esl::end')
}
