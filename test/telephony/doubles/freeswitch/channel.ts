import { header, type SipMessage, tagOf } from '../sip/message.ts'
import { answering, directionOf, mediaPortOf, type Sdp, writeSdp } from '../sip/sdp.ts'

/** Something a channel does until it is over: an application of the dialplan. */
export interface Running {
  readonly application: string
  /** Ends it before its time: a digit, `uuid_break`, a hang-up. */
  stop(how: 'break' | 'hangup'): void
  /** Hands it a key that was pressed. */
  digit?(key: string): void
}

/** One leg of FreeSWITCH. Audio is not imitated: its ports say who would hear whom. */
export class Channel {
  readonly uuid: string
  readonly invite: SipMessage
  readonly variables = new Map<string, string>()
  /** Applications that run, the newest last. */
  readonly running: Running[] = []
  /** Recordings that run in the background, and whether they are masked. */
  readonly recordings = new Map<string, 'on' | 'masked'>()
  /** Keys that were sent to the other end. */
  sentKeys = ''
  remoteSdp: string
  hungUp: string | null = null
  /** Whether the caller has acknowledged. */
  established = false
  /** Somebody has acknowledged our answer, or nobody need any more. */
  acknowledged = (): void => {}
  sequence = 1
  /** Kept while it lives: a member that leaves a conference and comes back has the same number. */
  memberId = 0
  readonly tag: string
  private readonly port: number
  private readonly commands: (() => void)[] = []
  private version = 1
  private direction: Sdp['direction'] = 'sendrecv'

  constructor(uuid: string, tag: string, port: number, invite: SipMessage) {
    this.uuid = uuid
    this.tag = tag
    this.port = port
    this.invite = invite
    this.remoteSdp = invite.body
  }

  get callId(): string {
    return header(this.invite, 'Call-ID')
  }

  get mediaPort(): number {
    return this.port
  }

  /** Where this leg sends its audio. */
  get remoteMediaPort(): number {
    return mediaPortOf(this.remoteSdp)
  }

  /**
   * Whether it is connected to nobody: made without an offer, it was acknowledged with its own
   * description. It sends nothing then, and does not look for commands while in a conference.
   */
  get adrift(): boolean {
    return this.remoteMediaPort === this.port
  }

  /** Whether it sends audio to the other end. */
  get sends(): boolean {
    return !this.adrift && ['sendrecv', 'recvonly'].includes(directionOf(this.remoteSdp))
  }

  /** Takes an offer or an answer of the other end. */
  takeSdp(sdp: string): void {
    if (sdp === '') return
    this.remoteSdp = sdp
    // Before, it is the answer to what this side said, which stays as it is.
    if (this.established) this.direction = answering(directionOf(sdp))
    this.workOff()
  }

  /** Does what an application asks for, now or when it looks for commands again. */
  command(act: () => void): void {
    this.commands.push(act)
    this.workOff()
  }

  private workOff(): void {
    const inRoom = () => this.running.some(({ application }) => application === 'conference')
    while (!(this.adrift && inRoom())) {
      const act = this.commands.shift()
      if (act === undefined) return
      act()
    }
  }

  /** What it says of its own media. */
  sdp(): string {
    const { port, direction, version } = this
    return writeSdp({ port, direction, version, origin: 'FreeSWITCH' })
  }

  /** A changed description, as the answer to a re-INVITE. */
  nextSdp(): string {
    this.version++
    return this.sdp()
  }

  /** Headers of every event about this channel. */
  headers(): Readonly<Record<string, string>> {
    return {
      'Channel-State': this.hungUp === null ? 'CS_EXECUTE' : 'CS_HANGUP',
      'Channel-Call-State': this.hungUp === null ? 'ACTIVE' : 'HANGUP',
      'Unique-ID': this.uuid,
      'Call-Direction': 'inbound',
      'Channel-Call-UUID': this.uuid,
      'Answer-State': this.hungUp === null ? 'answered' : 'hangup',
      ...(this.hungUp === null ? {} : { 'Hangup-Cause': this.hungUp }),
    }
  }

  /** Its variables with the prefix that they have in events. */
  variableHeaders(): Readonly<Record<string, string>> {
    const known: readonly (readonly [string, string])[] = [
      ['sip_user_agent', header(this.invite, 'User-Agent')],
      ['sip_call_id', this.callId],
      ['sip_from_tag', tagOf(header(this.invite, 'From'))],
      ['sip_h_X-esl-outbound', header(this.invite, 'X-esl-outbound')],
      ['rtp_local_sdp_str', this.sdp()],
      ['switch_r_sdp', this.remoteSdp],
      ['local_media_ip', '127.0.0.1'],
      ['local_media_port', String(this.port)],
      ['remote_media_ip', '127.0.0.1'],
      ['remote_media_port', String(this.remoteMediaPort)],
      ['dtmf_type', 'rfc2833'],
      ['uuid', this.uuid],
      ...this.variables,
    ]
    return Object.fromEntries(known.map(([name, value]) => [`variable_${name}`, value]))
  }
}
