import { type Duration, seconds } from '../../../base/duration.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import type { Phone } from '../phone-book.ts'
import type { Binding } from './bindings.ts'

/** How phones are asked whether they are there. */
export interface KeepAliveRules {
  /** How often; 5 s at least. A NAT forgets a phone that says nothing for some 30 s (RFC 4787). */
  readonly every: Duration
  /** How many times in a row one may leave us without an answer before it counts as gone. */
  readonly misses: number
}

/** Who can ask. */
export interface Asker {
  /** Which server it is: `host:port`. */
  readonly where: string
  readonly ended: { readonly yes: boolean }
  /**
   * @returns null when there is an answer, whatever it says (RFC 3261, section 11), else why not.
   */
  probe(uri: string, from: string, proxy?: string): Promise<unknown>
}

/** Whose phones are asked. */
export interface Registered {
  readonly keepAlive: KeepAliveRules
  /** @returns every phone, and how it is called. */
  phones(): Iterable<readonly [Binding, Phone]>
  heard(binding: Binding, answered: boolean): void
}

const FROM = '<sip:carillon@localhost>'
/** How often it is looked whose turn it is. */
const LOOK_EVERY: Duration = seconds(1)
/** A phone that has not answered is asked again this soon. */
const AGAIN: Duration = seconds(5)
/** Questions without an answer at once: phones that are gone must not be a load. */
const ASKED_MAX = 50

/**
 * Asks phones by OPTIONS whether they are there, each in its turn. Through a NAT the questions keep
 * the way open on which calls come.
 */
export class KeepAlive {
  private readonly registered: Registered
  private readonly timeline: Timeline
  private readonly dueAt = new WeakMap<Binding, number>()
  private asked = 0
  private cancelLook: Cancel = () => {}

  constructor(registered: Registered, timeline: Timeline) {
    this.registered = registered
    this.timeline = timeline
  }

  /** Asks by these ways from now on, each phone by its own. */
  serve(askers: readonly Asker[]): void {
    this.cancelLook()
    if (askers.length > 0) this.look(askers)
  }

  private look(askers: readonly Asker[]): void {
    const now = this.timeline.monotonic()
    for (const [binding, phone] of this.registered.phones()) {
      const due = this.dueAt.get(binding)
      const asker = askers.find(({ where }) => (phone.way ?? where) === where)
      // Who has just registered is there.
      if (due === undefined) this.dueAt.set(binding, now + this.registered.keepAlive.every)
      else if (due <= now && this.asked < ASKED_MAX && asker) void this.ask(asker, binding, phone)
    }
    this.cancelLook = this.timeline.after(LOOK_EVERY, () => this.look(askers))
  }

  private async ask(asker: Asker, binding: Binding, { uri, proxy }: Phone): Promise<void> {
    const { every } = this.registered.keepAlive
    this.dueAt.set(binding, Number.POSITIVE_INFINITY)
    this.asked += 1
    const fault = await asker.probe(uri, FROM, proxy)
    this.asked -= 1
    const answered = fault === null
    const now = this.timeline.monotonic()
    this.dueAt.set(binding, now + (answered ? every : Math.min(AGAIN, every)))
    // Without a server it is not the phone that says nothing.
    if (!asker.ended.yes) this.registered.heard(binding, answered)
  }
}
