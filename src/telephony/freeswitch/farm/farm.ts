import { BehaviorSubject } from 'rxjs'
import { CarillonError } from '../../../base/errors.ts'
import type { Timeline } from '../../../base/timeline.ts'
import { Endpoints } from '../endpoints.ts'
import type { Health } from '../freeswitch.ts'
import type { Ledger } from '../ledger.ts'
import { type Links, type ServerLink, Servers } from '../servers.ts'
import type { FreeSwitchSettings } from '../settings.ts'
import { type Load, placeForCall, placeForLeg } from '../spread.ts'
import type { CountedTimeline } from '../timers.ts'
import type { MediaLink } from '../wire/media-link.ts'
import type { SipLink } from '../wire/sip-link.ts'
import { Drains } from './drains.ts'
import { type ServerState, stateOf } from './server-state.ts'

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
  /** Takes legs that are in no call elsewhere, as long as `to` has somewhere. */
  leave(from: Endpoints, to: () => Endpoints | null): void
  /** There is somewhere more. */
  up(place: Place): void
  /** There is something to telephone with, over this SIP server; null: not any more. */
  serve(sip: SipLink | null): void
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
}

/** The servers, and which of them can be used. */
export class Farm {
  readonly health = new BehaviorSubject<Health>({ up: false, why: null, missing: [] })
  /** The media servers that are connected, each with the SIP server. */
  places: readonly Place[] = []
  readonly links: Servers
  private readonly parts: FarmParts
  private readonly drains: Drains

  constructor(parts: FarmParts) {
    this.parts = parts
    const { settings, timeline, between, ledger } = parts
    this.drains = new Drains(between, () => this.empty())
    const listener = {
      up: (links: Links) => this.up(links),
      down: (why: CarillonError | null, links: Links | null) => this.down(why, links),
    }
    this.links = new Servers(settings, { timeline, ledger }, listener)
  }

  /** Where the next call goes; null: nowhere. */
  forCall(): Place | null {
    return placeForCall(this.usable, this.loadOf)
  }

  /** Where the next leg goes; null: nowhere. */
  forLeg(): Place | null {
    return placeForLeg(this.usable, this.loadOf)
  }

  /** The place of these endpoints, when something new may go there. */
  usableAt(endpoints: Endpoints | undefined): Place | null {
    return this.usable.find(place => place.endpoints === endpoints) ?? null
  }

  /** Every server, as it is now. */
  get states(): readonly ServerState[] {
    const { user } = this.parts
    return this.links.all.map(link => {
      const { kind, name, why } = link
      const here = this.places.filter(one => kind === 'drachtio' || isAt(one, name))
      const sum = (count: (place: Place) => number): number =>
        here.reduce((all, place) => all + count(place), 0)
      const state = stateOf({
        isConnected: link.isConnected,
        works: kind === 'drachtio' || here.every(({ endpoints }) => endpoints.works),
        isDraining: this.drains.has(name),
        held: sum(({ endpoints }) => endpoints.media.inUse),
      })
      const failing = state === 'failing' ? doesNotWork(here[0]!.endpoints.media) : why
      const calls = sum(({ endpoints }) => user.callsOn(endpoints))
      const legs = sum(({ endpoints }) => user.legsOn(endpoints).legs)
      return { kind, name, state, why: failing?.message ?? null, calls, legs }
    })
  }

  /** Takes a server out of use, or back in. @returns why not, or null. */
  drain(name: string, on: boolean): string | null {
    const problem = whyNotDrained(name, this.links.all)
    if (problem !== null) return problem
    if (on && this.usable.every(place => isAt(place, name)))
      return `No other FreeSWITCH server works: without ${name} nobody can talk.`
    for (const place of this.places) if (isAt(place, name)) place.endpoints.rest(on)
    this.drains.set(name, on)
    this.look(null)
    return null
  }

  /** Nothing is told of the servers any more, and nobody is moved. */
  close(): void {
    this.drains.close()
    this.health.complete()
  }

  private get usable(): readonly Place[] {
    return this.places.filter(
      ({ endpoints: { works, media } }) => works && !this.drains.has(media.where),
    )
  }

  private readonly loadOf = ({ endpoints }: Place): Load => ({
    room: endpoints.media.room,
    calls: this.parts.user.callsOn(endpoints),
    ...this.parts.user.legsOn(endpoints),
  })

  private empty(): void {
    const to = (): Endpoints | null => this.forLeg()?.endpoints ?? null
    for (const { endpoints } of this.places)
      if (this.drains.has(endpoints.media.where)) this.parts.user.leave(endpoints, to)
  }

  private up({ sip, media }: Links): void {
    const { between: timeline, user, settings } = this.parts
    const { spareEndpoints, conferenceProfile } = settings
    const changed = (): void => this.look(doesNotWork(media))
    const endpoints = new Endpoints({ media, timeline, spareEndpoints, conferenceProfile, changed })
    endpoints.rest(this.drains.has(media.where))
    const place = { sip, endpoints }
    this.places = [...this.places, place]
    user.up(place)
    this.look(null)
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
  private look(why: CarillonError | null): void {
    const [place] = this.usable
    const known = this.health.value
    if (place === undefined || place.sip.ended.yes) {
      this.parts.user.serve(null)
      if (known.up || known.why?.message !== why?.message)
        this.health.next({ up: false, why, missing: [] })
      return
    }
    const missing = missingOf(this.states)
    if (!known.up || known.missing.join() !== missing.join())
      this.health.next({ up: true, why: null, missing })
    if (!known.up) this.parts.user.serve(place.sip)
  }
}

const isAt = ({ endpoints }: Place, name: string): boolean => endpoints.media.where === name

/** What is wrong with servers while others do their work. */
function missingOf(states: readonly ServerState[]): readonly string[] {
  return states
    .filter(({ state }) => state === 'down' || state === 'failing')
    .map(({ name, why }) => why ?? `The server ${name} is gone; it is tried again.`)
}

function doesNotWork({ where }: MediaLink): CarillonError {
  const what = `FreeSWITCH at ${where} makes no channels, or lets them into no conference.`
  const todo = 'Is it starting, shutting down, full, or without our conference profile?'
  return new CarillonError('TELEPHONY_UNREACHABLE', `${what} ${todo}`)
}

/** Why a server cannot be drained, whatever it does now; null: it can. */
function whyNotDrained(name: string, all: readonly ServerLink[]): string | null {
  const link = all.find(one => one.name === name)
  const names = all.map(one => one.name).join(', ')
  if (link === undefined)
    return `There is no server ${JSON.stringify(name)} here: there are ${names}.`
  if (link.kind === 'freeswitch') return null
  const todo = 'Stop the campaigns, and let the calls end.'
  return `${name} is the only drachtio server: without it there are no calls. ${todo}`
}
