import { type Duration, hours, millis, seconds } from '../../../base/duration.ts'
import type { Timeline } from '../../../base/timeline.ts'
import { Ended } from './ended.ts'
import type { ForeignEndpoint, ForeignEvent } from './foreign.ts'
import { failure, type Reply, within } from './within.ts'

const REPLY_LIMIT: Duration = seconds(4)
/**
 * Going into a room takes some 20 ms, learning where the other side listens not much more; nobody
 * who has answered may be let wait for longer.
 */
const ENTER_LIMIT: Duration = seconds(2)
/** Longer than a message may be: whoever listens to one hears its end. */
const MESSAGE_LIMIT: Duration = hours(1)

/** How often a sound is broken off until it ends, and how soon again. */
const BREAKS_MAX = 20
const BREAK_AGAIN: Duration = millis(100)

/**
 * A message beyond some 12 KB blocks the SIP server's control connection for good; a session
 * description of this length stays well below with its headers.
 */
const SDP_MAX = 8000

/**
 * Who holds us, or says that they do not send, may be silent (RFC 3264, sections 5.1 and 8.4), this
 * many times as long as others.
 */
const QUIET = /^(a=(sendonly|inactive|recvonly)|c=IN IP4 0\.0\.0\.0)\s*$/m
const QUIET_TIMES = 10

/** A room of a media server: a conference by name, and the profile it is made with. */
export interface Room {
  readonly name: string
  readonly profile: string
}

/** What happens to an endpoint by itself. */
export interface EndpointListener {
  /** It is of no use any more. */
  gone(): void
  digit(digit: string): void
}

/** Our media end of one call: a channel of FreeSWITCH. It does one thing at a time. */
export class Endpoint {
  /** What it can receive: the SDP offer for the other side of the call. */
  readonly offer: string
  readonly uuid: string
  /** No command goes to it any more. */
  readonly ended = new Ended()
  /** The server has let it go, or had time enough to. */
  readonly released = new Ended()
  private readonly foreign: ForeignEndpoint
  private readonly timeline: Timeline
  private readonly api: (command: string) => Promise<Reply<string>>
  /** Told that the server did not do what it always does, while the channel is there. */
  private readonly doubt: () => void
  /** Told the path of a recording that has ended, by whomever. */
  onRecordingStopped: (file: string) => void = () => {}
  private listener: EndpointListener | null = null
  /** The media of the other side are known: it belongs to that call for good. */
  private attached = false
  private silenceLimit: Duration | null = null
  /** What the server was told of it. */
  private toldLimit: Duration | null = null
  private room: { readonly name: string; readonly member: string } | null = null
  private hearMember: ((member: string) => void) | null = null
  /** Resolves when it is in the room it was sent to, or will not be. */
  private entering: Promise<unknown> = Promise.resolve()
  /** Counts how often it was taken out of a room. */
  private left = 0
  /** Counts what was stopped. */
  private plays = 0
  private releasing: Promise<void> | null = null
  private watching = false
  private watchingApps = false
  private hearListening = (): void => {}
  /** Resolves when the application that runs on the channel has ended. */
  private app: Promise<unknown> = Promise.resolve()

  constructor(
    foreign: ForeignEndpoint,
    timeline: Timeline,
    api: (command: string) => Promise<Reply<string>>,
    doubt: () => void,
  ) {
    this.foreign = foreign
    this.timeline = timeline
    this.api = api
    this.doubt = doubt
    this.offer = foreign.local.sdp
    this.uuid = foreign.uuid
    foreign.on('destroy', () => this.lose())
    foreign.dialog.on('destroy', () => {
      this.released.say()
      this.lose()
    })
    foreign.on('dtmf', ({ dtmf }) => this.listener?.digit(dtmf))
    foreign.conn.on(`esl::event::CUSTOM::${foreign.uuid}`, event => this.ofRoom(event))
  }

  /** Whether another call can have it. */
  get reusable(): boolean {
    return !this.attached && !this.ended.yes
  }

  /** Whose it is now; null: nobody's. */
  listen(listener: EndpointListener | null): void {
    this.listener = listener
  }

  /**
   * Tells it where the other side receives. Without this FreeSWITCH sends nothing, and in a
   * conference heeds no command. A failure is the end of it: after one the library lets every later
   * re-INVITE wait for ever.
   *
   * @returns its answer.
   */
  async attach(sdp: string): Promise<Reply<string>> {
    this.attached = true
    const fits = sdp !== '' && sdp.length <= SDP_MAX
    if (fits) await this.tellSilence(sdp)
    const { timeline, ended } = this
    const bounds = { timeline, limit: ENTER_LIMIT, ended }
    const reply = fits
      ? await within(bounds, () => this.foreign.dialog.modify(sdp))
      : failure(`a session description of ${sdp.length} characters is of no use`)
    if (fits) this.look(reply)
    if (!reply.ok) this.lose()
    return reply
  }

  /**
   * Has it ended when nothing is received for so long, ten times as long while the other side holds
   * it or says that it does not send; null: never. To be said before `attach`: FreeSWITCH looks at
   * this when audio begins.
   */
  async limitSilence(longest: Duration | null): Promise<void> {
    this.silenceLimit = longest
    await this.tellSilence('')
  }

  /**
   * @param sdp what the other side says. FreeSWITCH has a time for those who hold it as well, and
   * forgets it again with the same offer (`check_media_timeout_params` in `switch_core_media.c`).
   */
  private async tellSilence(sdp: string): Promise<void> {
    const { silenceLimit } = this
    const times = QUIET.test(sdp) ? QUIET_TIMES : 1
    const limit = silenceLimit === null ? null : silenceLimit * times
    if (this.toldLimit === limit) return
    this.toldLimit = limit
    // Not `media_timeout`: an endpoint begins with an acknowledgement that is recvonly, for which
    // FreeSWITCH sets the variable that goes before it to 0.
    await this.api(`uuid_setvar ${this.uuid} media_timeout_audio ${Math.round(limit ?? 0)}`)
  }

  /** Puts it into a room, once what it does now is over. */
  async join({ name, profile }: Room): Promise<Reply<void>> {
    const left = this.left
    const free = await this.command(() => this.app)
    if (!free.ok) return free
    if (left !== this.left) return failure('it was taken out before it was in')
    const entering = this.enter(name, profile)
    this.entering = entering.catch(() => {})
    const { timeline, ended } = this
    const reply = await within({ timeline, limit: ENTER_LIMIT, ended }, () => entering)
    if (left === this.left) this.look(reply)
    return reply
  }

  /** Takes it out of the room it is in or on its way to. */
  async leave(): Promise<Reply<void>> {
    this.left++
    const entered = await this.command(() => this.entering)
    // One that is neither in nor out cannot be trusted with anything else.
    if (!entered.ok) this.lose()
    const { room } = this
    // Asked for once: whoever comes back has the same number, and would be taken out again.
    this.room = null
    if (room !== null) await this.api(`conference ${room.name} hup ${room.member}`)
    return this.settled()
  }

  /** Plays a sound to its end. What FreeSWITCH would expand is not asked for. */
  async play(sound: string): Promise<Reply<void>> {
    if (/[$\p{Cc}]/u.test(sound)) return failure(`${JSON.stringify(sound)} is more than a path`)
    const play = this.plays
    const free = await this.settled()
    if (!free.ok) return free
    if (play !== this.plays) return failure('it was stopped before it began')
    const { timeline, ended } = this
    const bounds = { timeline, limit: MESSAGE_LIMIT, ended }
    const reply = await within(bounds, () => this.run('playback', sound))
    if (!reply.ok) return reply
    const response = reply.value.getHeader('Application-Response') ?? ''
    return /^FILE (NOT FOUND|PLAYED)/.exec(response)?.[1] === 'NOT FOUND'
      ? failure(`FreeSWITCH does not find ${sound}`)
      : DONE
  }

  /**
   * Ends what is being played, or has only just been asked for. That goes another way to the
   * server: a break may come before what it is to break, and is asked for again.
   */
  async stopPlaying(): Promise<void> {
    const stopped = ++this.plays
    const { timeline, ended, app } = this
    for (let n = 0; n < BREAKS_MAX && stopped === this.plays && !ended.yes; n++) {
      await this.api(`uuid_break ${this.uuid} all`)
      if ((await within({ timeline, limit: BREAK_AGAIN, ended }, () => app)).ok) return
    }
  }

  /** Presses keys towards the other side (RFC 4733 where it takes them). */
  async sendDigits(digits: string): Promise<Reply<void>> {
    return this.does(`uuid_send_dtmf ${this.uuid} ${digits}`)
  }

  /** Closes or opens its microphone in the room it is in. */
  async mute(on: boolean): Promise<Reply<void>> {
    const { room } = this
    if (room === null) return failure('it is in no room')
    return this.does(`conference ${room.name} ${on ? 'mute' : 'unmute'} ${room.member}`)
  }

  private async does(command: string): Promise<Reply<void>> {
    const reply = await this.api(command)
    if (!reply.ok) return reply
    return /^\+?OK/.test(reply.value) ? DONE : failure(reply.value)
  }

  /** Has FreeSWITCH do something with this channel. @returns its words. */
  ask(command: string, words: string): Promise<Reply<string>> {
    return this.api(`${command} ${this.uuid} ${words}`)
  }

  /**
   * Listens to another channel until that is gone, or a star is pressed here; other keys say who
   * hears what comes from here: `0` nobody, `1` whom that channel talks to, `2` that channel, `3`
   * both. `begun` is told when keys are heeded.
   */
  async eavesdrop(uuid: string, begun: () => void): Promise<void> {
    if (!(await this.settled()).ok) return
    this.hearListening = begun
    this.watchApps()
    await this.run('eavesdrop', uuid).catch(() => {})
    this.hearListening = () => {}
  }

  private watchApps(): void {
    const { conn, uuid } = this.foreign
    if (this.watchingApps) return
    this.watchingApps = true
    conn.on(`esl::event::CHANNEL_EXECUTE::${uuid}`, event => {
      if (event.getHeader('Application') === 'eavesdrop') this.hearListening()
    })
  }

  /** From now on `onRecordingStopped` is told: few calls are recorded, and each event costs. */
  watchRecording(): void {
    const { conn, uuid } = this.foreign
    if (this.watching) return
    this.watching = true
    conn.subscribe('RECORD_STOP')
    conn.on(`esl::event::RECORD_STOP::${uuid}`, event =>
      this.onRecordingStopped(event.getHeader('Record-File-Path') ?? ''),
    )
  }

  /** Gives it back to the server. Resolves when that has been done or given up. */
  release(): Promise<void> {
    this.listener = null
    this.ended.say()
    this.releasing ??= this.hangUp()
    return this.releasing
  }

  private async hangUp(): Promise<void> {
    const bounds = { timeline: this.timeline, limit: REPLY_LIMIT, ended: this.released }
    const reply = await within(bounds, () => this.foreign.dialog.destroy())
    // Without a connection to the SIP server the channel is ended on the media server itself.
    if (!reply.ok && !this.released.yes) await this.api(`uuid_kill ${this.uuid}`)
    this.released.say()
  }

  private enter(name: string, profile: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.hearMember = member => {
        this.room = { name, member }
        this.hearMember = null
        resolve()
      }
      const outside = (): void => {
        this.room = null
        this.hearMember = null
        reject(new Error('it was not let in'))
      }
      this.run('conference', `${name}@${profile}`).then(outside, outside)
    })
  }

  private run(app: string, argument: string): Promise<ForeignEvent> {
    const running = this.foreign.execute(app, argument)
    this.app = running.catch(() => {})
    return running
  }

  private async settled(): Promise<Reply<void>> {
    const reply = await this.command(() => this.app)
    return reply.ok ? DONE : reply
  }

  /** What fails while the channel is there says something of the server. */
  private look(reply: Reply<unknown>): void {
    if (!reply.ok && !this.ended.yes) this.doubt()
  }

  private command<T>(work: () => Promise<T>): Promise<Reply<T>> {
    const { timeline, ended } = this
    return within({ timeline, limit: REPLY_LIMIT, ended }, work)
  }

  private ofRoom(event: ForeignEvent): void {
    if (event.getHeader('Action') === 'add-member')
      this.hearMember?.(event.getHeader('Member-ID') ?? '')
  }

  private lose(): void {
    const { listener } = this
    if (!this.ended.say()) return
    this.listener = null
    listener?.gone()
    void this.release()
  }
}

const DONE = { ok: true, value: undefined } as const
