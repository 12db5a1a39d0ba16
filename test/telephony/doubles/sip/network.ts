import { addressOf, formatSip, parseSip, type SipMessage } from './message.ts'

/** Someone who speaks SIP under an address. */
export interface Party {
  /** `host:port`. */
  readonly address: string
  receive(message: SipMessage, from: string): void
}

/** Where a message gets: there, or nobody listens, or the name of the host is unknown. */
export type Reach = 'reached' | 'noPort' | 'noHost'

/**
 * Carries SIP messages between the doubles, in order and without loss. A message is delivered when
 * those sent before it have been dealt with, within the same moment.
 */
export class SipNetwork {
  private readonly parties = new Map<string, Party>()
  private readonly unreachable = new Set<string>()
  private readonly queue: (() => void)[] = []
  private draining = false
  /** Every message in order, for tests that ask who said what. */
  readonly log: { readonly from: string; readonly to: string; readonly message: SipMessage }[] = []

  attach(party: Party): void {
    this.parties.set(party.address, party)
  }

  detach(address: string): void {
    this.parties.delete(address)
  }

  /** Loses what is sent to an address: requests time out after 32 s. */
  blackHole(address: string): void {
    this.unreachable.add(address)
  }

  /** Loses nothing more. */
  reopen(address: string): void {
    this.unreachable.delete(address)
  }

  /** @param to a SIP URI or `host:port`. */
  reach(to: string): Reach {
    const address = addressOf(to)
    if (!/^\d+\.\d+\.\d+\.\d+:/.test(address)) return 'noHost'
    return this.parties.has(address) || this.unreachable.has(address) ? 'reached' : 'noPort'
  }

  /** Sends where `to` leads; what leads nowhere is lost. */
  send(from: string, to: string, message: SipMessage): void {
    const address = addressOf(to)
    this.log.push({ from, to: address, message })
    const party = this.unreachable.has(address) ? undefined : this.parties.get(address)
    if (party === undefined) return
    // What arrives is what was written, not the object of the sender.
    const read = parseSip(formatSip(message))
    if (read === null) throw new Error(`This is no SIP:\n${formatSip(message)}`)
    this.queue.push(() => party.receive(read, from))
    this.drain()
  }

  /** Runs an action, and delivers what it sends only when it is over. */
  moment(action: () => void): void {
    this.queue.push(action)
    this.drain()
  }

  private drain(): void {
    if (this.draining) return
    this.draining = true
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) next()
    this.draining = false
  }
}
