import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { Endpoints } from '../endpoints.ts'
import type { Room } from '../wire/endpoint.ts'
import type { SipLink } from '../wire/sip-link.ts'
import { Leg, type LegParts } from './leg.ts'

/** Operators' legs, and which call each is given to. */
export class Legs {
  private readonly legs = new Map<OperatorId, Leg>()
  private readonly bringTo: (to: Endpoints, leg: Leg) => Endpoints
  private readonly answers: (leg: Leg) => boolean

  /**
   * @param bringTo where a leg goes that is to be on the media server of `to`.
   * @param answers whether the phone of a leg, where it is asked outside its call, answers.
   */
  constructor(bringTo: (to: Endpoints, leg: Leg) => Endpoints, answers: (leg: Leg) => boolean) {
    this.bringTo = bringTo
    this.answers = answers
  }

  /** How many are up or on the way up. */
  get size(): number {
    return this.legs.size
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

  /** Gives the leg to a call at once. @returns false where it is not up, or in another one. */
  reserve(operator: OperatorId, attempt: AttemptId): boolean {
    const leg = this.legs.get(operator)
    if (leg === undefined || !leg.up || (leg.attempt !== null && leg.attempt !== attempt))
      return false
    leg.attempt = attempt
    return true
  }

  /**
   * Gives the leg to a call, on the media server where that is. @returns its room once whoever was
   * there before is out: two callees never hear each other. Null when the leg cannot be had.
   */
  async take(operator: OperatorId, attempt: AttemptId, endpoints: Endpoints): Promise<Room | null> {
    const leg = this.legs.get(operator)
    if (leg === undefined || !this.reserve(operator, attempt)) return null
    await leg.vacated
    await leg.moveTo(this.bringTo(endpoints, leg))
    return leg.up ? leg.room : null
  }

  /** The room of an operator whose leg is up; null: there is none. */
  roomOf(operator: OperatorId | null): Room | null {
    const leg = operator === null ? undefined : this.legs.get(operator)
    return leg?.up ? leg.room : null
  }

  /** Takes a leg to the room of another one. @returns whether it is there. */
  async fetch(guest: OperatorId, host: OperatorId): Promise<boolean> {
    const leg = this.legs.get(guest)
    const other = this.legs.get(host)
    if (leg === undefined || other === undefined || other.room === null) return false
    leg.host = other
    await leg.vacated
    await leg.moveTo(this.bringTo(other.endpoints, leg))
    return leg.host === other && leg.goTo(other.room)
  }

  /** Brings a leg back to its own room where it is not. @returns whether it is there. */
  async bringHome(operator: OperatorId): Promise<boolean> {
    const leg = this.legs.get(operator)
    if (leg === undefined) return false
    return leg.host === null || sendHome(leg, leg.host)
  }

  /** Closes or opens an operator's microphone. @returns whether it was done. */
  async mute(operator: OperatorId, on: boolean): Promise<boolean> {
    return (await this.legs.get(operator)?.mute(on)) ?? false
  }

  /** The call lets go of the leg; `out` resolves when it is out of the room. */
  leave(operator: OperatorId, attempt: AttemptId, out: Promise<unknown>): void {
    const leg = this.legs.get(operator)
    if (leg?.attempt !== attempt) return
    leg.attempt = null
    const { host, muted } = leg
    const home = host === null ? null : sendHome(leg, host)
    leg.vacated = Promise.all([leg.vacated, out, home, muted ? leg.mute(false) : null])
    if (!this.answers(leg)) leg.doubt()
  }

  /** Whether the phone of an operator's leg answers questions outside its call has changed. */
  answersNow(operator: OperatorId): void {
    const leg = this.legs.get(operator)
    if (leg === undefined) return
    if (this.answers(leg)) leg.trust()
    else leg.doubt()
  }

  /** Forgets a leg that is over. */
  forget(leg: Leg): void {
    if (this.legs.get(leg.operator) === leg) this.legs.delete(leg.operator)
  }

  /** Those on a media server, and those of them in no call. */
  countOn(endpoints: Endpoints): { readonly legs: number; readonly freeLegs: number } {
    const there = [...this.legs.values()].filter(leg => leg.endpoints === endpoints && !leg.bare)
    return { legs: there.length, freeLegs: there.filter(leg => leg.isFree).length }
  }

  /** Takes legs that are in no call from a media server to others, as long as `to` has one. */
  leaveServer(from: Endpoints, to: () => Endpoints | null): void {
    for (const leg of this.legs.values()) {
      if (leg.endpoints !== from || !leg.isFree) continue
      const endpoints = to()
      if (endpoints === null) return
      void leg.moveTo(endpoints)
    }
  }

  /** Ends legs over a SIP server that are in no call, where `canCall` their operators' phones. */
  callAnew(sip: SipLink, canCall: (operator: OperatorId) => boolean): void {
    for (const leg of [...this.legs.values()])
      if (leg.sip === sip && leg.isFree && canCall(leg.operator)) leg.step({ kind: 'lost' })
  }

  /** Legs of a connection to the SIP server that has ended are over. */
  loseSilent(): void {
    for (const leg of [...this.legs.values()]) if (leg.sip.ended.yes) leg.step({ kind: 'lost' })
  }

  /** A media server is gone, and what legs had there. */
  loseMedia(endpoints: Endpoints): void {
    for (const leg of [...this.legs.values()])
      if (leg.endpoints === endpoints) leg.step({ kind: 'mediaLost' })
  }

  /** Takes every leg down. */
  lower(): void {
    for (const leg of [...this.legs.values()]) leg.step({ kind: 'asked' })
  }
}

/** Until a guest has left, nobody else is let into the room of their host. */
function sendHome(guest: Leg, host: Leg): Promise<boolean> {
  guest.host = null
  const home = guest.goTo(null)
  host.vacated = Promise.all([host.vacated, home])
  return home
}
