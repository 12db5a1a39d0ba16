import type { Cancel } from '../../../../src/base/timeline.ts'
import type { Channel, Running } from './channel.ts'
import type { Core } from './core.ts'
import { Playing } from './playing.ts'

/** The application `play_and_get_digits`: plays, and takes the keys that are pressed meanwhile. */
export class Collecting implements Running {
  readonly application = 'play_and_get_digits'
  private readonly core: Core
  private readonly channel: Channel
  private readonly onEnd: () => void
  private readonly min: number
  private readonly max: number
  private tries: number
  private readonly timeout: number
  private readonly terminators: string
  private readonly prompt: string
  private readonly invalid: string
  private readonly variable: string
  private readonly pattern: RegExp
  private readonly digitTimeout: number
  private keys = ''
  private playing: Playing | null = null
  private cancel: Cancel = () => {}
  private over = false

  constructor(core: Core, channel: Channel, argument: string, onEnd: () => void) {
    this.core = core
    this.channel = channel
    this.onEnd = onEnd
    const words = argument.split(' ')
    this.min = Number(words[0])
    this.max = Number(words[1])
    this.tries = Number(words[2])
    this.timeout = Number(words[3])
    this.terminators = words[4] ?? ''
    this.prompt = words[5] ?? ''
    this.invalid = words[6] ?? ''
    this.variable = words[7] ?? ''
    this.pattern = new RegExp(words[8] ?? '\\d+')
    this.digitTimeout = Number(words[9] ?? this.timeout)
  }

  start(): void {
    this.play(this.prompt, () => this.wait(this.timeout))
  }

  digit(key: string): void {
    if (this.over) return
    this.cancel()
    const { playing } = this
    this.playing = null
    playing?.stop('break')
    if (this.terminators.includes(key)) {
      this.channel.variables.set('read_terminator_used', key)
      return this.judge()
    }
    this.keys += key
    if (this.keys.length >= this.max) this.judge()
    else this.wait(this.digitTimeout)
  }

  stop(how: 'break' | 'hangup'): void {
    if (this.over) return
    this.over = true
    this.cancel()
    this.playing?.stop(how)
    this.onEnd()
  }

  private judge(): void {
    if (this.keys.length >= this.min && this.pattern.test(this.keys)) return this.end(this.keys)
    if (this.keys !== '') this.channel.variables.set(`${this.variable}_invalid`, this.keys)
    this.keys = ''
    const again = --this.tries > 0
    this.play(this.invalid, () => (again ? this.start() : this.end('')))
  }

  private end(keys: string): void {
    this.over = true
    const { variables } = this.channel
    variables.set('read_result', keys === '' ? 'failure' : 'success')
    if (keys !== '') variables.set(this.variable, keys)
    this.onEnd()
  }

  private wait(length: number): void {
    if (!this.over) this.cancel = this.core.timeline.after(length, () => this.judge())
  }

  private play(sound: string, then: () => void): void {
    this.playing = new Playing(this.core, this.channel, [sound], end => {
      const cutShort = this.playing === null || end === 'hangup'
      this.playing = null
      if (!cutShort && end !== 'break') then()
    })
    this.playing.start()
  }
}
