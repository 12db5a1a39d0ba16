import type { Timeline } from '../../../../src/base/timeline.ts'
import { methodOf, parseSip, statusOf } from '../sip/message.ts'
import type { Ids } from '../wire/ids.ts'
import type { Link } from '../wire/link.ts'
import type { Treat } from '../wire/treatment.ts'
import { FrameReader, frame } from './frames.ts'
import type { Incoming } from './incoming.ts'
import type { Asked, Outgoing } from './outgoing.ts'
import type { Application } from './state.ts'
import { refused } from './tell.ts'

/** What a session needs of its server. */
export interface SessionSetting {
  readonly secret: () => string
  /** What it says that it listens at. */
  readonly hostPorts: () => string
  readonly timeline: Timeline
  readonly ids: Ids
  readonly treat: () => Treat
  /** What becomes of a message to the application. */
  readonly rewrites: (message: string) => string | null
  readonly incoming: Incoming
  readonly outgoing: Outgoing
}

/** One application's control connection. */
export class ControlSession implements Application {
  readonly routes = new Set<string>()
  private readonly reader = new FrameReader()
  private readonly setting: SessionSetting
  private link: Link | null = null
  private authenticated = false

  constructor(setting: SessionSetting) {
    this.setting = setting
  }

  /** Whether calls may be handed to it. */
  get open(): boolean {
    return this.authenticated && this.link?.open === true
  }

  speakThrough(link: Link): void {
    this.link = link
  }

  tell(message: string): void {
    const told = this.setting.rewrites(message)
    if (told !== null) this.link?.send(frame(`${this.setting.ids.uuid()}|${told}`))
  }

  drop(): void {
    this.link?.drop()
  }

  stall(stalled: boolean): void {
    this.link?.stall(stalled)
  }

  /** @returns whether a message has begun and not ended. */
  onData(chunk: Buffer): boolean {
    const messages = this.reader.push(chunk)
    if (messages === null) this.link?.end()
    for (const message of messages ?? []) this.hear(message)
    return this.reader.partial
  }

  private hear(message: string): void {
    const [about = '', ...rest] = message.split('\r\n')
    const [id = '', kind = '', ...words] = about.split('|')
    const text = rest.join('\r\n')
    const treatment = this.setting.treat()(`${kind} ${rest[0] ?? words[0] ?? ''}`)
    if (treatment === 'neverAnswer') return
    if (treatment === 'obey') this.obey(id, kind, words, text)
    else if ('refuse' in treatment) this.tell(refused(id, treatment.refuse))
    else this.setting.timeline.after(treatment.delay, () => this.obey(id, kind, words, text))
  }

  private obey(id: string, kind: string, words: readonly string[], text: string): void {
    const verb = words[0] ?? ''
    if (kind === 'authenticate') this.authenticate(id, verb)
    else if (kind === 'ping') this.tell(`response|${id}|OK|pong`)
    else if (kind === 'route' || kind === 'remove_route') {
      if (kind === 'route') this.routes.add(verb)
      else this.routes.delete(verb)
      this.tell(`response|${id}|OK`)
    } else if (kind === 'sip') this.sip(id, words, text)
    else {
      this.tell(`response|${id}|NO|Unknown message type`)
      this.link?.end()
    }
  }

  private authenticate(id: string, secret: string): void {
    if (secret !== this.setting.secret()) {
      this.tell(`response|${id}|NO|incorrect secret`)
      this.link?.end()
      return
    }
    this.authenticated = true
    const at = this.setting.hostPorts()
    this.tell(`response|${id}|OK|${at}|v0.9.10|${at}`)
  }

  private sip(id: string, words: readonly string[], text: string): void {
    const [transaction = '', dialog = '', proxy = ''] = words
    const sip = parseSip(text)
    const { incoming, outgoing } = this.setting
    if (sip === null) return this.tell(refused(id, `invalid request-uri: ${text.split('\r\n')[0]}`))
    if (statusOf(sip) > 0) return incoming.respond(this, id, transaction, sip)
    const asked: Asked = { id, transaction, dialog, proxy, sip }
    if (methodOf(sip) !== '') outgoing.ask(this, asked)
  }
}
