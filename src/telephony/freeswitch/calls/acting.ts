import { type Duration, seconds } from '../../../base/duration.ts'
import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { Callee, CalleeInput, DuringCallEffect } from '../rules/callee-state.ts'
import type { Room } from '../wire/endpoint.ts'
import type { CallMedia } from './media.ts'

/** What acts in a call need of whoever keeps the operators' legs. */
export interface OperatorsLegs {
  /**
   * Gives the operator's leg to the call at once, and resolves to their room when nobody else is
   * left in it; to null when it cannot be had.
   */
  roomFor(attempt: AttemptId, operator: OperatorId): Promise<Room | null>
  /** Takes a guest to the room of their host. @returns whether they are there. */
  fetch(guest: OperatorId, host: OperatorId): Promise<boolean>
  /** Brings whoever was a guest back to their own room. @returns whether they are there. */
  bringHome(operator: OperatorId): Promise<boolean>
  /** Closes or opens the operator's microphone. @returns whether it was done. */
  mute(operator: OperatorId, on: boolean): Promise<boolean>
}

/** What acts in a call are done with. */
export interface ActingParts {
  readonly attempt: AttemptId
  readonly media: CallMedia
  readonly legs: OperatorsLegs
  readonly timeline: Timeline
  /** What callees on hold hear. */
  readonly holdMusic: string
  /** How the call stands. */
  readonly state: () => Callee
  readonly step: (input: CalleeInput) => void
}

/** Music that ends sooner is not played again: it is none. */
const SHORTEST_MUSIC: Duration = seconds(1)

/** Does on the servers what an operator has done in a call. */
export class Acting {
  private readonly parts: ActingParts
  /** Counts what was played on hold: only the last of it is played again. */
  private music = 0
  /** Whether it plays, or is about to. */
  private plays = false

  constructor(parts: ActingParts) {
    this.parts = parts
  }

  perform(effect: DuringCallEffect): void {
    switch (effect.kind) {
      case 'music':
        return void this.playMusic(effect.turn)
      case 'stopMusic':
        return this.stopMusic()
      case 'mute':
        return void this.mute(effect.operator, effect.on)
      case 'sendDigits':
        return void this.sendDigits(effect.digits)
      case 'fetch':
        return void this.fetch(effect.guest, effect.host)
      case 'move':
        return void this.move(effect.operator, effect.turn)
    }
  }

  private async playMusic(turn: number): Promise<void> {
    const { media, step, timeline, holdMusic } = this.parts
    const music = ++this.music
    await media.out
    step({ kind: 'outside', turn })
    while (music === this.music) {
      const began = timeline.monotonic()
      this.plays = true
      const played = await media.play(holdMusic)
      if (music !== this.music) return
      this.plays = false
      if (!played || timeline.monotonic() - began < SHORTEST_MUSIC) return
    }
  }

  /** A second break, for what has ended already, would end whatever is played next. */
  private stopMusic(): void {
    this.music++
    if (this.plays) this.parts.media.stopPlaying()
    this.plays = false
  }

  private async mute(operator: OperatorId, on: boolean): Promise<void> {
    const done = await this.parts.legs.mute(operator, on)
    // Whoever has the callee by now was not meant.
    if (this.parts.state().operator === operator)
      this.parts.step({ kind: 'acted', act: on ? 'mute' : 'unmute', done })
  }

  private async sendDigits(digits: string): Promise<void> {
    const done = await this.parts.media.sendDigits(digits)
    this.parts.step({ kind: 'acted', act: 'digits', done })
  }

  private async fetch(guest: OperatorId, host: OperatorId): Promise<void> {
    const isIn = await this.parts.legs.fetch(guest, host)
    this.parts.step({ kind: isIn ? 'guestIn' : 'guestFailed', operator: guest })
  }

  private async move(operator: OperatorId, turn: number): Promise<void> {
    const { attempt, media, legs, state, step } = this.parts
    const home = legs.bringHome(operator)
    const room = await legs.roomFor(attempt, operator)
    const isOn = (): boolean => state().turn === turn && state().phase === 'moving'
    if (!isOn()) return
    if (room === null) return step({ kind: 'moveFailed', turn })
    this.stopMusic()
    media.leave()
    await media.out
    if (!isOn()) return
    const [joined, isHome] = await Promise.all([media.join(room), home])
    step({ kind: joined && isHome ? 'joined' : 'moveFailed', turn })
  }
}
