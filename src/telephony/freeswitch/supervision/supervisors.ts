import type { OperatorId, SupervisorId } from '../../../base/id.ts'
import type { Endpoints } from '../endpoints.ts'
import type { Phone, PhoneBook } from '../phone-book.ts'
import type { SipLink } from '../wire/sip-link.ts'
import {
  type HeardLeg,
  Supervisor,
  type SupervisorParts,
  type SupervisorServers,
  type Wish,
} from './supervisor.ts'

/** What the supervisors' calls have in common. */
export interface SupervisorsParts
  extends Pick<SupervisorParts, 'timeline' | 'ringLimit' | 'legOf' | 'bringTo' | 'tell'> {
  /** Where supervisors' phones are; null: there are none. */
  readonly phones: PhoneBook | null
  /** What a phone is called over by whoever is to hear a leg; null: nothing is there. */
  serversFor(leg: HeardLeg | undefined, phone: Phone): SupervisorServers | null
}

/** The supervisors who are in operators' calls, or on the way there. */
export class Supervisors {
  private readonly parts: SupervisorsParts
  private readonly there = new Map<SupervisorId, Supervisor>()

  constructor(parts: SupervisorsParts) {
    this.parts = parts
  }

  /** How many there are. */
  get size(): number {
    return this.there.size
  }

  /** How many there are on a media server, over one way. */
  countOn(endpoints: Endpoints): number {
    return [...this.there.values()].filter(one => one.endpoints === endpoints).length
  }

  /** See the port. */
  supervise(supervisor: SupervisorId, wish: Wish): void {
    const known = this.there.get(supervisor)
    if (known !== undefined) return known.want(wish)
    const { phones, serversFor, ...rest } = this.parts
    const { operator } = wish
    const leg = rest.legOf(operator)
    const phone = phones?.phoneOf(supervisor) ?? null
    const servers = phone === null ? null : serversFor(leg, phone)
    const why = phone === null ? 'noAnswer' : servers === null ? 'failed' : 'operatorDown'
    if (!leg?.up || servers === null || phone === null)
      return rest.tell({ kind: 'supervisionEnded', supervisor, operator, why })
    const over = (): void => void this.there.delete(supervisor)
    const one = new Supervisor({ supervisor, phone, servers, ...rest, over }, wish)
    this.there.set(supervisor, one)
    void one.start()
  }

  /** Those over a SIP server are called anew over another one, where their phones can be. */
  callAnew(sip: SipLink): void {
    const { phones, serversFor, legOf } = this.parts
    for (const [supervisor, one] of [...this.there]) {
      const phone = one.sip === sip ? (phones?.phoneOf(supervisor) ?? null) : null
      const servers = phone === null ? null : serversFor(legOf(one.operator), phone)
      if (servers === null || servers.sip === sip || !one.part()) continue
      this.supervise(supervisor, one.wanted)
    }
  }

  /** Takes one out, as asked. */
  stop(supervisor: SupervisorId): void {
    this.there.get(supervisor)?.end('asked')
  }

  /** An operator's leg is not up any more. */
  legFell(operator: OperatorId): void {
    for (const one of [...this.there.values()])
      if (one.operator === operator) one.end('operatorDown')
  }

  /** A media server is gone, or the way there. */
  loseOn(endpoints: Endpoints): void {
    for (const one of [...this.there.values()]) if (one.endpoints === endpoints) one.end('failed')
  }

  /** We are going. */
  endAll(): void {
    for (const one of [...this.there.values()]) one.end('failed')
  }
}
