import type { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'

/** What the tests use of drachtio-srf's dialogs. */
export interface Dialog extends EventEmitter {
  readonly id: string
  readonly connected: boolean
  readonly remote: { readonly sdp: string }
  destroy(): Promise<unknown>
  modify(sdp: string): Promise<string>
}

/** A response as drachtio-srf hands it over. */
export interface Response {
  readonly status: number
  readonly body: string
  readonly source_address: string
  get(header: string): string | undefined
  send(status: number, more?: object): void
}

/** A request as drachtio-srf hands it over. */
export interface Request extends EventEmitter {
  readonly uri: string
  readonly method: string
  readonly body: string
  get(header: string): string | undefined
  cancel(options: object, told: (error: Error | null) => void): void
}

/** Why createUAC failed: of the network by its status, or of the library by its code. */
export interface CallError extends Error {
  readonly status?: number
  readonly code?: string
  readonly res?: Response
}

/** What the tests use of drachtio-srf. */
export interface Srf extends EventEmitter {
  connect(options: object): void
  disconnect(): void
  createUAC(
    uri: string,
    options: object,
    progress?: {
      cbRequest?(error: Error | null, request: Request): void
      cbProvisional?(response: Response): void
    },
    told?: (error: CallError | null, dialog?: Dialog) => void,
  ): Promise<Dialog>
  createUAS(request: Request, response: Response, options: object): Promise<Dialog>
  request(options: object, told: (error: CallError | null, request?: Request) => void): void
  invite(handler: (request: Request, response: Response) => void): void
  register(handler: (request: Request, response: Response) => void): void
}

/** What the tests use of drachtio-fsmrf's endpoints. */
export interface Endpoint extends EventEmitter {
  readonly uuid: string
  readonly connected: boolean
  readonly local: { readonly sdp: string }
  readonly dialog: Dialog
  readonly conn: EventEmitter
  join(room: string, options?: object): Promise<{ memberId: number; confUuid: string }>
  play(file: string | readonly string[]): Promise<Readonly<Record<string, string>>>
  playCollect(options: object): Promise<Readonly<Record<string, string | null>>>
  execute(application: string, argument?: string): Promise<unknown>
  set(values: object): Promise<unknown>
  api(command: string, words?: string): Promise<{ getBody(): string }>
  modify(sdp: string): Promise<string>
  destroy(): Promise<void>
}

/** What the tests use of drachtio-fsmrf's servers. */
export interface MediaServer extends EventEmitter {
  readonly conn: EventEmitter & {
    readonly socket: { setNoDelay(on: boolean): void }
    bgapi(command: string, told: (event: { getBody(): string }) => void): void
    subscribe(names: readonly string[]): void
  }
  readonly maxSessions: number
  readonly currentSessions: number
  readonly _server: EventEmitter
  createEndpoint(options?: object): Promise<Endpoint>
  api(command: string): Promise<string>
  disconnect(): void
}

interface Mrf {
  connect(options: object): Promise<MediaServer>
}

const load = createRequire(import.meta.url)

/** The package as it is; its own types are partial and partly wrong. */
export const SrfClass = load('drachtio-srf') as new () => Srf
/** The package as it is; it brings no types. */
export const MrfClass = load('drachtio-fsmrf') as new (srf: Srf) => Mrf
