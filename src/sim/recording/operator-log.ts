import type { Duration } from '../../base/duration.ts'
import type { AttemptId, CampaignId, OperatorId } from '../../base/id.ts'
import type { DeskInput } from '../../dialing/inbox.ts'
import type { LegEvent } from '../../telephony/call-event.ts'
import type { SupervisionEvent } from '../../telephony/supervision.ts'
import type { RecordedCall, Seen, ShiftAct, ShiftStep } from './recorded-day.ts'

/** As the figures of the campaign's day see it; `elsewhere` is on a call or card of another one. */
type Doing = 'away' | 'idle' | 'talk' | 'wrap' | 'break' | 'elsewhere'

interface Log {
  readonly id: OperatorId
  doing: Doing
  since: Duration
  /** What is to come when the phone is up. */
  coming: 'signIn' | 'ready' | null
  /** What was asked for during a call or a card. */
  asked: 'break' | 'away' | null
  /** The call they talk on, or whose card is open. */
  attempt: AttemptId | null
  /** That call; null while it is another campaign's. */
  call: RecordedCall | null
}

/** A talk, of which it is known only later with whom. */
interface Talk extends Seen {
  readonly call: RecordedCall
}

/**
 * Follows the operators of one campaign through a recording. Moments are ms since its first line.
 */
export class OperatorLog {
  readonly spent: Record<Doing, Duration>
  readonly talks: Talk[] = []
  readonly wrapUps: Seen[] = []
  readonly steps: ShiftStep[] = []
  /** Since when somebody has been free all the time; null while nobody is. */
  idleSince: Duration | null = null
  private idle = 0
  private readonly campaign: CampaignId
  private readonly logs = new Map<OperatorId, Log>()
  /** Who has which call, or card. */
  private readonly having = new Map<AttemptId, Log>()

  constructor(campaign: CampaignId) {
    this.campaign = campaign
    this.spent = { away: 0, idle: 0, talk: 0, wrap: 0, break: 0, elsewhere: 0 }
  }

  /** What an operator did at the desk. */
  acted(action: DeskInput, at: Duration): void {
    const { operator, kind } = action
    if (kind === 'signIn' && action.campaigns.includes(this.campaign)) this.comes(operator)
    const log = this.logs.get(operator)
    if (log === undefined) return
    if (kind === 'hangUp' && log.attempt === action.attempt) this.callEnded(log, at)
    if (kind === 'break') this.rests(operator, at)
    if (kind === 'ready') this.isReady(log, at)
    if (kind === 'signOut' || kind === 'gone') this.goes(log, kind, at)
    if (kind === 'leaveAt') this.step(log, { kind, at: action.at }, at)
  }

  /** A break begins, or is asked for, whoever wants it. */
  rests(operator: OperatorId, at: Duration): void {
    const log = this.logs.get(operator)
    if (log === undefined || log.doing === 'away' || log.doing === 'break') return
    this.step(log, { kind: 'break' }, at)
    if (log.doing === 'idle') this.becomes(log, 'break', at)
    else log.asked = 'break'
  }

  /** A card was open for too long: its operator is taken to be away. */
  wrapUpLimit(operator: OperatorId, attempt: AttemptId, at: Duration): void {
    const log = this.logs.get(operator)
    if (log?.doing !== 'wrap' || log.attempt !== attempt) return
    this.step(log, { kind: 'break' }, at)
    this.becomes(log, 'break', at)
  }

  /** What an operator's phone did. */
  phone(event: Exclude<LegEvent, SupervisionEvent>, at: Duration): void {
    const log = this.logs.get(event.operator)
    if (log === undefined) return
    const { coming } = log
    log.coming = null
    if (event.kind === 'operatorUp') {
      if (coming === null) return
      this.step(log, { kind: coming }, at)
      this.becomes(log, log.attempt === null ? 'idle' : 'wrap', at)
    } else if (event.why !== 'asked' && (log.doing === 'idle' || log.doing === 'talk')) {
      this.step(log, { kind: 'break' }, at)
      this.becomes(log, 'break', at)
      this.letGo(log)
    }
  }

  /** An operator and a person hear each other; `call` is undefined for another campaign's. */
  connected(
    operator: OperatorId,
    attempt: AttemptId,
    call: RecordedCall | undefined,
    at: Duration,
  ): void {
    const log = this.logs.get(operator)
    if (log === undefined || log.doing === 'away') return
    // A break asked for while a line rang for them begins after its card.
    if (log.doing === 'break') log.asked = 'break'
    log.attempt = attempt
    log.call = call ?? null
    this.having.set(attempt, log)
    if (call === undefined) this.step(log, { kind: 'break' }, at)
    this.becomes(log, call === undefined ? 'elsewhere' : 'talk', at)
  }

  /** The network says that a call is over. */
  ended(attempt: AttemptId, at: Duration): void {
    const log = this.having.get(attempt)
    if (log !== undefined) this.callEnded(log, at)
  }

  /** A card is closed, or was given to somebody else. */
  cardDone(attempt: AttemptId, at: Duration): void {
    const log = this.having.get(attempt)
    if (log === undefined) return
    this.letGo(log)
    if (log.doing !== 'wrap' && log.doing !== 'elsewhere') return
    const next = log.asked ?? 'idle'
    if (log.doing === 'elsewhere' && next === 'idle') this.step(log, { kind: 'ready' }, at)
    this.becomes(log, next, at, true)
    log.asked = null
  }

  /** The recording is over: what still goes on was not seen to its end. */
  close(at: Duration): void {
    for (const log of this.logs.values()) this.becomes(log, 'away', at)
    this.wrapUps.sort((a, b) => a.at - b.at)
    this.talks.sort((a, b) => a.at - b.at)
  }

  private comes(id: OperatorId): void {
    const known = this.logs.get(id)
    if (known === undefined) this.logs.set(id, { id, ...ABSENT })
    else if (known.doing === 'away') known.coming = 'signIn'
  }

  private isReady(log: Log, at: Duration): void {
    log.asked = null
    if (log.doing === 'away') return
    this.step(log, { kind: 'ready' }, at)
    if (log.doing === 'break') this.becomes(log, log.attempt === null ? 'idle' : 'wrap', at)
  }

  private goes(log: Log, kind: 'signOut' | 'gone', at: Duration): void {
    log.coming = null
    if (log.doing === 'away') return
    this.step(log, { kind }, at)
    if (kind === 'signOut' && log.doing !== 'idle' && log.doing !== 'break') {
      log.asked = 'away'
      return
    }
    const keepsCard = log.doing === 'wrap'
    this.becomes(log, 'away', at)
    if (!keepsCard) this.letGo(log)
  }

  private callEnded(log: Log, at: Duration): void {
    if (log.doing === 'talk') this.becomes(log, 'wrap', at, true)
  }

  private letGo(log: Log): void {
    if (log.attempt !== null) this.having.delete(log.attempt)
    log.attempt = log.call = null
  }

  /** @param whole whether what they did until now came to its own end. */
  private becomes(log: Log, doing: Doing, at: Duration, whole = false): void {
    const seen = { at: log.since, length: at - log.since, whole }
    this.spent[log.doing] += seen.length
    if (log.doing === 'talk' && log.call !== null) this.talks.push({ ...seen, call: log.call })
    if (log.doing === 'wrap') this.wrapUps.push(seen)
    this.idle += Number(doing === 'idle') - Number(log.doing === 'idle')
    this.idleSince = this.idle === 0 ? null : (this.idleSince ?? at)
    log.doing = doing
    log.since = at
  }

  private step({ id }: Log, act: ShiftAct, at: Duration): void {
    this.steps.push({ at, operator: id, act })
  }
}

const ABSENT: Omit<Log, 'id'> = {
  doing: 'away',
  since: 0,
  coming: 'signIn',
  asked: null,
  attempt: null,
  call: null,
}
