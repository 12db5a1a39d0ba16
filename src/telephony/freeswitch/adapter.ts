import { BehaviorSubject, type Observable } from 'rxjs'
import { assert } from '../../base/assert.ts'
import { type Duration, millis, seconds } from '../../base/duration.ts'
import type { CarillonError } from '../../base/errors.ts'
import type { AttemptId, OperatorId, SupervisorId } from '../../base/id.ts'
import type { CallEvent, LegEvent } from '../call-event.ts'
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
import { Ledger } from './ledger.ts'
import type { Leg, LegKeeper } from './operators/leg.ts'
import { Legs } from './operators/legs.ts'
import { Outbox } from './outbox.ts'
import { KeepAlive } from './registrar/keep-alive.ts'
import { invitationTo, mayShow } from './rules/invitation.ts'
import { type Links, Servers } from './servers.ts'
import { Supervisors } from './supervision/supervisors.ts'
import { type CountedTimeline, countedTimeline } from './timers.ts'
import { signOf } from './trunks/signs.ts'
import { Trunks } from './trunks/trunks.ts'

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
    duringCall: new Set(['hold', 'mute', 'digits', 'invite', 'transfer', 'record']),
    supervision: new Set(SUPERVISION_WAYS),
  }
  readonly events$: Observable<CallEvent | LegEvent>
  readonly capacity$: Trunks['capacity$']
  readonly trunkHealth$: Trunks['health$']
  readonly health$: Observable<Health>
  private readonly parts: FreeSwitchParts
  private readonly timeline: CountedTimeline
  private readonly outbox = new Outbox()
  private readonly trunks: Trunks
  private readonly health = new BehaviorSubject<Health>({ up: false, why: null })
  private readonly calls = new Calls()
  private readonly legs = new Legs()
  private readonly supervisors: Supervisors
  private readonly keepAlive: KeepAlive | null
  private readonly servers: Servers
  private readonly callKeeper: CallKeeper
  private readonly legKeeper: LegKeeper
  private endpoints: Endpoints | null = null

  constructor(parts: FreeSwitchParts) {
    this.parts = parts
    const { settings } = parts
    this.timeline = countedTimeline(parts.timeline)
    // Of what goes on between calls nothing needs to be found left over.
    this.trunks = new Trunks(settings.trunks, parts.timeline)
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
    const { endpoints, callKeeper: keeper } = this
    const { links } = this.servers
    const shows = mayShow(request.from, trunk)
    if (!shows) this.trunks.mayNotShow(trunk.id, request.from)
    if (links === null || endpoints === null || !shows)
      return this.outbox.tell({ attempt, kind: 'ended', cause: 'failed', from: 'us' })
    this.calls.start({
      attempt,
      invitation: invitationTo(request, trunk),
      delayedOffer: trunk.delayedOffer,
      ringLimit: request.ringLimit,
      sip: links.sip,
      endpoints,
      keeper,
      served: () => this.trunks.heard(trunk.id, { kind: 'served' }),
      refused: refusal => this.trunks.heard(trunk.id, signOf(refusal, request.to)),
    })
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

  record(attempt: AttemptId, command: RecordingCommand): void {
    this.calls.find(attempt)?.record(command)
  }

  supervise(supervisor: SupervisorId, operator: OperatorId, way: SupervisionWay): void {
    const { endpoints } = this
    const { links } = this.servers
    const servers = links === null || endpoints === null ? null : { sip: links.sip, endpoints }
    this.supervisors.supervise(supervisor, { operator, way }, servers)
  }

  stopSupervising(supervisor: SupervisorId): void {
    this.supervisors.stop(supervisor)
  }

  operatorUp(operator: OperatorId, call: LegCall | null = null): void {
    const leg = this.legs.find(operator)
    const { endpoints, legKeeper: keeper } = this
    if (leg?.up) return this.outbox.tell({ kind: 'operatorUp', operator })
    if (leg?.bare && endpoints !== null) return leg.raise(endpoints)
    if (leg !== undefined && !leg.bare) return
    const { phones, settings } = this.parts
    const { links } = this.servers
    if (links === null || endpoints === null)
      return this.outbox.tell({ kind: 'operatorDown', operator, why: 'lost' })
    const phone = phones.phoneOf(operator)
    if (phone === null) return this.outbox.tell({ kind: 'operatorDown', operator, why: 'noAnswer' })
    this.legs.raise({ operator, phone, call, sip: links.sip, endpoints, settings, keeper })
  }

  operatorDown(operator: OperatorId): void {
    this.legs.find(operator)?.step({ kind: 'asked' })
  }

  inUse(): InUse {
    const { links } = this.servers
    const spareEndpoints = this.endpoints?.spare ?? 0
    return {
      calls: this.calls.size,
      legs: this.legs.size + this.supervisors.size,
      dialogs: links?.sip.inUse ?? 0,
      endpoints: (links?.media.inUse ?? 0) - spareEndpoints,
      spareEndpoints,
      timers: this.timeline.planned,
    }
  }

  async close(): Promise<void> {
    this.outbox.close()
    this.trunks.close()
    this.keepAlive?.serve(null)
    this.health.complete()
    const { endpoints } = this
    this.endpoints = null
    this.supervisors.endAll()
    this.legs.lower()
    this.calls.hangUp()
    await endpoints?.close()
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

  private up(links: Links): void {
    const { settings } = this.parts
    this.endpoints = new Endpoints(links.media, this.timeline, settings.spareEndpoints)
    this.parts.registrar?.serve(links.sip)
    this.keepAlive?.serve(links.sip)
    // Phones that waited without media for a server that is gone as well.
    this.legs.loseThoseOff(links.sip)
    this.health.next({ up: true, why: null })
    this.trunks.serve(links.sip)
  }

  private async down(why: CarillonError | null, links: Links | null): Promise<void> {
    this.trunks.serve(null)
    this.keepAlive?.serve(null)
    const known = this.health.value
    if (known.up || known.why?.message !== why?.message) this.health.next({ up: false, why })
    if (links === null) return
    const { endpoints } = this
    this.endpoints = null
    this.supervisors.endAll()
    this.calls.lose()
    this.legs.lose(links.sip.ended.yes ? 'lost' : 'mediaLost')
    await endpoints?.close()
    await links.media.releaseAll()
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
      roomFor: (attempt, operator) => this.legs.take(operator, attempt),
      parted: (attempt, operator, out) => this.legs.leave(operator, attempt, out),
      over: attempt => this.calls.forget(attempt),
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
