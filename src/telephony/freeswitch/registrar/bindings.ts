import { type Duration, seconds } from '../../../base/duration.ts'
import type { OperatorId } from '../../../base/id.ts'
import { CONTACTS_MAX, type RegisterRequest, type Source } from './request.ts'

/** Where an operator can be called, for a time. */
export interface Binding {
  /** What the phone said: its Contact. */
  readonly uri: string
  /** Where it said it from. */
  readonly source: Source
  /** The server it said it to, where it is called; null: any will do. */
  readonly way: string | null
  readonly callId: string
  readonly sequence: number
  /** When this device came, on the monotonic clock; refreshing does not change it. */
  readonly since: number
  /** On the monotonic clock. */
  readonly expiresAt: number
}

/** How long bindings last: what phones ask for is kept within these. */
export interface ExpiryRules {
  readonly shortest: Duration
  readonly longest: Duration
}

/** What came of an update. `outOfOrder`: an older request, overtaken by what is known. */
export type BindingsReply = 'done' | 'tooBrief' | 'outOfOrder'

/** Where everybody's phones are (RFC 3261, section 10.3, steps 6 to 8). */
export class Bindings {
  private readonly rules: ExpiryRules
  private readonly known = new Map<OperatorId, readonly Binding[]>()

  constructor(rules: ExpiryRules) {
    this.rules = rules
  }

  /** @returns the bindings of an operator, the device that came last first. */
  of(operator: OperatorId, now: number): readonly Binding[] {
    return (this.known.get(operator) ?? []).filter(({ expiresAt }) => expiresAt > now)
  }

  /** @returns all bindings, by operator. */
  *all(now: number): Iterable<readonly [OperatorId, Binding]> {
    for (const operator of this.known.keys())
      for (const binding of this.of(operator, now)) yield [operator, binding]
  }

  /** Does all that the request asks, or nothing of it. @param way see `Binding`. */
  update(
    operator: OperatorId,
    request: RegisterRequest,
    now: number,
    way: string | null = null,
  ): BindingsReply {
    const before = this.of(operator, now)
    const { contacts, callId, sequence, source } = request
    // What a phone says over one server is not what it has said over another.
    const named = ({ uri, way: known }: Binding): boolean =>
      contacts === '*' || (known === way && contacts.some(contact => sameAddress(contact.uri, uri)))
    const touched = before.filter(named)
    if (touched.some(known => known.callId === callId && known.sequence >= sequence))
      return 'outOfOrder'
    const made = new Map<string, Binding>()
    for (const { uri, expires } of contacts === '*' ? [] : contacts) {
      const asked = expires === null ? this.rules.longest : seconds(expires)
      if (asked > 0 && asked < this.rules.shortest) return 'tooBrief'
      const old = touched.find(known => sameAddress(known.uri, uri))
      const since = old?.callId === callId ? old.since : now
      const expiresAt = now + Math.min(asked, this.rules.longest)
      made.delete(addressOf(uri))
      if (asked > 0)
        made.set(addressOf(uri), { uri, source, way, callId, sequence, since, expiresAt })
    }
    this.keep(operator, [...made.values(), ...before.filter(one => !named(one))])
    return 'done'
  }

  private keep(operator: OperatorId, bindings: readonly Binding[]): void {
    // A phone whose NAT gives it new ports leaves old addresses behind: the oldest go.
    const ordered = bindings.toSorted((a, b) => b.since - a.since).slice(0, CONTACTS_MAX)
    if (ordered.length === 0) this.known.delete(operator)
    else this.known.set(operator, ordered)
  }
}

/** Whether two URIs are of one address. */
export const sameAddress = (a: string, b: string): boolean => addressOf(a) === addressOf(b)

/** What two URIs of one address have in common: all but the case of scheme, host and parameters. */
function addressOf(uri: string): string {
  const at = uri.indexOf('@')
  const scheme = uri.slice(0, uri.indexOf(':') + 1)
  const user = at < 0 ? '' : uri.slice(scheme.length, at + 1)
  return `${(scheme + uri.slice(scheme.length + user.length)).toLowerCase()} ${user}`
}
