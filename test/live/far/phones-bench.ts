import { filter, firstValueFrom } from 'rxjs'
import { seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import type { CallEvent, LegEvent } from '../../../src/telephony/call-event.ts'
import { createFreeSwitchTelephony } from '../../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony } from '../../../src/telephony/freeswitch/freeswitch.ts'
import type { ReachNews } from '../../../src/telephony/freeswitch/registrar/reach.ts'
import {
  REGISTRAR_DEFAULTS,
  Registrar,
  type RegistrarSettings,
} from '../../../src/telephony/freeswitch/registrar/registrar.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { nothingIsLeft, pass } from '../harness.ts'
import { liveServers, liveSettings } from '../servers.ts'
import { Tap } from '../tap.ts'
import { type FarCall, follow } from './callee.ts'
import { RegisteringPhone } from './registering.ts'
import { RtpEnd } from './rtp.ts'
import { type IncomingCall, SipPeer } from './sip-peer.ts'

/** Where the SIP server listens, beside its control port. */
export const SIP_PORT = Number(process.env.CARILLON_LIVE_SIP_PORT ?? 5060)
/** Everybody's. */
export const PASSWORD = 'invented'
/** How phones of operators at work are called. */
const AT_WORK = { ringLimit: seconds(3), answersItself: true }

/** A phone with everything that happened to it. */
export interface BenchPhone {
  readonly peer: SipPeer
  readonly calls: readonly IncomingCall[]
  /** How its calls were ended by the other side. */
  readonly over: string[]
  readonly rtp: RtpEnd
  register(more?: object): ReturnType<RegisteringPhone['register']>
}

/** The adapter with a registrar, on real servers, between a carrier and phones that register. */
export class PhonesBench {
  telephony!: FreeSwitchTelephony
  registrar!: Registrar
  readonly tap: Tap
  readonly callees: FarCall[] = []
  readonly events: (CallEvent | LegEvent)[] = []
  readonly news: ReachNews[] = []
  private readonly carrier: SipPeer
  private readonly peers: SipPeer[] = []
  private readonly ends: RtpEnd[] = []

  private constructor(tap: Tap, carrier: SipPeer, callees: FarCall[]) {
    this.tap = tap
    this.carrier = carrier
    this.callees = callees
    this.peers.push(carrier)
  }

  static async begin(more: Partial<RegistrarSettings> = {}): Promise<PhonesBench> {
    const callees: FarCall[] = []
    const tap = new Tap(liveServers()!.freeswitch)
    await tap.mend()
    const carrier = await SipPeer.open(async call => {
      callees.push(await follow(person(200, { patience: seconds(60) }), call))
    })
    const bench = new PhonesBench(tap, carrier, callees)
    bench.connect(more)
    await bench.up()
    return bench
  }

  private connect(more: Partial<RegistrarSettings>): void {
    const registrar = new Registrar(
      {
        ...REGISTRAR_DEFAULTS,
        shortest: seconds(1),
        realm: 'carillon',
        algorithm: 'MD5',
        nonceKey: new Uint8Array(32).fill(9),
        accountOf: user => ({ operator: user, secret: { password: PASSWORD } }),
        ...more,
      },
      hostTimeline,
    )
    registrar.reach$.subscribe(one => this.news.push(one))
    const at = { drachtio: liveServers()!.drachtio, freeswitch: this.tap.address }
    const settings = liveSettings(at, this.carrier.port)
    const parts = { settings, timeline: hostTimeline, phones: registrar, registrar }
    this.registrar = registrar
    this.telephony = createFreeSwitchTelephony(parts)
    this.telephony.events$.subscribe(event => this.events.push(event))
  }

  async end(): Promise<void> {
    await this.telephony.close()
    this.tap.cut()
    for (const end of [...this.ends, ...this.peers]) end.close()
    await nothingIsLeft(this.telephony)
  }

  /** Resolves when both servers are connected. */
  async up(): Promise<void> {
    await firstValueFrom(this.telephony.health$.pipe(filter(one => one.up)))
  }

  told(): string[] {
    return this.events.map(event =>
      event.kind === 'operatorDown' ? `down ${event.why}` : event.kind,
    )
  }

  /** Somebody at an address of this machine. */
  async peerAt(address: string): Promise<SipPeer> {
    const peer = await SipPeer.open(() => {}, address)
    this.peers.push(peer)
    return peer
  }

  async phoneThat(acts: 'answers' | 'rings'): Promise<BenchPhone> {
    const calls: IncomingCall[] = []
    const over: string[] = []
    const rtp = await RtpEnd.open()
    const peer = await SipPeer.open(call => {
      calls.push(call)
      call.onCancel = () => {
        if (acts === 'answers') return
        over.push('CANCEL')
        call.respond(487)
      }
      call.onBye = () => over.push('BYE')
      call.respond(180)
      if (acts !== 'answers') return
      call.respond(200, { sdp: rtp.sdp })
      rtp.talkTo(call.sdp)
    })
    this.peers.push(peer)
    this.ends.push(rtp)
    const line = new RegisteringPhone(peer)
    const plain = { port: SIP_PORT, user: 'anna', password: PASSWORD, expires: 60 }
    return { peer, calls, over, rtp, register: (more = {}) => line.register({ ...plain, ...more }) }
  }

  /** Anna is wanted, and so much time passes. */
  async ring(wait = 300): Promise<void> {
    this.telephony.operatorUp('anna', AT_WORK)
    await pass(wait)
  }
}
