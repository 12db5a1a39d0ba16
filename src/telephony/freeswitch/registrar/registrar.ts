import { createHmac } from 'node:crypto'
import { type Observable, Subject } from 'rxjs'
import { assert } from '../../../base/assert.ts'
import { type Duration, minutes, seconds } from '../../../base/duration.ts'
import type { OperatorId } from '../../../base/id.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { Phone, PhoneBook } from '../phone-book.ts'
import { type Binding, Bindings, sameAddress } from './bindings.ts'
import { calledAt } from './called-at.ts'
import {
  challengeFor,
  type DigestAlgorithm,
  type DigestProof,
  type PhoneSecret,
  proves,
  readProof,
} from './digest.ts'
import type { KeepAliveRules, Registered } from './keep-alive.ts'
import { Nonces } from './nonces.ts'
import { Reach, type ReachNews } from './reach.ts'
import {
  type CallMessage,
  type RegisterMessage,
  type RegisterRequest,
  readCaller,
  readRegister,
  type Source,
} from './request.ts'
import { Slowdown } from './slowdown.ts'

/** Whose phone a SIP user is, and how it proves it. */
export interface PhoneAccount {
  readonly operator: OperatorId
  readonly secret: PhoneSecret
}

/** What a registrar is told. There are no default accounts and no default passwords. */
export interface RegistrarSettings {
  /** What phones show the password for; part of each HA1. Letters, digits, `.`, `-` and `_`. */
  readonly realm: string
  /** The one that is asked for, and no other is accepted. */
  readonly algorithm: DigestAlgorithm
  /** @returns the account of a SIP user; null: there is none. */
  readonly accountOf: (user: string) => PhoneAccount | null
  /** At least 32 random bytes, others at each start. */
  readonly nonceKey: Uint8Array
  readonly nonceLifetime: Duration
  /** Registrations are this long: less is refused, more is cut. */
  readonly shortest: Duration
  readonly longest: Duration
  /**
   * Which of an operator's devices are called: the one that came last of those that answer, or all
   * that answer, at once.
   */
  readonly devices: 'last' | 'all'
  readonly keepAlive: KeepAliveRules
  /** Whether we may send anything to where a phone says it is; left out, anywhere. */
  readonly inReach?: (phone: Phone) => boolean
}

/** What is taken where nothing is said. Short registrations: a socket that closes is not told. */
export const REGISTRAR_DEFAULTS = {
  algorithm: 'SHA-256',
  nonceLifetime: minutes(5),
  shortest: seconds(60),
  longest: seconds(120),
  devices: 'last',
  keepAlive: { every: seconds(25), misses: 2 },
} satisfies Partial<RegistrarSettings>

/** What a REGISTER is answered. */
export interface Answer {
  readonly status: 200 | 400 | 401 | 403 | 423 | 503
  readonly headers: Readonly<Record<string, string>>
}

/** Where REGISTERs come from: a connection to the SIP server. */
export interface RegisterSource {
  /** Which server it is: `host:port`. */
  readonly where: string
  onRegister(answer: (message: RegisterMessage) => Answer | null): void
  /** Has calls of registered phones told from those of strangers. */
  onPhone(isPhone: (invite: CallMessage) => boolean): void
}

const NONCES_REMEMBERED = 4096
const EVERY_MIN: Duration = seconds(5)

/**
 * Lets operators' phones register, and knows where they are since (RFC 3261, section 10.3). It
 * writes no log: nothing that a stranger says gets further than the answer.
 */
export class Registrar implements PhoneBook, Registered {
  private readonly settings: RegistrarSettings
  private readonly timeline: Pick<Timeline, 'monotonic'>
  private readonly nonces: Nonces
  private readonly slowdown = new Slowdown()
  private readonly bindings: Bindings
  private readonly served = new WeakSet<RegisterSource>()
  private readonly reach: Reach
  private readonly refused = new Map<OperatorId, number>()
  private readonly called = new Set<OperatorId>()
  /** The servers that phones are called over; null: it was not said yet. */
  private ways: ReadonlySet<string> | null = null
  private readonly news = new Subject<ReachNews>()
  /** Phones that do not answer any more, and those that do again. */
  readonly reach$: Observable<ReachNews> = this.news.asObservable()

  constructor(settings: RegistrarSettings, timeline: Pick<Timeline, 'monotonic'>) {
    assert(/^[\w.-]+$/.test(settings.realm), 'a realm has letters, digits, ".", "-" and "_"')
    assert(settings.shortest <= settings.longest, 'the shortest registration is not the longer one')
    assert(settings.keepAlive.every >= EVERY_MIN, 'phones are asked every 5 s at most')
    assert(settings.keepAlive.misses >= 1, 'a phone is not gone before it has missed a question')
    const { nonceKey: key, nonceLifetime: lifetime } = settings
    this.settings = settings
    this.timeline = timeline
    this.nonces = new Nonces({ key, lifetime, remembered: NONCES_REMEMBERED })
    this.bindings = new Bindings(settings)
    this.reach = new Reach(settings.keepAlive.misses)
  }

  /**
   * How many proofs of an operator's phone were refused since it last registered: its password is
   * another one, or it proves with an algorithm that is not asked for.
   */
  get refusals(): ReadonlyMap<OperatorId, number> {
    return this.refused
  }

  /** Answers what comes over a connection, from now on. Once for each. */
  serve(source: RegisterSource): void {
    if (this.served.has(source)) return
    this.served.add(source)
    source.onRegister(message => this.answer(message, source.where))
    source.onPhone(invite => this.isPhone(invite))
  }

  /**
   * Phones are called over these servers from now on, each over the one that it registered at.
   * None at all is no news of any phone.
   */
  callOver(ways: readonly string[]): void {
    if (ways.length === 0) return
    const before = this.ways
    this.ways = new Set(ways)
    for (const [operator, binding] of this.bindings.all(this.timeline.monotonic())) {
      const reachable = this.isThere(binding, this.ways)
      if (reachable !== this.isThere(binding, before))
        this.news.next({ operator, uri: binding.uri, reachable })
    }
  }

  /** Those that do not answer any more are called where there are no others. */
  phoneOf(operator: OperatorId): Phone | null {
    const all = this.bindings.of(operator, this.timeline.monotonic())
    const inReach = all.filter(one => this.mayCall(calledAt(one)) && isOver(one, this.ways))
    const there = inReach.filter(binding => this.reach.isReachable(binding))
    const called = there.length > 0 ? there : inReach
    // One that has registered over several servers is called over one of them.
    const isFirst = (one: Binding): boolean =>
      called.find(({ uri }) => sameAddress(uri, one.uri)) === one
    const [first, ...beside] = called.filter(isFirst).map(calledAt)
    if (first === undefined) return null
    return this.settings.devices === 'last' || beside.length === 0 ? first : { ...first, beside }
  }

  /**
   * Whether a phone that is registered here has not answered when it was asked, however often it
   * may miss that. @param uri what it registered.
   */
  isSilent(operator: OperatorId, uri: string): boolean {
    const theirs = this.bindings.of(operator, this.timeline.monotonic())
    return theirs.some(one => one.uri === uri && !this.reach.isReachable(one))
  }

  /** Operators none of whose registered phones answers when it is asked. */
  get silent(): ReadonlySet<OperatorId> {
    const all = [...this.bindings.all(this.timeline.monotonic())]
    const answers = all.filter(([, binding]) => this.reach.isReachable(binding))
    const there = new Set(answers.map(([operator]) => operator))
    return new Set(all.map(([operator]) => operator).filter(one => !there.has(one)))
  }

  /**
   * Operators whose phones are registered only at servers that nobody is called over, and the names
   * of these, that of the device that came last first.
   */
  get elsewhere(): ReadonlyMap<OperatorId, readonly string[]> {
    const places = new Map<OperatorId, ReadonlySet<string>>()
    for (const [operator, binding] of this.bindings.all(this.timeline.monotonic())) {
      const { way } = binding
      if (way === null || !this.mayCall(calledAt(binding))) continue
      places.set(operator, new Set([...(places.get(operator) ?? []), way]))
    }
    const away = [...places].filter(([operator]) => this.phoneOf(operator) === null)
    return new Map(away.map(([operator, names]) => [operator, [...names]]))
  }

  get keepAlive(): KeepAliveRules {
    return this.settings.keepAlive
  }

  *phones(): Iterable<readonly [Binding, Phone]> {
    for (const [, binding] of this.bindings.all(this.timeline.monotonic())) {
      const phone = calledAt(binding)
      if (this.mayCall(phone)) yield [binding, phone]
    }
  }

  heard(binding: Binding, answered: boolean): void {
    if (!this.reach.heard(binding, answered)) return
    if (!isOver(binding, this.ways)) return
    for (const [operator, one] of this.bindings.all(this.timeline.monotonic()))
      if (one === binding) this.news.next({ operator, uri: binding.uri, reachable: answered })
  }

  /** Operators whose phones have called us: nobody is reached so. */
  get callers(): ReadonlySet<OperatorId> {
    return this.called
  }

  /**
   * Whether a call is of a phone that is registered at the very place it comes from: who sends it
   * from elsewhere learns nothing, not even that there is such a phone.
   */
  private isPhone(invite: CallMessage): boolean {
    const caller = readCaller(invite)
    const account = caller === null ? null : this.settings.accountOf(caller.user)
    if (caller === null || account === null) return false
    const bindings = this.bindings.of(account.operator, this.timeline.monotonic())
    const isHere = bindings.some(({ source }) => isSame(source, caller.source))
    if (isHere) this.called.add(account.operator)
    return isHere
  }

  /**
   * @param way the server it came over; null: whichever there is.
   * @returns what to answer; null: nothing at all.
   */
  answer(message: RegisterMessage, way: string | null = null): Answer | null {
    const request = readRegister(message)
    if (request === 'silence') return null
    if (request === 'malformed') return MALFORMED
    const { authorization, source } = request
    const proof = authorization === null ? null : readProof(authorization)
    if (authorization !== null && proof === null) return MALFORMED
    const wait = this.waitOf(request, proof)
    // Silence would be harder to tell from a network that is down, and the server would keep the
    // request for as long as nobody answers it.
    if (wait > 0) return { status: 503, headers: { 'Retry-After': `${Math.ceil(wait / 1000)}` } }
    const { realm, algorithm } = this.settings
    if (proof === null || proof.realm !== realm || proof.algorithm !== algorithm) {
      if (proof !== null) this.noteRefusal(this.accountOf(proof.username))
      return this.challenge(source.address, false)
    }
    if (proof.uri !== request.uri) return MALFORMED
    return this.judge(request, proof, way)
  }

  private isThere(binding: Binding, ways: ReadonlySet<string> | null): boolean {
    return isOver(binding, ways) && this.reach.isReachable(binding)
  }

  private mayCall(phone: Phone): boolean {
    return this.settings.inReach?.(phone) ?? true
  }

  /**
   * Someone who is registered from that very place is heard, whatever their neighbours do, as long
   * as it is themselves they speak for.
   */
  private waitOf({ source, user }: RegisterRequest, proof: DigestProof | null): Duration {
    const now = this.timeline.monotonic()
    const wait = this.slowdown.waitOf(source.address, now)
    if (wait === 0 || (proof !== null && proof.username !== user)) return wait
    const account = this.settings.accountOf(user)
    const bindings = account === null ? [] : this.bindings.of(account.operator, now)
    const isHere = bindings.some(
      ({ source: known }) => known.address === source.address && known.port === source.port,
    )
    return isHere ? 0 : wait
  }

  private judge(request: RegisterRequest, proof: DigestProof, way: string | null): Answer {
    const now = this.timeline.monotonic()
    const { address } = request.source
    const count = Number.parseInt(proof.nonceCount, 16)
    // Before the password is looked at: who sends packets under another's address never saw a
    // nonce for it, and cannot have that address slowed.
    if (!this.nonces.isGood(proof.nonce, count, address, now)) return this.challenge(address, true)
    const account = this.accountOf(proof.username)
    // Who does not exist is reckoned as well, so that they cannot be told by the time it takes.
    const right = proves(proof, account?.secret ?? this.noSecret(proof.username), 'REGISTER')
    if (account === null || !right) {
      this.slowdown.failed(address, now)
      this.noteRefusal(account)
      return this.challenge(address, false)
    }
    this.nonces.use(proof.nonce, count)
    this.refused.delete(account.operator)
    if (request.user !== proof.username) return { status: 403, headers: {} }
    return this.bind(account.operator, request, way)
  }

  /** Of accounts alone: whatever strangers say, this does not grow. */
  private noteRefusal(account: PhoneAccount | null): void {
    if (account === null) return
    const { operator } = account
    this.refused.set(operator, (this.refused.get(operator) ?? 0) + 1)
  }

  private bind(operator: OperatorId, request: RegisterRequest, way: string | null): Answer {
    const now = this.timeline.monotonic()
    const { shortest } = this.settings
    const reply = this.bindings.update(operator, request, now, way)
    if (reply === 'outOfOrder') return MALFORMED
    if (reply === 'tooBrief')
      return { status: 423, headers: { 'Min-Expires': `${Math.ceil(shortest / 1000)}` } }
    const left = this.bindings
      .of(operator, now)
      .filter(binding => binding.way === way)
      .map(({ uri, expiresAt }) => ({ uri, expires: Math.ceil((expiresAt - now) / 1000) }))
    if (left.length === 0) return { status: 200, headers: {} }
    const Contact = left.map(({ uri, expires }) => `<${uri}>;expires=${expires}`).join(', ')
    const Expires = `${Math.max(...left.map(({ expires }) => expires))}`
    return { status: 200, headers: { Contact, Expires } }
  }

  private challenge(address: string, stale: boolean): Answer {
    const { realm, algorithm } = this.settings
    const nonce = this.nonces.issue(address, this.timeline.monotonic())
    const challenge = challengeFor(realm, nonce, algorithm, stale)
    return { status: 401, headers: { 'WWW-Authenticate': challenge } }
  }

  /** An empty password is none. */
  private accountOf(user: string): PhoneAccount | null {
    const account = this.settings.accountOf(user)
    if (account === null) return null
    const { secret } = account
    return ('ha1' in secret ? secret.ha1 : secret.password) === '' ? null : account
  }

  private noSecret(user: string): PhoneSecret {
    const { nonceKey } = this.settings
    return { password: createHmac('sha256', nonceKey).update(user).digest('hex') }
  }
}

/** Whether a phone registered at one of these servers, or it does not matter where. */
const isOver = ({ way }: Binding, ways: ReadonlySet<string> | null): boolean =>
  way === null || ways === null || ways.has(way)

const isSame = (a: Source, b: Source): boolean =>
  a.address === b.address && a.port === b.port && a.transport === b.transport

const MALFORMED: Answer = { status: 400, headers: {} }
