import type { Link } from '../../wire/link.ts'
import type { Treatment } from '../../wire/treatment.ts'
import { runApi } from '../api.ts'
import { execute } from '../applications.ts'
import type { Core } from '../core.ts'
import { apiResponse, CommandReader, type EslCommand, goodbye, reply } from './commands.ts'
import { type EslEvent, Subscription, writeEvent, writeHeaders } from './events.ts'

/**
 * One connection of the event socket. An inbound one (the application connected) must say the
 * secret first; an outbound one (FreeSWITCH connected) belongs to a channel.
 */
export class EslSession {
  private readonly core: Core
  private readonly link: Link
  /** The channel of an outbound connection, '' for an inbound one. */
  private readonly channel: string
  private readonly secret: string
  private readonly reader = new CommandReader()
  private readonly subscription = new Subscription()
  private readonly waiting: EslCommand[] = []
  private authenticated: boolean
  private held = false

  constructor(core: Core, link: Link, own: { channel: string } | { secret: string }) {
    this.core = core
    this.link = link
    this.channel = 'channel' in own ? own.channel : ''
    this.secret = 'secret' in own ? own.secret : ''
    this.authenticated = 'channel' in own
    if ('secret' in own) this.link.send('Content-Type: auth/request\n\n')
  }

  /** @returns whether a command has begun and not ended. */
  onData(chunk: Buffer): boolean {
    this.waiting.push(...this.reader.push(chunk))
    this.work()
    return this.reader.partial
  }

  /** Tells an event, if the application has asked for it. */
  tell(event: EslEvent, copies: number): void {
    if (!this.authenticated || !this.subscription.wants(event)) return
    const text = writeEvent(event, this.subscription.format)
    for (let copy = 0; copy < copies; copy++) this.link.send(text)
  }

  /** Says goodbye and closes. */
  end(): void {
    this.link.send(goodbye(this.channel))
    this.link.end()
  }

  drop(): void {
    this.link.drop()
  }

  stall(stalled: boolean): void {
    this.link.stall(stalled)
  }

  /** Commands of one connection are dealt with in order: a slow one holds up the rest. */
  private work(): void {
    while (!this.held) {
      const command = this.waiting.shift()
      if (command === undefined) return
      const treatment = this.core.treat()(nameOf(command))
      if (treatment === 'neverAnswer') continue
      if (treatment === 'obey') this.obey(command)
      else this.treatOtherwise(command, treatment)
    }
  }

  private treatOtherwise(command: EslCommand, treatment: Exclude<Treatment, string>): void {
    if ('refuse' in treatment) {
      const api = command.line.startsWith('api ')
      this.link.send(api ? apiResponse(treatment.refuse) : reply(treatment.refuse))
      return
    }
    this.held = true
    this.core.timeline.after(treatment.delay, () => {
      this.held = false
      this.obey(command)
      this.work()
    })
  }

  private obey(command: EslCommand): void {
    const [word = '', ...words] = command.line.split(' ')
    if (word === 'auth') this.authenticate(words.join(' '))
    else if (word === 'exit') this.exit()
    else if (!this.authenticated) this.say('-ERR command not found')
    else if (word === 'api' && words.length > 0)
      this.link.send(apiResponse(runApi(this.core, words.join(' '))))
    else if (word === 'bgapi') this.background(words.join(' '), command)
    else if (word === 'sendmsg') this.message(words[0] ?? this.channel, command)
    else if (word === 'connect' && this.channel !== '') this.sendChannelData()
    else this.subscribe(word, words)
  }

  private subscribe(word: string, words: readonly string[]): void {
    const { subscription } = this
    if (word === 'event') {
      subscription.format = words[0] === 'json' ? 'json' : 'plain'
      subscription.add(words.slice(1))
      this.say(`+OK event listener enabled ${subscription.format}`)
    } else if (word === 'nixevent') {
      subscription.remove(words)
      this.say('+OK events nixed')
    } else if (word === 'noevents') {
      subscription.remove(['all'])
      this.say('+OK no longer listening for events')
    } else if (word === 'filter' && words[0] === 'delete') {
      subscription.unfilter(words[1] ?? '')
      this.say(`+OK filter deleted. [${words[1]}][${words[2] ?? ''}]`)
    } else if (word === 'filter') {
      subscription.filter(words[0] ?? '', words.slice(1).join(' '))
      this.say(`+OK filter added. [${words[0]}]=[${words.slice(1).join(' ')}]`)
    } else if (word === 'linger') this.say('+OK will linger')
    else this.say('-ERR command not found')
  }

  private authenticate(secret: string): void {
    this.authenticated = secret === this.secret
    this.say(this.authenticated ? '+OK accepted' : '-ERR invalid')
    if (!this.authenticated) this.end()
  }

  private exit(): void {
    this.say('+OK bye')
    this.end()
  }

  private background(command: string, { headers }: EslCommand): void {
    const job = headers['Job-UUID'] ?? this.core.ids.uuid()
    this.say(`+OK Job-UUID: ${job}`, `Job-UUID: ${job}\n`)
    const body = runApi(this.core, command.trim())
    const about = { 'Job-UUID': job, 'Job-Command': command.split(' ')[0] ?? '' }
    this.core.emit({ name: 'BACKGROUND_JOB', headers: about, body })
  }

  private message(uuid: string, { headers }: EslCommand): void {
    const channel = this.core.channels.get(uuid)
    if (channel === undefined) return this.say(`-ERR invalid session id [${uuid}]`)
    this.say('+OK')
    if (headers['call-command'] === 'hangup')
      return this.core.hangUp(channel, headers['hangup-cause'] ?? 'NORMAL_CLEARING')
    const asked = {
      name: headers['execute-app-name'] ?? '',
      argument: headers['execute-app-arg'] ?? '',
      uuid: headers['Event-UUID'] ?? this.core.ids.uuid(),
    }
    channel.command(() => execute(this.core, channel, asked))
  }

  private sendChannelData(): void {
    const channel = this.core.channels.get(this.channel)
    if (channel === undefined) return this.say('-ERR invalid session')
    const headers = {
      'Event-Name': 'CHANNEL_DATA',
      'Channel-Unique-ID': channel.uuid,
      ...channel.headers(),
      ...channel.variableHeaders(),
    }
    const mode = 'Reply-Text: %2BOK%0A\nSocket-Mode: async\nControl: full\n'
    this.link.send(`${writeHeaders(headers)}Content-Type: command/reply\n${mode}\n`)
  }

  private say(text: string, more = ''): void {
    this.link.send(reply(text, more))
  }
}

/** What a treatment chooses by: `auth`, `api conference op-1 list`, `sendmsg playback` … */
function nameOf({ line, headers }: EslCommand): string {
  if (!line.startsWith('sendmsg')) return line
  return `sendmsg ${headers['execute-app-name'] ?? headers['call-command'] ?? ''}`
}
