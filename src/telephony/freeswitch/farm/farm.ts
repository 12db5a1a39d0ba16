import { BehaviorSubject } from 'rxjs'
import { type Duration, seconds } from '../../../base/duration.ts'
import { CarillonError } from '../../../base/errors.ts'
import type { Timeline } from '../../../base/timeline.ts'
import { Endpoints } from '../endpoints.ts'
import type { Health } from '../freeswitch.ts'
import type { Ledger } from '../left/ledger.ts'
import { Servers } from '../servers.ts'
import type { FreeSwitchSettings } from '../settings.ts'
import { type Busy, type Load, placeForCall, placeForLeg, unevenLegs } from '../spread.ts'
import type { CountedTimeline } from '../timers.ts'
import type { MediaLink } from '../wire/media-link.ts'
import type { SipLink } from '../wire/sip-link.ts'
import { areDrained, noOther, whyNotDrained } from './drain-words.ts'
import { Drains } from './drains.ts'
import { Repeated } from './repeated.ts'
import { type ServerState, stateOf } from './server-state.ts'
import type { Links } from './way.ts'
import { isCutOff, NO_WAY, together, troublesOf } from './why-nothing.ts'

/**
 * A server that has not done what it is asked for less than this is only slow: it is given nothing
 * until it does, and is no reason to keep another one from being drained.
 */
const SLOW_FOR: Duration = seconds(20)

/** Where a call or a leg can be: a media server, and the SIP server that carries its signalling. */
export interface Place {
  readonly sip: SipLink
  readonly endpoints: Endpoints
}

/** What uses the servers. */
export interface FarmUser {
  /** How many calls live on a media server. */
  callsOn(endpoints: Endpoints): number
  legsOn(endpoints: Endpoints): { readonly legs: number; readonly freeLegs: number }
  supervisorsOn(endpoints: Endpoints): number
  /** Takes legs that are in no call elsewhere, as long as `to` has somewhere. */
  leave(from: Endpoints, to: () => Endpoints | null): void
  /**
   * Ends legs that are in no call, and calls of supervisors, where the phone can be called over
   * another SIP server.
   */
  callAnew(sip: SipLink): void
  /** There is somewhere more. */
  up(place: Place): void
  /** New calls go over these SIP servers from now on; none: there is nothing to telephone with. */
  serve(ways: readonly SipLink[]): void
  /** It is gone with all that was on it. */
  lost(place: Place): void
}

/** What the servers are kept with. */
export interface FarmParts {
  readonly settings: FreeSwitchSettings
  readonly timeline: CountedTimeline
  /** For what goes on between calls: nothing of it needs to be found left over. */
  readonly between: Timeline
  readonly ledger: Ledger
  readonly user: FarmUser
  /** Names of servers that are drained from the beginning. */
  readonly drained: readonly string[]
}

/** The servers, and which of them can be used. */
export class Farm {
  readonly health = new BehaviorSubject<Health>({ up: false, why: null, missing: [] })
  /** Each media server that is connected, with each SIP server through which it is. */
  places: readonly Place[] = []
  readonly links: Servers
  private readonly parts: FarmParts
  private readonly drains: Drains
  private readonly spreading: Repeated
  private served: readonly SipLink[] = []

  constructor(parts: FarmParts) {
    this.parts = parts
    const { settings, timeline, between, ledger, drained } = parts
    this.drains = new Drains(between, drained, () => this.empty())
    this.spreading = new Repeated(between, () => this.spreadLegs())
    const listener = {
      up: (links: Links) => this.up(links),
      down: (why: CarillonError | null, links: Links | null) => this.down(why, links),
      slowed: () => this.look(null),
    }
    this.links = new Servers(settings, { timeline, between, ledger }, listener)
  }

  /** Where the next call goes; null: nowhere. @param way the SIP server it is on; null: any. */
  forCall(way: SipLink | null): Place | null {
    return placeForCall(this.usableOver(way?.where ?? null), this.loadOf)
  }

  /** Where the next leg goes; null: nowhere. @param way the SIP server's name; null: any. */
  forLeg(way: string | null): Place | null {
    return placeForLeg(this.usableOver(way), this.loadOf)
  }

  /** Where something new may go that is to be on the media server of these endpoints. */
  usableBeside(endpoints: Endpoints | undefined): Place | null {
    const there = this.usable.filter(one => sameMedia(one.endpoints, endpoints))
    return there.find(one => one.endpoints === endpoints) ?? there[0] ?? null
  }

  /**
   * A place on the media server of these endpoints, or else any; null: none over this way. One that
   * is drained only where no other has the way there.
   */
  near(endpoints: Endpoints | undefined, way: string | null): Place | null {
    const over = this.places.filter(({ sip }) => way === null || sip.where === way)
    const there = over.filter(one => sameMedia(one.endpoints, endpoints))
    return there.find(one => !this.isResting(one)) ?? there[0] ?? over[0] ?? null
  }

  /** Where a leg finds the media server of `to`: over its own SIP server, if that has a way. */
  bringTo(to: Endpoints, { sip, endpoints: from }: Place): Endpoints {
    if (sameMedia(from, to)) return from
    const own = this.places.find(one => one.sip === sip && sameMedia(one.endpoints, to))
    return own?.endpoints ?? to
  }

  /** A SIP server that is connected, by its name; null: there is none. */
  sipOf(way: string | null): SipLink | null {
    return this.ways.find(({ where }) => where === way) ?? null
  }

  /** The SIP servers that are connected, with media. */
  get ways(): readonly SipLink[] {
    return distinct(this.places).filter(({ ended }) => !ended.yes)
  }

  /** Whether a server is given nothing new. @param name as `states` has it. */
  isDrained(name: string): boolean {
    return this.drains.has(name)
  }

  /** Every server, as it is now. */
  get states(): readonly ServerState[] {
    const { all } = this.links
    const isCut = isCutOff(all)
    return all.map(link => {
      const { kind, name, why } = link
      const here = this.places.filter(one => isAt(one, name))
      const state = stateOf({
        isConnected: link.isConnected,
        works: here.every(place => doesItsWork(kind, place)),
        isDraining: this.drains.has(name),
        held: this.links.dialogsOver(name) + sumOf(here, ({ media }) => media.inUse),
      })
      const failing = state === 'failing' ? whyFailing(kind, here[0]!) : why
      const noWay = isCut && kind === 'freeswitch' && state === 'down' ? NO_WAY : null
      const { calls, legs } = this.busyAt(here)
      const supervisors = sumOf(here, this.parts.user.supervisorsOn)
      const wrong = noWay ?? failing?.message ?? null
      return { kind, name, state, why: wrong, calls, legs, supervisors }
    })
  }

  /** Takes a server out of use, or back in. @returns why not, or null. */
  drain(name: string, on: boolean): string | null {
    const problem = whyNotDrained(name, on, this.links.all) ?? (on ? this.whyLast(name) : null)
    if (problem !== null) return problem
    this.drains.set(name, on)
    for (const place of this.places) place.endpoints.rest(this.isResting(place))
    this.spreading.start()
    this.look(null)
    return null
  }

  /** Nothing is told of the servers any more, and nobody is moved. */
  close(): void {
    this.drains.close()
    this.spreading.end()
    this.health.complete()
  }

  private get usable(): readonly Place[] {
    return this.inUse.filter(({ sip, endpoints }) => endpoints.works && !sip.isSlow)
  }

  /** Those that are drained are not. */
  private get inUse(): readonly Place[] {
    return this.places.filter(place => !place.sip.ended.yes && !this.isResting(place))
  }

  /** Why a server is the last one of its kind; null: it is not. */
  private whyLast(name: string): string | null {
    const others = this.inUse.filter(place => !isAt(place, name))
    if (others.some(({ endpoints }) => endpoints.failsFor < SLOW_FOR)) return null
    return noOther(name, this.links.all, others[0]?.endpoints.media.where ?? null)
  }

  private usableOver(way: string | null): readonly Place[] {
    return this.usable.filter(({ sip }) => way === null || sip.where === way)
  }

  private isResting({ sip, endpoints }: Place): boolean {
    return this.drains.has(sip.where) || this.drains.has(endpoints.media.where)
  }

  /** Of its media server whatever the way there is, and of its SIP server. */
  private readonly loadOf = ({ sip, endpoints }: Place): Load => {
    const there = this.places.filter(one => sameMedia(one.endpoints, endpoints))
    const ours = sumOf(there, ({ media }) => media.inUse)
    const way = this.busyAt(this.places.filter(one => one.sip === sip))
    // One that has just connected has not been told yet how full the server is.
    const rooms = there.map(one => one.endpoints.media.roomBeside(ours))
    return { room: Math.min(...rooms), ...this.busyAt(there), way }
  }

  private busyAt(places: readonly Place[]): Busy {
    const { user } = this.parts
    return {
      calls: sumOf(places, user.callsOn),
      legs: sumOf(places, one => user.legsOn(one).legs),
      freeLegs: sumOf(places, one => user.legsOn(one).freeLegs),
    }
  }

  private empty(): void {
    const { user } = this.parts
    for (const { sip, endpoints } of this.places) {
      const to = (): Endpoints | null =>
        (this.forLeg(sip.where) ?? this.forLeg(null))?.endpoints ?? null
      if (this.drains.has(endpoints.media.where)) user.leave(endpoints, to)
    }
    if (this.forLeg(null) === null) return
    for (const sip of this.ways) if (this.drains.has(sip.where)) user.callAnew(sip)
  }

  /**
   * A media server that has come takes its share of the legs, those in no call: calls go where
   * operators are. Each stays on its SIP server.
   *
   * @returns whether they are still unevenly spread.
   */
  private spreadLegs(): boolean {
    let isUneven = false
    for (const sip of distinct(this.usable)) {
      const uneven = unevenLegs(this.usableOver(sip.where), this.loadOf)
      if (uneven === null) continue
      isUneven = true
      const to: Endpoints[] = [uneven.to.endpoints]
      this.parts.user.leave(uneven.from.endpoints, () => to.pop() ?? null)
    }
    return isUneven
  }

  private up({ sip, media }: Links): void {
    const { between: timeline, user, settings } = this.parts
    const { spareEndpoints, conferenceProfile } = settings
    const changed = (): void => this.look(doesNotWork(media))
    const endpoints = new Endpoints({ media, timeline, spareEndpoints, conferenceProfile, changed })
    const place = { sip, endpoints }
    endpoints.rest(this.isResting(place))
    this.places = [...this.places, place]
    user.up(place)
    this.look(null)
    this.spreading.start()
  }

  private async down(why: CarillonError | null, links: Links | null): Promise<void> {
    const lost = this.places.find(({ endpoints }) => endpoints.media === links?.media)
    this.places = this.places.filter(place => place !== lost)
    this.look(why)
    if (lost === undefined) return links?.media.releaseAll()
    this.parts.user.lost(lost)
    await lost.endpoints.close()
    await lost.endpoints.media.releaseAll()
  }

  /** Whether there is anything to telephone with. @param why there is not, where that is so. */
  private look(reason: CarillonError | null): void {
    const ways = distinct(this.usable)
    const known = this.health.value
    const isUp = ways.length > 0
    const why = isUp ? null : this.whyNothing(reason)
    const missing = isUp ? missingOf(this.states) : []
    if (!isUp) this.serve(ways)
    if (!isUp && (known.up || known.why?.message !== why?.message))
      this.health.next({ up: false, why, missing })
    if (isUp && (!known.up || known.missing.join() !== missing.join()))
      this.health.next({ up: true, why: null, missing })
    if (isUp) this.serve(ways)
  }

  /** What is wrong, and which servers would do the work if they were not drained. */
  private whyNothing(reason: CarillonError | null): CarillonError | null {
    const lost = troublesOf(this.links.all, name => this.drains.has(name))
    const why = together([...lost, ...this.inUse.flatMap(whyUnusable)]) ?? reason
    const able = this.places.filter(one => one.endpoints.works && this.isResting(one))
    const drained = this.links.all.filter(
      ({ name }) => this.drains.has(name) && able.some(place => isAt(place, name)),
    )
    return drained.length === 0 ? why : areDrained(drained, why)
  }

  private serve(ways: readonly SipLink[]): void {
    const { served } = this
    if (ways.length === served.length && ways.every(one => served.includes(one))) return
    this.served = ways
    this.parts.user.serve(ways)
  }
}

const isAt = ({ sip, endpoints }: Place, name: string): boolean =>
  endpoints.media.where === name || sip.where === name

const sameMedia = (one: Endpoints, other: Endpoints | undefined): boolean =>
  one.media.where === other?.media.where

const sumOf = (places: readonly Place[], count: (endpoints: Endpoints) => number): number =>
  places.reduce((sum, { endpoints }) => sum + count(endpoints), 0)

const distinct = (places: readonly Place[]): readonly SipLink[] => [
  ...new Set(places.map(({ sip }) => sip)),
]

/** What is wrong with servers while others do their work. */
function missingOf(states: readonly ServerState[]): readonly string[] {
  return states
    .filter(({ state }) => state === 'down' || state === 'failing')
    .map(({ name, why }) => why ?? `The server ${name} is gone; it is tried again.`)
}

/** What goes over a SIP server that lets us wait says nothing of the media behind it. */
const doesItsWork = (kind: ServerState['kind'], { sip, endpoints }: Place): boolean =>
  kind === 'drachtio' ? !sip.isSlow : endpoints.works || sip.isSlow

function whyFailing(kind: ServerState['kind'], { sip, endpoints }: Place): CarillonError {
  return kind === 'drachtio' ? letsUsWait(sip) : doesNotWork(endpoints.media)
}

/** What is wrong with a place that is connected; nothing may be. */
function whyUnusable(place: Place): readonly CarillonError[] {
  if (place.sip.isSlow) return [whyFailing('drachtio', place)]
  return place.endpoints.works ? [] : [whyFailing('freeswitch', place)]
}

function letsUsWait({ where }: SipLink): CarillonError {
  const what = `drachtio at ${where} lets us wait: nothing is begun over it until it answers.`
  return new CarillonError('TELEPHONY_UNREACHABLE', `${what} Is it stopped, or overloaded?`)
}

function doesNotWork({ where }: MediaLink): CarillonError {
  const what = `FreeSWITCH at ${where} makes no channels, or lets them into no conference in time.`
  const todo = 'Is it starting, shutting down, full, overloaded, or without our conference profile?'
  return new CarillonError('TELEPHONY_UNREACHABLE', `${what} ${todo}`)
}
