import type { Observable, Subscription } from 'rxjs'
import { assert } from '../../base/assert.ts'
import { type Duration, millis, seconds } from '../../base/duration.ts'
import type { AttemptId, OperatorId, SupervisorId } from '../../base/id.ts'
import type { CallEvent, LegEvent } from '../call-event.ts'
import type { IncomingRefusal } from '../incoming.ts'
import {
  type Announcement,
  type Capabilities,
  DIGITS,
  type LegCall,
  type OriginateRequest,
} from '../port.ts'
import type { RecordingCommand } from '../recording.ts'
import { SUPERVISION_WAYS, type SupervisionWay } from '../supervision.ts'
import type { CallKeeper } from './calls/call.ts'
import { Calls } from './calls/calls.ts'
import type { Endpoints } from './endpoints.ts'
import { Farm, type FarmUser, type Place } from './farm/farm.ts'
import type { ServerState } from './farm/server-state.ts'
import type { FreeSwitchParts, FreeSwitchTelephony, Health, InUse } from './freeswitch.ts'
import type { Caller } from './incoming/caller.ts'
import { Callers, callOf } from './incoming/callers.ts'
import { Ledger } from './left/ledger.ts'
import type { Leg, LegKeeper } from './operators/leg.ts'
import { Legs } from './operators/legs.ts'
import { Outbox } from './outbox.ts'
import { Visits } from './outside/visits.ts'
import type { Phone } from './phone-book.ts'
import { KeepAlive } from './registrar/keep-alive.ts'
import { invitationTo, mayShow } from './rules/invitation.ts'
import { Supervisors } from './supervision/supervisors.ts'
import { type CountedTimeline, countedTimeline } from './timers.ts'
import { signOf } from './trunks/signs.ts'
import { Trunks } from './trunks/trunks.ts'
import type { SipLink } from './wire/sip-link.ts'

/** How long closing waits for the far sides to hang up as well, and how often it looks. */
const CLOSING_LIMIT: Duration = seconds(3)
const CLOSING_LOOK: Duration = millis(20)

/** @returns the adapter, which connects by itself, and again whenever a server was lost. */
export function createFreeSwitchTelephony(parts: FreeSwitchParts): FreeSwitchTelephony {
  const adapter = new Adapter(parts)
  adapter.connectServers()
  return adapter
}

class Adapter implements FreeSwitchTelephony {
  readonly capabilities: Capabilities = {
    detectsMachines: false,
    duringCall: new Set(['hold', 'mute', 'digits', 'invite', 'transfer', 'outside', 'record']),
    supervision: new Set(SUPERVISION_WAYS),
  }
  readonly events$: Observable<CallEvent | LegEvent>
  readonly capacity$: Trunks['capacity$']
  readonly incoming$: Callers['incoming$']
  readonly trunkHealth$: Trunks['health$']
  readonly health$: Observable<Health>
  private readonly parts: FreeSwitchParts
  private readonly timeline: CountedTimeline
  private readonly outbox = new Outbox()
  private readonly trunks: Trunks
  private readonly calls = new Calls()
  private readonly visits: Visits
  private readonly callers: Callers
  private readonly legs = new Legs(
    (to, leg) => this.farm.bringTo(to, leg),
    ({ operator, device }) => !this.parts.registrar?.isSilent(operator, device),
  )
  private readonly supervisors: Supervisors
  private readonly keepAlive: KeepAlive | null
  private readonly reach: Subscription | undefined
  private readonly farm: Farm
  private readonly callKeeper: CallKeeper
  private readonly legKeeper: LegKeeper

  constructor(parts: FreeSwitchParts) {
    this.parts = parts
    const { settings } = parts
    this.timeline = countedTimeline(parts.timeline)
    // Of what goes on between calls nothing needs to be found left over.
    this.trunks = new Trunks(settings.trunks, parts.timeline)
    this.callers = new Callers(this.timeline, settings.trunks, this.outbox.tell)
    this.incoming$ = this.callers.incoming$
    this.keepAlive = parts.registrar ? new KeepAlive(parts.registrar, parts.timeline) : null
    this.farm = new Farm({
      settings,
      timeline: this.timeline,
      between: parts.timeline,
      ledger: new Ledger(parts.ledgerFile ?? null),
      user: this.userOfFarm(),
      drained: parts.drained ?? [],
    })
    this.supervisors = new Supervisors({
      timeline: this.timeline,
      phones: parts.supervisors ?? null,
      ringLimit: settings.operatorRingLimit,
      legOf: operator => this.legs.find(operator),
      bringTo: (to, from) => this.farm.bringTo(to, from),
      serversFor: (leg, { way = null }) => {
        const place = this.farm.near(leg?.endpoints, way)
        return place === null ? null : { ...place, wayTo: this.wayFrom(place) }
      },
      tell: this.outbox.tell,
    })
    this.visits = new Visits({
      find: attempt => this.calls.find(attempt),
      roomOf: ({ operator }) => this.legs.roomOf(operator),
      profile: settings.conferenceProfile,
    })
    this.callKeeper = this.keeperOfCalls()
    this.legKeeper = this.keeperOfLegs()
    this.events$ = this.outbox.events$
    this.capacity$ = this.trunks.capacity$
    this.trunkHealth$ = this.trunks.health$
    this.health$ = this.farm.health.asObservable()
    this.reach = parts.registrar?.reach$.subscribe(({ operator }) => this.legs.answersNow(operator))
  }

  connectServers(): void {
    void this.farm.links.connect()
  }

  originate(attempt: AttemptId, request: OriginateRequest): void {
    const { settings } = this.parts
    const trunk = settings.trunks.find(({ id }) => id === request.trunk)
    assert(trunk !== undefined, `calls go over trunks of the settings, not "${request.trunk}"`)
    assert(this.calls.find(attempt) === undefined, `attempt ${attempt} is placed once only`)
    const place = this.placeBeside(request) ?? this.farm.forCall(null)
    const shows = mayShow(request.from, trunk)
    if (!shows) this.trunks.mayNotShow(trunk.id, request.from)
    if (place === null || !shows)
      return this.outbox.tell({ attempt, kind: 'ended', cause: 'failed', from: 'us' })
    this.calls.start({
      attempt,
      invitation: invitationTo(request, trunk),
      delayedOffer: trunk.delayedOffer,
      ringLimit: request.ringLimit,
      ...place,
      keeper: this.callKeeper,
      served: () => this.trunks.heard(trunk.id, { kind: 'served' }),
      refused: refusal => this.trunks.heard(trunk.id, signOf(refusal, request.to)),
    })
  }

  answer(call: string, attempt: AttemptId): void {
    const way = this.callers.wayOf(call)
    const place = way === null ? null : this.farm.forCall(way)
    const caller = this.callers.answer(call, attempt, place !== null)
    if (caller === null || place === null) return
    this.calls.start({ attempt, ...callOf(caller), ...place, keeper: this.callKeeper })
  }

  refuse(call: string, why: IncomingRefusal): void {
    this.callers.refuse(call, why)
  }

  connect(attempt: AttemptId, operator: OperatorId): void {
    this.calls.find(attempt)?.step({ kind: 'connect', operator })
  }

  announce(attempt: AttemptId, announcement: Announcement): void {
    this.calls.find(attempt)?.step({ kind: 'announce', announcement })
  }

  hangUp(attempt: AttemptId): void {
    this.calls.find(attempt)?.step({ kind: 'hangUp' })
  }

  hold(attempt: AttemptId, on: boolean): void {
    this.calls.find(attempt)?.step({ kind: 'hold', on })
  }

  mute(attempt: AttemptId, on: boolean): void {
    this.calls.find(attempt)?.step({ kind: 'mute', on })
  }

  sendDigits(attempt: AttemptId, digits: string): void {
    assert(DIGITS.test(digits), `"${digits}" are no keys of a telephone`)
    this.calls.find(attempt)?.step({ kind: 'digits', digits })
  }

  invite(attempt: AttemptId, operator: OperatorId): void {
    const call = this.calls.find(attempt)
    const wanted = call?.isWithOperator && call.guest === null
    const free = wanted === true && this.reserve(operator, attempt)
    call?.step({ kind: 'invite', operator, free })
  }

  dismiss(attempt: AttemptId): void {
    this.calls.find(attempt)?.step({ kind: 'dismiss' })
  }

  transfer(attempt: AttemptId, operator: OperatorId): void {
    const call = this.calls.find(attempt)
    const free =
      call?.isWithOperator === true && (call.guest === operator || this.reserve(operator, attempt))
    call?.step({ kind: 'transfer', operator, free })
  }

  letIn(attempt: AttemptId, outside: AttemptId): void {
    this.visits.letIn(attempt, outside)
  }

  unite(attempt: AttemptId, outside: AttemptId): void {
    this.visits.unite(attempt, outside)
  }

  leaveOnHold(attempt: AttemptId): void {
    this.calls.find(attempt)?.step({ kind: 'leaveOnHold' })
  }

  record(attempt: AttemptId, command: RecordingCommand): void {
    this.calls.find(attempt)?.record(command)
  }

  supervise(supervisor: SupervisorId, operator: OperatorId, way: SupervisionWay): void {
    this.supervisors.supervise(supervisor, { operator, way })
  }

  stopSupervising(supervisor: SupervisorId): void {
    this.supervisors.stop(supervisor)
  }

  operatorUp(operator: OperatorId, call: LegCall | null = null): void {
    const leg = this.legs.find(operator)
    if (leg?.up) return this.outbox.tell({ kind: 'operatorUp', operator })
    if (leg !== undefined && !leg.bare) return
    const { phones, settings } = this.parts
    const any = this.farm.forLeg(null)
    if (any === null) return this.outbox.tell({ kind: 'operatorDown', operator, why: 'lost' })
    if (leg !== undefined) return leg.raise((this.farm.forLeg(leg.sip.where) ?? any).endpoints)
    const phone = phones.phoneOf(operator)
    if (phone === null) return this.outbox.tell({ kind: 'operatorDown', operator, why: 'noAnswer' })
    const place = this.farm.forLeg(phone.way ?? null)
    if (place === null) return this.outbox.tell({ kind: 'operatorDown', operator, why: 'lost' })
    const wayTo = this.wayFrom(place)
    this.legs.raise({ operator, phone, call, ...place, wayTo, settings, keeper: this.legKeeper })
  }

  operatorDown(operator: OperatorId): void {
    this.legs.find(operator)?.step({ kind: 'asked' })
  }

  inUse(): InUse {
    const of = (count: (endpoints: Endpoints) => number): number =>
      this.farm.places.reduce((sum, { endpoints }) => sum + count(endpoints), 0)
    const spareEndpoints = of(({ spare }) => spare)
    return {
      calls: this.calls.size,
      legs: this.legs.size + this.supervisors.size,
      dialogs: this.farm.links.dialogs,
      endpoints: of(({ media }) => media.inUse) - spareEndpoints,
      spareEndpoints,
      timers: this.timeline.planned,
    }
  }

  servers(): readonly ServerState[] {
    return this.farm.states
  }

  drain(name: string, on: boolean): string | null {
    return this.farm.drain(name, on)
  }

  async close(): Promise<void> {
    this.outbox.close()
    this.callers.close()
    this.trunks.close()
    this.keepAlive?.serve([])
    this.reach?.unsubscribe()
    this.farm.close()
    this.supervisors.endAll()
    this.legs.lower()
    this.calls.hangUp()
    await Promise.all(this.farm.places.map(({ endpoints }) => endpoints.close()))
    const until = this.timeline.monotonic() + CLOSING_LIMIT
    while (this.busy() && this.timeline.monotonic() < until)
      await new Promise<void>(resolve => this.timeline.after(CLOSING_LOOK, resolve))
    this.farm.links.close()
  }

  /** Whoever has the callee already is not free for them. */
  private reserve(operator: OperatorId, attempt: AttemptId): boolean {
    const isFree = this.legs.find(operator)?.attempt === null
    return isFree && this.legs.reserve(operator, attempt)
  }

  private busy(): boolean {
    const { calls, dialogs, endpoints } = this.inUse()
    return calls + dialogs + endpoints > 0
  }

  private placeBeside({ beside }: OriginateRequest): Place | null {
    return this.farm.usableBeside(this.calls.find(beside ?? '')?.endpoints)
  }

  /** Whether an operator's phone can be called over a server that takes something new. */
  private canCall(operator: OperatorId): boolean {
    const phone = this.parts.phones.phoneOf(operator)
    return phone !== null && !this.farm.isDrained(phone.way ?? '')
  }

  /** How devices are called by somebody who is at a place. */
  private wayFrom({ sip }: Place): (device: Phone) => SipLink {
    return ({ way }) => this.farm.sipOf(way ?? null) ?? sip
  }

  /** A carrier goes on to the next server when one has no room (RFC 3261, section 21.5.4). */
  private called(caller: Caller, sip: SipLink): void {
    if (this.farm.isDrained(sip.where)) caller.decline(503)
    else this.callers.arrived(caller, sip)
  }

  private userOfFarm(): FarmUser {
    return {
      callsOn: endpoints => this.calls.countOn(endpoints),
      legsOn: endpoints => this.legs.countOn(endpoints),
      supervisorsOn: endpoints => this.supervisors.countOn(endpoints),
      leave: (from, to) => this.legs.leaveServer(from, to),
      up: ({ sip }) => {
        sip.onCaller(caller => this.called(caller, sip))
        this.trunks.admit(sip)
        this.parts.registrar?.serve(sip)
        this.keepAlive?.serve(this.farm.ways)
        // Phones that waited without media for a server that is gone as well.
        this.legs.loseSilent()
      },
      callAnew: sip => {
        this.legs.callAnew(sip, operator => this.canCall(operator))
        this.supervisors.callAnew(sip)
      },
      serve: ways => {
        this.parts.registrar?.callOver(ways.map(({ where }) => where))
        this.keepAlive?.serve(ways.length === 0 ? [] : this.farm.ways)
        this.trunks.serve(ways)
      },
      lost: ({ sip, endpoints }) => {
        this.supervisors.loseOn(endpoints)
        this.calls.loseOn(endpoints)
        if (sip.ended.yes) this.legs.loseSilent()
        this.legs.loseMedia(endpoints)
      },
    }
  }

  private keeperOfCalls(): CallKeeper {
    const { soundOf, holdMusic, longestCall, mediaTimeout } = this.parts.settings
    return {
      timeline: this.timeline,
      longestCall,
      mediaTimeout,
      tell: this.outbox.tell,
      soundOf,
      holdMusic,
      fetch: (guest, host) => this.legs.fetch(guest, host),
      bringHome: operator => this.legs.bringHome(operator),
      mute: (operator, on) => this.legs.mute(operator, on),
      roomFor: async (attempt, operator) => {
        const call = this.calls.find(attempt)
        return call === undefined ? null : this.legs.take(operator, attempt, call.endpoints)
      },
      visits: this.visits,
      parted: (attempt, operator, out) =>
        this.legs.leave(operator, attempt, Promise.all([out, this.visits.parted(attempt)])),
      over: attempt => {
        this.calls.forget(attempt)
        this.visits.over(attempt)
      },
    }
  }

  private keeperOfLegs(): LegKeeper {
    return {
      timeline: this.timeline,
      tell: this.outbox.tell,
      dropped: leg => this.leaveAlone(leg),
      fallen: leg => {
        this.legs.forget(leg)
        this.leaveAlone(leg)
      },
    }
  }

  private leaveAlone({ attempt, operator }: Leg): void {
    this.supervisors.legFell(operator)
    if (attempt !== null) this.calls.find(attempt)?.step({ kind: 'legFell', operator })
  }
}
