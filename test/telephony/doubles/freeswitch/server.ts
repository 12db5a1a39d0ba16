import { connect, type Socket } from 'node:net'
import { type Duration, seconds } from '../../../../src/base/duration.ts'
import type { Timeline } from '../../../../src/base/timeline.ts'
import { header, type SipMessage } from '../sip/message.ts'
import type { Party, SipNetwork } from '../sip/network.ts'
import type { Activity } from '../wire/activity.ts'
import { Door } from '../wire/door.ts'
import { Halt } from '../wire/halt.ts'
import type { Ids } from '../wire/ids.ts'
import { type Chunking, Link } from '../wire/link.ts'
import { obeyAll, type Treat } from '../wire/treatment.ts'
import { press } from './api.ts'
import { Channel } from './channel.ts'
import { Conferences } from './conferences.ts'
import { type Core, emitOf } from './core.ts'
import type { EslEvent } from './esl/events.ts'
import { EslSession } from './esl/session.ts'
import { SipSide } from './sip-side.ts'

/** An answer that nobody acknowledges is taken back (RFC 3261, section 13.3.1.4). */
const ACK_LIMIT = 32_000

/** Between two HEARTBEAT events. */
const HEARTBEAT = seconds(20)
const MAX_SESSIONS = 1000

/** What a FreeSWITCH double is made of. */
export interface FreeswitchSetting {
  /** Its SIP address on the network of the doubles, `host:port`. */
  readonly address: string
  readonly secret: string
  readonly timeline: Timeline
  readonly network: SipNetwork
  readonly ids: Ids
  readonly activity: Activity
  readonly nextPort: () => number
}

/** A double of FreeSWITCH: its event socket on a port of 127.0.0.1, SIP on the network. */
export class FreeswitchDouble implements Party {
  readonly address: string
  secret: string
  /**
   * How commands are treated. They are called by their line, such as `api sofia status`, or
   * `sendmsg playback`; SIP by `invite` and `reinvite`, refused with a status and a reason, and
   * `bye`, never answered.
   */
  treat: Treat = obeyAll
  chunking: Chunking = 'each'
  /** How often an event is told, by its name: 2 for one told twice, 0 for one that is lost. */
  copies: (event: EslEvent) => number = () => 1
  /** When it connects to the application for a new endpoint. */
  connectsBack: 'afterAnswer' | 'never' = 'afterAnswer'
  /**
   * Whether the end of a channel is told on its own connection before that is closed. The real
   * server does either, as threads race.
   */
  tellsHangup = true
  /** How long each sound file plays. */
  readonly sounds = new Map<string, Duration>()
  /** What it says to an `api` command instead of its own words, by the whole line. */
  readonly says = new Map<string, string>()
  /** Its channels, by their ids. */
  readonly channels = new Map<string, Channel>()
  private readonly sessions = new Set<EslSession>()
  private readonly halt = new Halt()
  private readonly ofChannels = new Map<string, EslSession>()
  private readonly setting: FreeswitchSetting
  private readonly core: Core
  private readonly sip: SipSide
  private readonly door: Door
  private readonly coreId: string
  private beating = false

  constructor(setting: FreeswitchSetting) {
    const { address, timeline, ids, network } = setting
    this.setting = setting
    this.address = address
    this.secret = setting.secret
    this.coreId = ids.uuid()
    const emit = (event: EslEvent): void => this.emit(event)
    this.core = {
      timeline,
      ids,
      treat: () => this.treat,
      channels: this.channels,
      conferences: new Conferences(ids, emit),
      sounds: this.sounds,
      says: this.says,
      address,
      emit,
      hangUp: (channel, cause) => this.hangUp(channel, cause, true),
    }
    this.sip = new SipSide(address, network, {
      invited: invite => this.invited(invite),
      reinvited: () => this.refusalOf('reinvite'),
      established: channel => this.established(channel),
      ignoresBye: () => this.treat('bye') === 'neverAnswer',
      ended: channel => this.hangUp(channel, 'NORMAL_CLEARING', false),
      channelOf: callId => [...this.channels.values()].find(one => one.callId === callId),
    })
    this.door = new Door(setting.activity, socket => this.accept(socket))
  }

  /** The port of the event socket. */
  get port(): number {
    return this.door.port
  }

  /** Begins to listen: on a free port, or again on the one it had. */
  async start(): Promise<void> {
    this.setting.network.attach(this)
    await this.door.open()
  }

  /** Dies: connections are cut, calls are forgotten without a BYE. */
  stop(): void {
    this.door.shut()
    this.setting.network.detach(this.address)
    for (const session of this.sessions) session.drop()
    for (const channel of this.channels.values()) {
      channel.hungUp = 'CRASH'
      channel.acknowledged()
    }
    this.channels.clear()
    this.ofChannels.clear()
    this.core.conferences.rooms.clear()
  }

  /** Lets nobody in any more; connections that stand, stand. */
  shut(): void {
    this.door.shut()
  }

  async restart(): Promise<void> {
    this.stop()
    await this.start()
  }

  /** Cuts the application's own connections; channels, and theirs, live on. */
  dropApplications(): void {
    const kept = new Set(this.ofChannels.values())
    for (const session of this.sessions) if (!kept.has(session)) session.drop()
  }

  /** How many connections applications have to it, beside those of channels. */
  get applications(): number {
    return this.sessions.size - this.ofChannels.size
  }

  /** While it hangs, whoever connects gets through, and nothing is read or said. */
  hang(hangs: boolean): void {
    this.halt.set(hangs)
    for (const session of this.sessions) session.stall(hangs)
  }

  /** What is left: tests demand that it comes down to nothing. */
  get left(): { readonly channels: number; readonly conferences: number } {
    return { channels: this.channels.size, conferences: this.core.conferences.rooms.size }
  }

  /** @returns the channel with this id; throws where there is none. */
  channel(uuid: string): Channel {
    const found = this.channels.get(uuid)
    if (found === undefined) throw new Error(`There is no channel ${uuid}.`)
    return found
  }

  /** @returns the channels in a conference, by id. */
  membersOf(room: string): readonly string[] {
    const members = this.core.conferences.rooms.get(room)?.members.values() ?? []
    return [...members].map(({ channel }) => channel.uuid)
  }

  /** Whether what one channel says in a conference reaches another. */
  hears(listener: string, speaker: string): boolean {
    return this.core.conferences.hears(this.channel(listener), this.channel(speaker))
  }

  /** The other end presses a key. */
  press(uuid: string, key: string): void {
    press(this.core, this.channel(uuid), key)
  }

  /** A member begins or ceases to speak, as the conference's energy gate tells. */
  talks(uuid: string, talking: boolean): void {
    const place = this.core.conferences.placeOf(this.channel(uuid))
    if (place === undefined) return
    const action = talking ? 'start-talking' : 'stop-talking'
    this.core.conferences.tell(place.room, action, place.member)
  }

  /** The channel that listens at this port. */
  channelAt(mediaPort: number): string {
    const found = [...this.channels.values()].find(one => one.mediaPort === mediaPort)
    if (found === undefined) throw new Error(`Nobody listens at ${mediaPort}.`)
    return found.uuid
  }

  /** Ends a channel of its own accord, as for `MEDIA_TIMEOUT`. */
  end(uuid: string, cause: string): void {
    this.hangUp(this.channel(uuid), cause, true)
  }

  receive(message: SipMessage, from: string): void {
    this.halt.whenOn(() => this.sip.receive(message, from))
  }

  private emit({ headers, ...event }: EslEvent): void {
    // Without it the library does not know an event that is about no channel.
    const whole = { ...event, headers: { 'Core-UUID': this.coreId, ...headers } }
    const copies = this.copies(whole)
    for (const session of this.sessions) session.tell(whole, copies)
  }

  private refusalOf(command: string): string | undefined {
    const treatment = this.treat(command)
    return typeof treatment === 'object' && 'refuse' in treatment ? treatment.refuse : undefined
  }

  private invited(invite: SipMessage): Channel | string {
    const refusal = this.refusalOf('invite')
    if (refusal !== undefined) return refusal
    if (!header(invite, 'User-Agent').startsWith('drachtio-fsmrf:')) return '403 Forbidden'
    const { ids, nextPort } = this.setting
    const channel = new Channel(ids.uuid(), ids.token(), nextPort(), invite)
    this.channels.set(channel.uuid, channel)
    const forget = () => this.hangUp(channel, 'RECOVERY_ON_TIMER_EXPIRE', true)
    channel.acknowledged = this.setting.timeline.after(ACK_LIMIT, forget)
    return channel
  }

  private established(channel: Channel): void {
    channel.established = true
    channel.acknowledged()
    emitOf(this.core, channel, 'CHANNEL_ANSWER')
    if (this.connectsBack === 'never') return
    const [host = '', port = ''] = header(channel.invite, 'X-esl-outbound').split(':')
    this.setting.activity.moved()
    const socket = connect({ host, port: Number(port) })
    socket.once('connect', () => this.setting.activity.moved())
    this.speak(
      socket,
      link => {
        const session = new EslSession(this.core, link, { channel: channel.uuid })
        this.ofChannels.set(channel.uuid, session)
        return session
      },
      () => this.forsaken(channel),
    )
  }

  private accept(socket: Socket): void {
    this.speak(socket, link => new EslSession(this.core, link, { secret: this.secret }))
    this.beat()
  }

  private speak(
    socket: Socket,
    make: (link: Link) => EslSession,
    onClose: () => void = () => {},
  ): void {
    let session: EslSession | null = null
    const link = new Link(socket, this.setting.activity, () => this.chunking, {
      onData: chunk => session!.onData(chunk),
      onClose: () => {
        this.sessions.delete(session!)
        onClose()
      },
    })
    session = make(link)
    this.sessions.add(session)
    if (this.halt.is) session.stall(true)
  }

  /**
   * The application has closed a channel's connection. A channel that only waits for commands is
   * hung up; one in a conference or in a playback stays.
   */
  private forsaken(channel: Channel): void {
    this.ofChannels.delete(channel.uuid)
    if (channel.hungUp === null && channel.running.length === 0)
      this.hangUp(channel, 'NORMAL_CLEARING', true)
  }

  private hangUp(channel: Channel, cause: string, byUs: boolean): void {
    if (channel.hungUp !== null) return
    channel.hungUp = cause
    channel.acknowledged()
    const session = this.ofChannels.get(channel.uuid)
    if (!this.tellsHangup) session?.end()
    emitOf(this.core, channel, 'CHANNEL_HANGUP')
    for (const running of [...channel.running]) running.stop('hangup')
    for (const file of channel.recordings.keys())
      emitOf(this.core, channel, 'RECORD_STOP', { 'Record-File-Path': file })
    emitOf(this.core, channel, 'CHANNEL_CALLSTATE')
    emitOf(this.core, channel, 'CHANNEL_HANGUP_COMPLETE')
    if (byUs) this.sip.bye(channel, cause)
    session?.end()
    this.channels.delete(channel.uuid)
  }

  private beat(): void {
    if (this.beating) return
    this.beating = true
    this.core.timeline.after(HEARTBEAT, () => {
      this.beating = false
      if (this.sessions.size === 0) return
      this.emit({ name: 'HEARTBEAT', headers: this.pulse() })
      this.beat()
    })
  }

  private pulse(): Readonly<Record<string, string>> {
    return {
      'FreeSWITCH-Hostname': 'double',
      'FreeSWITCH-IPv4': '127.0.0.1',
      'FreeSWITCH-Version': '1.11.1-release~64bit',
      'Session-Count': String(this.channels.size),
      'Max-Sessions': String(MAX_SESSIONS),
      'Session-Per-Sec': '200',
      'Idle-CPU': '90.0',
    }
  }
}
