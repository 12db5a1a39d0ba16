import type { Duration } from '../../../../src/base/duration.ts'
import type { Cancel } from '../../../../src/base/timeline.ts'
import type { Channel } from './channel.ts'
import { type Core, emitOf, lengthOf } from './core.ts'

/** How a playback came to its end. */
export type PlayEnd = 'done' | 'break' | 'hangup' | 'notFound'

/** Plays one sound after the other to a channel. */
export class Playing {
  private readonly core: Core
  private readonly channel: Channel
  private readonly sounds: readonly string[]
  private readonly onEnd: (end: PlayEnd) => void
  private at = 0
  private begun = 0
  private cancel: Cancel = () => {}
  private over = false

  constructor(
    core: Core,
    channel: Channel,
    sounds: readonly string[],
    onEnd: (end: PlayEnd) => void,
  ) {
    this.core = core
    this.channel = channel
    this.sounds = sounds
    this.onEnd = onEnd
  }

  start(): void {
    const length = lengthOf(this.core, this.sounds[this.at]!)
    if (length === undefined) return this.end('notFound')
    this.begun = this.core.timeline.monotonic()
    this.tell('PLAYBACK_START')
    if (length === Number.POSITIVE_INFINITY) return
    this.cancel = this.core.timeline.after(length, () => {
      this.finishSound('done', length)
      if (++this.at < this.sounds.length) this.start()
      else this.end('done')
    })
  }

  stop(how: 'break' | 'hangup'): void {
    if (this.over) return
    this.cancel()
    const played = this.core.timeline.monotonic() - this.begun
    // A channel that is gone tells no end of its sound, only that of the application.
    if (how === 'break') this.finishSound('break', played)
    else this.remember(played)
    this.end(how)
  }

  private finishSound(status: 'done' | 'break', played: Duration): void {
    this.remember(played)
    this.tell('PLAYBACK_STOP', { 'Playback-Status': status })
  }

  private remember(played: Duration): void {
    const { variables } = this.channel
    variables.set('playback_seconds', String(Math.floor(played / 1000)))
    variables.set('playback_ms', String(played))
    variables.set('playback_last_offset_pos', String(played * 8))
  }

  private end(end: PlayEnd): void {
    this.over = true
    this.onEnd(end)
  }

  private tell(name: string, more: Readonly<Record<string, string>> = {}): void {
    const sound = { 'Playback-File-Path': this.sounds[this.at]!, ...more }
    emitOf(this.core, this.channel, name, sound)
  }
}
