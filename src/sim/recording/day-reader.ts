import { never } from '../../base/assert.ts'
import { type Duration, minutes } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
import type { CampaignId } from '../../base/id.ts'
import type { ControlInput, Entry, Input, StoreInput } from '../../dialing/inbox.ts'
import type { CallEvent, LegEvent } from '../../telephony/call-event.ts'
import { figuresOf } from './as-recorded.ts'
import { CallLog } from './call-log.ts'
import { OperatorLog } from './operator-log.ts'
import type { Reader } from './read-recording.ts'
import type { RecordedDay } from './recorded-day.ts'
import type { PlacedLine, RecordedCampaign, RecordingHeader } from './recording.ts'

type Mutable<T> = T extends readonly (infer U)[] ? U[] : never

/**
 * With an operator free and nobody called for so long, nobody could be called: it was outside the
 * calling hours, or somebody had stopped it.
 */
const CLOSED = minutes(15)

/** What is known once the first line is read. */
interface Begun {
  readonly header: RecordingHeader
  readonly campaign: RecordedCampaign
  readonly calls: CallLog
  readonly operators: OperatorLog
}

/** Gathers the day of one campaign from the lines of a recording. */
export class DayReader implements Reader {
  private readonly wanted: CampaignId | null
  private begun: Begun | null = null
  private origin: { readonly at: number; readonly wall: number } | null = null
  private now: Duration = 0
  private leased = 0
  private promised = 0
  private calledAt: Duration = 0
  private readonly lines = new Map<string, number>()
  private readonly capacity: Mutable<RecordedDay['trunk']['lines']> = []
  private readonly controls: Mutable<RecordedDay['controls']> = []
  private readonly shortages: Mutable<RecordedDay['shortages']> = []

  /** @param campaign which of them, or null where there is only one. */
  constructor(campaign: CampaignId | null) {
    this.wanted = campaign
  }

  /** @throws CarillonError USAGE if it is not clear which campaign is meant. */
  header(header: RecordingHeader): void {
    const campaign = choose(header, this.wanted)
    const { ring, connectWithin, id } = campaign
    const calls = new CallLog({ ringLimit: ring.limit, connectWithin })
    this.begun = { header, campaign, calls, operators: new OperatorLog(id) }
    for (const trunk of header.trunks)
      if (campaign.trunks.includes(trunk.id)) this.lines.set(trunk.id, trunk.lines)
    this.capacityChanged()
  }

  placed({ at, wall, placed }: PlacedLine): void {
    this.moment(at, wall)
    const { campaign, calls } = this.parts
    if (placed.campaign !== campaign.id) return
    const closedFrom = this.closedSince()
    if (closedFrom !== null)
      this.controls.push({ at: closedFrom, kind: 'stop' }, { at: this.now, kind: 'start' })
    this.calledAt = this.now
    calls.placed(placed.attempt, this.now)
  }

  entry({ at, wall, input }: Entry): void {
    this.moment(at, wall)
    this.take(input)
  }

  /**
   * The day, when every line was read. @throws CarillonError RECORDING_INVALID without any call.
   */
  day(): RecordedDay {
    const { header, campaign, calls, operators } = this.parts
    const closedFrom = this.closedSince()
    if (closedFrom !== null) this.controls.push({ at: closedFrom, kind: 'stop' })
    this.controls.sort((a, b) => a.at - b.at)
    calls.close(this.now)
    operators.close(this.now)
    if (calls.calls.length === 0) throw nobodyCalled(campaign.id)
    const { talks, wrapUps, steps: shifts } = operators
    const limits = {
      abandonment: header.budgets.find(({ id }) => id === campaign.budget)?.limit ?? 0,
      noAnswer: campaign.ring.limit,
      ringMinimum: campaign.ring.minimum,
      connectWithin: campaign.connectWithin,
    }
    const { trunks } = header
    const served = trunks.filter(({ id }) => campaign.trunks.includes(id))
    return {
      campaign: campaign.id,
      policy: campaign.policy,
      start: this.origin!.wall,
      length: this.now,
      limits,
      trunk: {
        callsPerSecond: served.reduce((sum, trunk) => sum + trunk.callsPerSecond, 0),
        lines: this.capacity,
      },
      detectsMachines: calls.detectsMachines,
      calls: calls.calls,
      talks: {
        person: talks.filter(({ call }) => call.fate !== 'machine'),
        machine: talks.filter(({ call }) => call.fate === 'machine'),
      },
      wrapUps,
      shifts,
      controls: this.controls,
      shortages: this.shortages,
      promised: this.promised,
      figures: figuresOf(calls, operators.spent, limits),
    }
  }

  private get parts(): Begun {
    if (this.begun === null) throw new Error('the first line of a recording is read first')
    return this.begun
  }

  /** Since when nobody could be called, although somebody was free; null: it was not so. */
  private closedSince(): Duration | null {
    const { idleSince } = this.parts.operators
    const from = Math.max(this.calledAt, idleSince ?? this.now)
    // Where the store was asked in vain, there was nobody left, and that is known already.
    const asked = (this.shortages.at(-1)?.at ?? -1) >= from
    return this.now - from >= CLOSED && !asked ? from : null
  }

  private moment(at: number, wall: number): void {
    this.origin ??= { at, wall }
    this.now = at - this.origin.at
  }

  private take(input: Input): void {
    const { operators } = this.parts
    switch (input.from) {
      case 'telephony':
        return this.told(input.event)
      case 'desk':
        return operators.acted(input.action, this.now)
      case 'store':
        return this.replied(input.reply)
      case 'control':
        return this.commanded(input.command)
      case 'wrapUp':
        return operators.wrapUpLimit(input.operator, input.attempt, this.now)
      case 'trunk': {
        const { trunk, lines } = input.capacity
        if (!this.lines.has(trunk)) return
        this.lines.set(trunk, lines)
        return this.capacityChanged()
      }
      // People who call back are no part of a day that is replayed.
      case 'incoming':
      case 'timer':
      case 'preview':
      case 'clock':
        return
      default:
        return never(input)
    }
  }

  private told(event: CallEvent | LegEvent): void {
    const { calls, operators } = this.parts
    if (event.kind === 'operatorUp' || event.kind === 'operatorDown')
      return operators.phone(event, this.now)
    // Who listens in changes nothing of the day.
    if (!('attempt' in event)) return
    if (event.kind === 'ended' || event.kind === 'lost') operators.ended(event.attempt, this.now)
    calls.told(event, this.now)
    if (event.kind !== 'connected') return
    operators.connected(event.operator, event.attempt, calls.find(event.attempt), this.now)
  }

  private replied(reply: StoreInput): void {
    const { campaign, calls, operators } = this.parts
    if (reply.kind === 'cardStored') {
      const { attempt, disposition } = reply
      operators.cardDone(attempt, this.now)
      calls.card(attempt, campaign.machineDispositions.includes(disposition))
    }
    if (reply.kind !== 'leased' || reply.campaign !== campaign.id) return
    this.leased += reply.contacts.length
    if (reply.which === 'demanded') this.promised += reply.contacts.length
    // Contacts for their own operator are always fewer than are asked for.
    if (reply.which === 'general' && reply.contacts.length < reply.asked)
      this.shortages.push({ at: this.now, contacts: this.leased })
  }

  private commanded(command: ControlInput): void {
    const { campaign, operators } = this.parts
    const { now: at } = this
    if (command.kind === 'breakFor') operators.rests(command.operator, at)
    if (command.kind === 'handCard') operators.cardDone(command.attempt, at)
    if (command.kind === 'windDown') this.controls.push({ at, kind: 'stop' })
    if (command.kind === 'stopNow') this.controls.push({ at, kind: 'stopNow' })
    if (command.kind !== 'start' && command.kind !== 'stop') return
    if (command.campaign === campaign.id) this.controls.push({ at, kind: command.kind })
  }

  private capacityChanged(): void {
    const lines = [...this.lines.values()].reduce((sum, one) => sum + one, 0)
    if (this.capacity.at(-1)?.lines !== lines) this.capacity.push({ at: this.now, lines })
  }
}

function choose({ campaigns }: RecordingHeader, wanted: CampaignId | null): RecordedCampaign {
  const names = campaigns.map(({ id }) => id).join(', ')
  const [first] = campaigns
  if (wanted === null && campaigns.length === 1) return first!
  const found = campaigns.find(({ id }) => id === wanted)
  if (found !== undefined) return found
  const why =
    wanted === null
      ? 'The recording holds several campaigns; say which with --campaign'
      : `The recording holds no campaign ${wanted}; take one of these with --campaign`
  throw new CarillonError('USAGE', `${why}: ${names}.`)
}

const nobodyCalled = (campaign: CampaignId): CarillonError =>
  new CarillonError(
    'RECORDING_INVALID',
    `In this recording nobody was called for ${campaign}: there is nothing to replay. Record a day with operators at work.`,
  )
