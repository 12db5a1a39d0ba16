import type { OperatorId, SupervisorId } from '../../../base/id.ts'
import type { SupervisionEvent } from '../../supervision.ts'
import type { Endpoints } from '../endpoints.ts'
import type { Phone, PhoneBook } from '../phone-book.ts'
import { Supervisor, type SupervisorParts, type Wish } from './supervisor.ts'

/** What the supervisors' calls have in common. */
export interface SupervisorsParts
  extends Pick<SupervisorParts, 'timeline' | 'ringLimit' | 'channelOf'> {
  /** Where supervisors' phones are; null: there are none. */
  readonly phones: PhoneBook | null
  tell(event: SupervisionEvent): void
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

  /** See the port. @param serversFor whatever their phone is called over; null: nothing is. */
  supervise(
    supervisor: SupervisorId,
    wish: Wish,
    serversFor: (phone: Phone | null) => Pick<SupervisorParts, 'wayTo' | 'endpoints'> | null,
  ): void {
    const known = this.there.get(supervisor)
    if (known !== undefined) return known.want(wish)
    const { phones, tell, ...rest } = this.parts
    const phone = phones?.phoneOf(supervisor) ?? null
    const servers = serversFor(phone)
    const down = rest.channelOf(wish.operator) === null
    const why = servers === null ? 'failed' : down ? 'operatorDown' : null
    if (why !== null || servers === null || phone === null)
      return tell({ kind: 'supervisionEnded', supervisor, ...of(wish), why: why ?? 'noAnswer' })
    const over = (): void => void this.there.delete(supervisor)
    const one = new Supervisor({ supervisor, phone, ...servers, ...rest, tell, over }, wish)
    this.there.set(supervisor, one)
    void one.start()
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

const of = ({ operator }: Wish): { readonly operator: OperatorId } => ({ operator })
