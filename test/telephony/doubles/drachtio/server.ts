import type { Socket } from 'node:net'
import type { Timeline } from '../../../../src/base/timeline.ts'
import { branchOf, type SipMessage, statusOf } from '../sip/message.ts'
import type { Party, SipNetwork } from '../sip/network.ts'
import type { Activity } from '../wire/activity.ts'
import { Door } from '../wire/door.ts'
import { Halt } from '../wire/halt.ts'
import type { Ids } from '../wire/ids.ts'
import { type Chunking, Link } from '../wire/link.ts'
import { obeyAll, type Treat } from '../wire/treatment.ts'
import { type Core, sendByeUnasked } from './core.ts'
import { Incoming } from './incoming.ts'
import { Outgoing } from './outgoing.ts'
import { ControlSession } from './session.ts'
import { CallState } from './state.ts'

/** What a drachtio double is made of. */
export interface DrachtioSetting {
  /** Its SIP address on the network of the doubles, `host:port`. */
  readonly address: string
  readonly secret: string
  readonly timeline: Timeline
  readonly network: SipNetwork
  readonly ids: Ids
  readonly activity: Activity
}

/** A double of drachtio-server: the control protocol on a port of 127.0.0.1, SIP on the network. */
export class DrachtioDouble implements Party {
  readonly address: string
  /** What applications must say; may be changed. */
  secret: string
  /**
   * How commands are treated. They are called by their kind and first line: `authenticate`,
   * `route invite`, `sip INVITE sip:…`, and `sip INVITE sip:placeholder …` within a dialog.
   */
  treat: Treat = obeyAll
  chunking: Chunking = 'each'
  /** What it tells applications that it listens at, for SIP. */
  hostPorts: string
  /** What becomes of a message to the application; null: it is lost. */
  rewrites: (message: string) => string | null = message => message
  private readonly sessions = new Set<ControlSession>()
  private readonly halt = new Halt()
  private readonly state = new CallState()
  private readonly core: Core
  private readonly outgoing: Outgoing
  private readonly incoming: Incoming
  private readonly door: Door
  private readonly activity: Activity

  constructor({ address, secret, timeline, network, ids, activity }: DrachtioSetting) {
    this.address = address
    this.secret = secret
    this.hostPorts = `tcp/${address},udp/${address}`
    this.activity = activity
    const applications = () => [...this.sessions]
    this.core = { address, timeline, network, ids, state: this.state, applications }
    this.outgoing = new Outgoing(this.core)
    this.incoming = new Incoming(this.core)
    this.door = new Door(activity, socket => this.accept(socket))
  }

  /** The control port. */
  get port(): number {
    return this.door.port
  }

  /** Begins to listen: on a free port, or again on the one it had. */
  async start(): Promise<void> {
    this.core.network.attach(this)
    await this.door.open()
  }

  /** Dies: connections are cut, nobody listens, all calls are forgotten. */
  stop(): void {
    this.door.shut()
    this.core.network.detach(this.address)
    this.dropApplications()
    this.state.clear()
  }

  async restart(): Promise<void> {
    this.stop()
    await this.start()
  }

  /** Cuts the applications' connections; calls live on. */
  dropApplications(): void {
    for (const session of this.sessions) session.drop()
  }

  /** While it hangs, whoever connects gets through, and nothing is read or said. */
  hang(hangs: boolean): void {
    this.halt.set(hangs)
    for (const session of this.sessions) session.stall(hangs)
  }

  /** How many connections there are to its control port. */
  get connections(): number {
    return this.sessions.size
  }

  /** How many applications have been let in and are still there. */
  get applications(): number {
    return [...this.sessions].filter(({ open }) => open).length
  }

  /** What is left of calls: tests demand that it comes down to nothing. */
  get left(): { readonly dialogs: number; readonly transactions: number } {
    const { dialogs, clients, servers, answered, unacknowledged } = this.state
    const waiting = answered.size + unacknowledged.size
    return { dialogs: dialogs.size, transactions: clients.size + servers.size + waiting }
  }

  /** Ends a dialog by a BYE of its own, as for `Session timer expired`. */
  endUnasked(dialogId: string, text: string): void {
    const dialog = this.state.dialogs.get(dialogId)
    if (dialog === undefined) throw new Error(`There is no dialog ${dialogId}.`)
    this.core.network.moment(() =>
      sendByeUnasked(this.core, dialog, `SIP;cause=200;text="${text}"`),
    )
  }

  receive(message: SipMessage, from: string): void {
    this.halt.whenOn(() => this.take(message, from))
  }

  private take(message: SipMessage, from: string): void {
    if (statusOf(message) > 0) this.outgoing.respond(message, branchOf(message), from)
    else this.incoming.receive(message, from)
  }

  private accept(socket: Socket): void {
    const { timeline, ids } = this.core
    const made = new ControlSession({
      secret: () => this.secret,
      hostPorts: () => this.hostPorts,
      timeline,
      ids,
      treat: () => this.treat,
      rewrites: message => this.rewrites(message),
      incoming: this.incoming,
      outgoing: this.outgoing,
    })
    const link = new Link(socket, this.activity, () => this.chunking, {
      onData: chunk => made.onData(chunk),
      onClose: () => this.sessions.delete(made),
    })
    made.speakThrough(link)
    if (this.halt.is) made.stall(true)
    this.sessions.add(made)
  }
}
