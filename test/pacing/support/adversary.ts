import fc from 'fast-check'
import { exchange } from '../../../src/pacing/budget/credit.ts'
import type { Observation } from '../../../src/pacing/observation.ts'
import { seen } from '../../support/observations.ts'

/** What may happen to a campaign whose worst enemy decides what comes of its lines and calls. */
export type Blow =
  | { readonly kind: 'launch' }
  | { readonly kind: 'answer' | 'refuse' | 'giveUp' | 'arrive'; readonly count: number }
  | { readonly kind: 'close'; readonly count: number; readonly machines: boolean }
  /** Lines are ended and what the policy remembers is lost; calls and budget stay. */
  | { readonly kind: 'restart' }
  | { readonly kind: 'turn' }

const counted = (kind: 'answer' | 'refuse' | 'giveUp' | 'arrive', max: number) =>
  fc.record({ kind: fc.constant(kind), count: fc.integer({ min: 1, max }) })

/** Blows in any order; windows turn only where that is asked for. */
export const blows = (turns: boolean): fc.Arbitrary<readonly Blow[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constant<Blow>({ kind: 'launch' }) },
      { weight: 4, arbitrary: counted('answer', 50) },
      { weight: 1, arbitrary: counted('refuse', 5) },
      { weight: 2, arbitrary: counted('giveUp', 50) },
      { weight: 1, arbitrary: counted('arrive', 3) },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('close' as const),
          count: fc.integer({ min: 1, max: 10 }),
          machines: fc.boolean(),
        }),
      },
      { weight: 1, arbitrary: fc.constant<Blow>({ kind: 'restart' }) },
      { weight: turns ? 1 : 0, arbitrary: fc.constant<Blow>({ kind: 'turn' }) },
    ),
    { maxLength: 200, size: 'max' },
  )

/** Calls are told apart by whether their answer counts in the present window. */
interface Call {
  isNew: boolean
}

/** A campaign under attack. Operators come and never go; nobody waits while one is free. */
export class Attacked {
  private readonly limit: number
  private free: number
  private ringing = 0
  private readonly waiting: Call[] = []
  private readonly talking: Call[] = []
  private connected = 0
  private abandoned = 0
  /** Lines beyond the free operators when the present window began. */
  private inherited = 0

  constructor(limit: number, operators: number, people: number) {
    this.limit = limit
    this.free = operators
    this.connected = people
  }

  /** People abandoned beyond what the limit allows and what rang as the window began; at most 0. */
  get excess(): number {
    return this.abandoned - Math.max(this.inherited, exchange(this.limit) * this.connected)
  }

  get seen(): Observation {
    const { free, ringing, limit, connected, abandoned } = this
    const busy = this.talking.length
    const waiting = this.waiting.length
    return seen({
      free,
      ringing,
      waiting,
      busy,
      budget: { connected, abandoned, limit, atRisk: 0 },
    })
  }

  /** @param launches how many lines a policy lets start. */
  suffer(blow: Blow, launches: (seen: Observation) => number): void {
    if (blow.kind === 'launch') this.ringing += launches(this.seen)
    if (blow.kind === 'restart') this.ringing = 0
    if (blow.kind === 'turn') this.turn()
    if (blow.kind === 'refuse') this.ringing = Math.max(0, this.ringing - blow.count)
    if (blow.kind === 'answer') this.answer(Math.min(this.ringing, blow.count))
    if (blow.kind === 'giveUp') this.giveUp(blow.count)
    if (blow.kind === 'arrive') for (let n = 0; n < blow.count; n++) this.comesFree()
    if (blow.kind !== 'close') return
    for (const { isNew } of this.talking.splice(0, blow.count)) {
      if (blow.machines && isNew) this.connected--
      this.comesFree()
    }
  }

  private answer(count: number): void {
    this.ringing -= count
    for (let n = 0; n < count; n++) this.waiting.push({ isNew: true })
    while (this.free > 0 && this.waiting.length > 0) {
      this.free--
      this.join()
    }
  }

  private giveUp(count: number): void {
    for (const { isNew } of this.waiting.splice(0, count)) if (isNew) this.abandoned++
  }

  private comesFree(): void {
    if (this.waiting.length > 0) this.join()
    else this.free++
  }

  private join(): void {
    const call = this.waiting.shift()!
    if (call.isNew) this.connected++
    this.talking.push(call)
  }

  private turn(): void {
    this.inherited = Math.max(0, this.ringing - this.free)
    this.connected = 0
    this.abandoned = 0
    for (const call of [...this.waiting, ...this.talking]) call.isNew = false
  }
}
