import { BehaviorSubject, type Observable } from 'rxjs'
import { assert } from '../../base/assert.ts'
import { type Duration, millis, seconds } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
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
import { Endpoints } from './endpoints.ts'
import type { FreeSwitchParts, FreeSwitchTelephony, Health, InUse } from './freeswitch.ts'
import { Callers, callOf } from './incoming/callers.ts'
import { Ledger } from './ledger.ts'
import type { Leg, LegKeeper } from './operators/leg.ts'
import { Legs } from './operators/legs.ts'
import { Outbox } from './outbox.ts'
import { Visits } from './outside/visits.ts'
import { KeepAlive } from './registrar/keep-alive.ts'
import { invitationTo, mayShow } from './rules/invitation.ts'
import { type Links, Servers } from './servers.ts'
import { type Load, placeForCall, placeForLeg } from './spread.ts'
import { Supervisors } from './supervision/supervisors.ts'
import { type CountedTimeline, countedTimeline } from './timers.ts'
import { signOf } from './trunks/signs.ts'
import { Trunks } from './trunks/trunks.ts'
import type { MediaLink } from './wire/media-link.ts'
import type { SipLink } from './wire/sip-link.ts'

/** How long closing waits for the far sides to hang up as well, and how often it looks. */
const CLOSING_LIMIT: Duration = seconds(3)
const CLOSING_LOOK: Duration = millis(20)

/** Where a call or a leg can be. */
interface Place {
  readonly sip: SipLink
  readonly endpoints: Endpoints
}

const doesNotWork = ({ where }: MediaLink): CarillonError =>
  new CarillonError(
    'TELEPHONY_UNREACHABLE',
    `FreeSWITCH at ${where} makes no channels, or lets them into no conference. Is it starting, shutting down, full, or without our conference profile?`,
  )

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
  private readonly health = new BehaviorSubject<Health>({ up: false, why: null })
  private readonly calls = new Calls()
  private readonly visits: Visits
  private readonly callers: Callers
  private readonly legs = new Legs()
  private readonly supervisors: Supervisors
  private readonly keepAlive: KeepAlive | null
  private readonly servers: Servers
  private readonly callKeeper: CallKeeper
  private readonly legKeeper: LegKeeper
  /** The media servers that are connected, each with the SIP server. */
  private places: readonly Place[] = []

  constructor(parts: FreeSwitchParts) {
    this.parts = parts
    const { settings } = parts
    this.timeline = countedTimeline(parts.timeline)
    // Of what goes on between calls nothing needs to be found left over.
    this.trunks = new Trunks(settings.trunks, parts.timeline)
    this.callers = new Callers(this.timeline, settings.trunks, this.outbox.tell)
    this.incoming$ = this.callers.incoming$
    this.keepAlive = parts.registrar ? new KeepAlive(parts.registrar, parts.timeline) : null
    const ledger = new Ledger(parts.ledgerFile ?? null)
    this.servers = new Servers(
      settings,
      { timeline: this.timeline, ledger },
      {
        up: links => this.up(links),
        down: (why, links) => this.down(why, links),
      },
    )
    this.supervisors = new Supervisors({
      timeline: this.timeline,
      phones: parts.supervisors ?? null,
      ringLimit: settings.operatorRingLimit,
      channelOf: operator => this.legs.find(operator)?.channel ?? null,
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
    this.health$ = this.health.asObservable()
  }

  connectServers(): void {
    void this.servers.connect()
  }

  originate(attempt: AttemptId, request: OriginateRequest): void {
    const { settings } = this.parts
    const trunk = settings.trunks.find(({ id }) => id === request.trunk)
    assert(trunk !== undefined, `calls go over trunks of the settings, not "${request.trunk}"`)
    assert(this.calls.find(attempt) === undefined, `attempt ${attempt} is placed once only`)
    const place = this.placeBeside(request) ?? placeForCall(this.usable, this.loadOf)
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
    const place = placeForCall(this.usable, this.loadOf)
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

  record(attempt: AttemptId, command: RecordingCommand): void {
    this.calls.find(attempt)?.record(command)
  }

  supervise(supervisor: SupervisorId, operator: OperatorId, way: SupervisionWay): void {
    const endpoints = this.legs.find(operator)?.endpoints
    const place = this.places.find(one => one.endpoints === endpoints) ?? this.places[0] ?? null
    this.supervisors.supervise(supervisor, { operator, way }, place)
  }

  stopSupervising(supervisor: SupervisorId): void {
    this.supervisors.stop(supervisor)
  }

  operatorUp(operator: OperatorId, call: LegCall | null = null): void {
    const leg = this.legs.find(operator)
    if (leg?.up) return this.outbox.tell({ kind: 'operatorUp', operator })
    const place = placeForLeg(this.usable, this.loadOf)
    if (leg?.bare && place !== null) return leg.raise(place.endpoints)
    if (leg !== undefined && !leg.bare) return
    const { phones, settings } = this.parts
    if (place === null) return this.outbox.tell({ kind: 'operatorDown', operator, why: 'lost' })
    const phone = phones.phoneOf(operator)
    if (phone === null) return this.outbox.tell({ kind: 'operatorDown', operator, why: 'noAnswer' })
    this.legs.raise({ operator, phone, call, ...place, settings, keeper: this.legKeeper })
  }

  operatorDown(operator: OperatorId): void {
    this.legs.find(operator)?.step({ kind: 'asked' })
  }

  inUse(): InUse {
    const of = (count: (endpoints: Endpoints) => number): number =>
      this.places.reduce((sum, { endpoints }) => sum + count(endpoints), 0)
    const spareEndpoints = of(({ spare }) => spare)
    return {
      calls: this.calls.size,
      legs: this.legs.size + this.supervisors.size,
      dialogs: this.servers.dialogs,
      endpoints: of(({ media }) => media.inUse) - spareEndpoints,
      spareEndpoints,
      timers: this.timeline.planned,
    }
  }

  async close(): Promise<void> {
    this.outbox.close()
    this.callers.close()
    this.trunks.close()
    this.keepAlive?.serve(null)
    this.health.complete()
    this.supervisors.endAll()
    this.legs.lower()
    this.calls.hangUp()
    await Promise.all(this.places.map(({ endpoints }) => endpoints.close()))
    const until = this.timeline.monotonic() + CLOSING_LIMIT
    while (this.busy() && this.timeline.monotonic() < until)
      await new Promise<void>(resolve => this.timeline.after(CLOSING_LOOK, resolve))
    this.servers.close()
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

  private readonly loadOf = ({ endpoints }: Place): Load => ({
    room: endpoints.media.room,
    calls: this.calls.countOn(endpoints),
    ...this.legs.countOn(endpoints),
  })

  private placeBeside({ beside }: OriginateRequest): Place | null {
    const endpoints = this.calls.find(beside ?? '')?.endpoints
    return this.usable.find(place => place.endpoints === endpoints) ?? null
  }

  private get usable(): readonly Place[] {
    return this.places.filter(({ endpoints }) => endpoints.works)
  }

  private up({ sip, media }: Links): void {
    const { spareEndpoints, conferenceProfile } = this.parts.settings
    const { timeline } = this.parts
    const changed = (): void => this.look(doesNotWork(media))
    const endpoints = new Endpoints({ media, timeline, spareEndpoints, conferenceProfile, changed })
    this.places = [...this.places, { sip, endpoints }]
    sip.onCaller(caller => this.callers.arrived(caller))
    // Phones that waited without media for a server that is gone as well.
    this.legs.loseSilent()
    this.look(null)
  }

  /** Whether there is anything to telephone with. @param why there is not, where that is so. */
  private look(why: CarillonError | null): void {
    const [place] = this.usable
    const known = this.health.value
    if (place === undefined || place.sip.ended.yes) {
      this.trunks.serve(null)
      this.keepAlive?.serve(null)
      if (known.up || known.why?.message !== why?.message) this.health.next({ up: false, why })
    } else if (!known.up) {
      this.parts.registrar?.serve(place.sip)
      this.keepAlive?.serve(place.sip)
      this.health.next({ up: true, why: null })
      this.trunks.serve(place.sip)
    }
  }

  private async down(why: CarillonError | null, links: Links | null): Promise<void> {
    const lost = this.places.find(({ endpoints }) => endpoints.media === links?.media)
    const isSilent = links?.sip.ended.yes ?? false
    this.places = this.places.filter(place => place !== lost)
    this.look(why)
    if (lost === undefined) return links?.media.releaseAll()
    this.supervisors.endAll()
    this.calls.loseOn(lost.endpoints)
    if (isSilent) this.legs.loseSilent()
    this.legs.loseMedia(lost.endpoints)
    await lost.endpoints.close()
    await lost.endpoints.media.releaseAll()
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
