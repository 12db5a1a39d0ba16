import { type Duration, minutes } from '../../base/duration.ts'
import type { Timeline } from '../../base/timeline.ts'
import {
  type Answer,
  Registrar,
  type RegistrarSettings,
} from '../../telephony/freeswitch/registrar/registrar.ts'
import type { RegisterMessage } from '../../telephony/freeswitch/registrar/request.ts'

/** So long after the last one that was not listened to, nothing is said of guessing any more. */
const OVER_AFTER: Duration = minutes(5)

/** A registrar that can say whom it does not listen to, since they guess passwords. */
export class WaryRegistrar extends Registrar {
  private readonly clock: Pick<Timeline, 'monotonic'>
  private turnedAway = 0
  private last: { readonly address: string; readonly at: number } | null = null

  constructor(settings: RegistrarSettings, timeline: Pick<Timeline, 'monotonic'>) {
    super(settings, timeline)
    this.clock = timeline
  }

  override answer(message: RegisterMessage, way: string | null = null): Answer | null {
    const answer = super.answer(message, way)
    if (answer?.status === 503) this.note(message.source_address ?? '')
    return answer
  }

  /** That passwords are guessed, in words; null: they are not, or not any more. */
  get guessing(): string | null {
    const { last, turnedAway: n } = this
    if (last === null || this.clock.monotonic() - last.at > OVER_AFTER) return null
    const what = `Passwords of phones are guessed, and tries are not listened to: ${n}`
    const todo = 'A phone with an old password? Else keep strangers from the SIP port.'
    return `${what} so far, the last from ${last.address}. ${todo}`
  }

  private note(address: string): void {
    const at = this.clock.monotonic()
    if (this.guessing === null) this.turnedAway = 0
    this.turnedAway++
    this.last = { address, at }
  }
}
