import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { Room } from '../wire/endpoint.ts'
import type { SipLink } from '../wire/sip-link.ts'
import { Leg, type LegParts } from './leg.ts'

/** Operators' legs, and which call each is given to. */
export class Legs {
  private readonly legs = new Map<OperatorId, Leg>()

  /** How many are up or on the way up. */
  get size(): number {
    return this.legs.size
  }

  /** Dialogs that are up, for whoever must end them later. */
  get dialogIds(): readonly string[] {
    return [...this.legs.values()].map(leg => leg.dialogId).filter(id => id !== null)
  }

  /** The leg of an operator; undefined when they have none. */
  find(operator: OperatorId): Leg | undefined {
    return this.legs.get(operator)
  }

  /** Brings a leg up. */
  raise(parts: LegParts): void {
    const leg = new Leg(parts)
    this.legs.set(parts.operator, leg)
    void leg.start()
  }

  /**
   * Gives the leg to a call. @returns its room once whoever was there before is out: two callees
   * never hear each other. Null when the leg cannot be had.
   */
  async take(operator: OperatorId, attempt: AttemptId): Promise<Room | null> {
    const leg = this.legs.get(operator)
    if (leg === undefined || !leg.up || leg.attempt !== null) return null
    leg.attempt = attempt
    await leg.vacated
    await leg.whole
    return leg.up ? leg.room : null
  }

  /** The call lets go of the leg; `out` resolves when it is out of the room. */
  leave(operator: OperatorId, attempt: AttemptId, out: Promise<unknown>): void {
    const leg = this.legs.get(operator)
    if (leg?.attempt !== attempt) return
    leg.attempt = null
    leg.vacated = out
  }

  /** Forgets a leg that is over. */
  forget(leg: Leg): void {
    if (this.legs.get(leg.operator) === leg) this.legs.delete(leg.operator)
  }

  /** The SIP server is gone, and every leg with it; or the media server, and their media. */
  lose(what: 'lost' | 'mediaLost'): void {
    for (const leg of [...this.legs.values()]) leg.step({ kind: what })
  }

  /** Legs of another SIP server are over. @returns the dialogs that it left behind. */
  loseThoseOff(sip: SipLink): readonly string[] {
    const lost = [...this.legs.values()].filter(leg => leg.sip !== sip)
    const ids = lost.map(leg => leg.dialogId).filter(id => id !== null)
    for (const leg of lost) leg.step({ kind: 'lost' })
    return ids
  }

  /** Takes every leg down. */
  lower(): void {
    for (const leg of [...this.legs.values()]) leg.step({ kind: 'asked' })
  }
}
