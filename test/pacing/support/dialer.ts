import { draw } from '../../../src/base/distribution.ts'
import { EventQueue } from '../../../src/base/event-queue.ts'
import { type Random, seededRandom } from '../../../src/base/random.ts'
import type { News, Observation } from '../../../src/pacing/observation.ts'
import type { Policy } from '../../../src/pacing/policy.ts'
import type { Shock, SmallWorld } from './small-world.ts'

/** What came of a day, counted by what really happened. Durations in s. */
export interface Day {
  readonly connected: number
  readonly abandoned: number
  /** The same as an engine counts it, which cannot hear whether a machine was left alone. */
  readonly counted: { readonly connected: number; readonly abandoned: number }
  readonly launched: number
  readonly dropped: number
  readonly idleSec: number
  /** The largest number of people abandoned beyond what the limit allowed then, at any moment. */
  readonly worstDebt: number
}

interface Line {
  readonly placedAt: number
  readonly end: 'person' | 'machine' | 'refused' | 'unanswered'
  readonly rang: number
  over: ReturnType<EventQueue['push']> | null
  answeredAt: number
}

interface Operator {
  doing: 'free' | 'talk' | 'wrapUp'
  since: number
  leaves: boolean
}

/** Runs a policy for one day of a small world, without an engine around it. */
export function liveThrough<State>(world: SmallWorld, policyOf: () => Policy<State>): Day {
  return new Dialer(world, policyOf).day()
}

/** What a policy has kept at the end of such a day, as JSON brings it to the next. */
export function keptAfter<State>(world: SmallWorld, policy: Policy<State>): unknown {
  const dialer = new Dialer(world, () => policy)
  dialer.day()
  return JSON.parse(JSON.stringify(policy.memory?.keep(dialer.state)))
}

class Dialer<State> {
  private readonly world: SmallWorld
  private readonly policyOf: () => Policy<State>
  private policy: Policy<State>
  state: State
  private readonly random: Random
  private readonly queue = new EventQueue()
  private now = 0
  private askedAt = -Infinity
  private times = 1
  private readonly ringing = new Set<Line>()
  private readonly waiting: Line[] = []
  private readonly team = new Set<Operator>()
  private news: News[] = []
  private readonly counted = { connected: 0, abandoned: 0 }
  private readonly true = { connected: 0, abandoned: 0, launched: 0, dropped: 0, idleSec: 0 }
  private worstDebt = -Infinity

  constructor(world: SmallWorld, policyOf: () => Policy<State>) {
    this.world = world
    this.policyOf = policyOf
    this.policy = policyOf()
    this.state = this.policy.initial
    this.random = seededRandom(world.seed)
  }

  day(): Day {
    const { queue, world } = this
    this.staff(world.operators)
    for (const shock of world.shocks) queue.push(shock.atMin * 60_000, () => this.strike(shock))
    for (let second = 0; second <= world.hours * 3600; second++) {
      for (let next = queue.peekTime(); next !== undefined && next <= second * 1000; ) {
        const { at, run } = queue.pop()!
        this.now = at
        run()
        this.decide()
        next = queue.peekTime()
      }
      this.now = second * 1000
      this.decide()
    }
    for (const one of this.team) if (one.doing === 'free') this.idled(one)
    return { ...this.true, counted: { ...this.counted }, worstDebt: this.worstDebt }
  }

  private decide(): void {
    const free = this.free().length
    const isUrgent = free - this.waiting.length > this.ringing.size
    if (!isUrgent && this.now - this.askedAt < this.policy.rhythm) return
    this.askedAt = this.now
    const { state, launches, drops } = this.policy.decide(this.state, this.seen(free))
    this.news = []
    this.state = state
    for (let n = 0; n < launches; n++) this.launch()
    let left = drops
    for (const line of this.ringing) {
      if (left-- <= 0 || this.now - line.placedAt < this.world.ringMinimumSec * 1000) break
      this.queue.cancel(line.over!)
      this.ringing.delete(line)
      this.true.dropped++
      this.news.push({ kind: 'unanswered', rang: this.now - line.placedAt, dropped: true })
    }
  }

  private seen(free: number): Observation {
    const { limit, lines } = this.world
    const talking = this.doing('talk')
    const spareLines = Math.max(0, lines - this.ringing.size - this.waiting.length - talking.length)
    const known = ({ leaves }: Operator) => !(leaves && this.world.departuresAreSeen)
    const since = (them: Operator[]) => them.filter(known).map(one => one.since)
    const ascending = (moments: number[]) => moments.sort((a, b) => a - b)
    return {
      at: this.now,
      hour: (9 + this.now / 3_600_000) % 24,
      free,
      busy: this.team.size - free,
      ringing: this.ringing.size,
      waiting: this.waiting.length,
      room: spareLines,
      spareLines,
      budget: { ...this.counted, limit, atRisk: 0 },
      ringingSince: [...this.ringing].map(line => line.placedAt),
      talkingSince: ascending(since(talking)),
      wrappingSince: ascending(since(this.doing('wrapUp'))),
      news: this.news,
      departures: [],
    }
  }

  private launch(): void {
    const { world, random } = this
    const roll = random.uniform()
    const person = Math.min(0.9, world.person * this.times)
    const machine = person + world.machine * (1 - person)
    const refused = machine + world.refused * (1 - machine)
    let end: Line['end'] = roll < person ? 'person' : roll < machine ? 'machine' : 'unanswered'
    if (end === 'unanswered' && roll < refused) end = 'refused'
    const length = end === 'unanswered' ? Infinity : 1000 * draw(world.ring[end], random)
    const limit = world.ringLimitSec * 1000
    const line: Line = {
      placedAt: this.now,
      end: length > limit ? 'unanswered' : end,
      rang: Math.round(Math.min(limit, length)),
      over: null,
      answeredAt: 0,
    }
    this.true.launched++
    this.ringing.add(line)
    line.over = this.queue.push(this.now + line.rang, () => this.ended(line))
  }

  private ended(line: Line): void {
    const { end, rang } = line
    this.ringing.delete(line)
    if (end === 'refused') this.news.push({ kind: 'refused', rang })
    if (end === 'unanswered') this.news.push({ kind: 'unanswered', rang, dropped: false })
    if (end !== 'person' && end !== 'machine') return
    line.answeredAt = this.now
    this.news.push({ kind: 'answered', rang })
    const operator = this.longestFree()
    if (operator !== undefined) return this.join(line, operator)
    const patience = end === 'machine' ? 0 : this.world.patienceSec * 1000
    if (patience === 0) return this.abandon(line)
    this.waiting.push(line)
    line.over = this.queue.push(this.now + patience, () => {
      this.waiting.splice(this.waiting.indexOf(line), 1)
      this.abandon(line)
    })
  }

  private abandon({ end, rang, answeredAt }: Line): void {
    this.counted.abandoned++
    if (end === 'person') this.true.abandoned++
    this.news.push({ kind: 'abandoned', rang, waited: this.now - answeredAt })
    const { connected, abandoned } = this.counted
    const { limit } = this.world
    this.worstDebt = Math.max(this.worstDebt, abandoned - (limit / (1 - limit)) * connected)
  }

  private join(line: Line, operator: Operator): void {
    const { world, random, counted } = this
    const { end, rang } = line
    const heard = end === 'person' ? 'person' : 'machine'
    const waited = this.now - line.answeredAt
    this.idled(operator)
    this.turn(operator, 'talk')
    counted.connected++
    if (heard === 'person') this.true.connected++
    const talk = Math.round(
      1000 * draw(heard === 'person' ? world.talk : world.machineTalk, random),
    )
    const wrapUp = Math.round(1000 * draw(world.wrapUp, random))
    this.queue.push(this.now + talk, () => {
      this.turn(operator, 'wrapUp')
      this.news.push({ kind: 'talked', lasted: talk })
      this.queue.push(this.now + wrapUp, () => {
        if (heard === 'machine') counted.connected--
        this.news.push({ kind: 'wrapped', lasted: wrapUp, rang, waited, heard })
        this.team.delete(operator)
        if (!operator.leaves) this.arrive(operator)
      })
    })
  }

  /** A free operator, new or back from a call: the first who waits is theirs. */
  private arrive(operator: Operator): void {
    this.team.add(operator)
    this.turn(operator, 'free')
    const line = this.waiting.shift()
    if (line === undefined) return
    this.queue.cancel(line.over!)
    this.join(line, operator)
  }

  private strike(shock: Shock): void {
    if (shock.kind === 'answers') this.times = shock.times
    if (shock.kind === 'team')
      this.staff(Math.max(1, Math.round(shock.share * this.world.operators)))
    if (shock.kind !== 'restart') return
    this.policy = this.policyOf()
    this.state = this.policy.initial
    this.news = []
  }

  /** So many stay: whoever is free goes at once, the others after their card. */
  private staff(count: number): void {
    const staying = [...this.team].filter(one => !one.leaves)
    for (let n = staying.length; n < count; n++)
      this.arrive({ doing: 'free', since: this.now, leaves: false })
    staying.sort((a, b) => Number(b.doing === 'free') - Number(a.doing === 'free'))
    for (const one of staying.slice(0, Math.max(0, staying.length - count))) {
      one.leaves = true
      if (one.doing !== 'free') continue
      this.idled(one)
      this.team.delete(one)
    }
  }

  private free = () => this.doing('free')

  private doing(what: Operator['doing']): Operator[] {
    return [...this.team].filter(one => one.doing === what)
  }

  private longestFree(): Operator | undefined {
    return this.free().sort((a, b) => a.since - b.since)[0]
  }

  private idled(operator: Operator): void {
    this.true.idleSec += (this.now - operator.since) / 1000
  }

  private turn(operator: Operator, doing: Operator['doing']): void {
    operator.doing = doing
    operator.since = this.now
  }
}
