import { Subject } from 'rxjs'
import { type Duration, seconds } from '../../base/duration.ts'
import type { CampaignId, OperatorId } from '../../base/id.ts'
import type { Cancel, Timeline } from '../../base/timeline.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { Site } from '../../campaign/site.ts'
import type { Desk, DeskAction, DeskNotice } from '../../desk/port.ts'
import type { Snapshot } from '../../dialing/view/snapshot.ts'
import type { DeskMessage, DeskOwner, PhoneAt, SeatRefusal } from './protocol.ts'
import { readAct } from './read-act.ts'

/** How often whoever is reserved for a campaign is told how many lines ring for them. */
const COUNT_EVERY: Duration = seconds(1)

/** What a room of desks is put up with. */
export interface DeskRoomParts {
  readonly timeline: Pick<Timeline, 'after'>
  readonly site: Site
  readonly campaigns: readonly Campaign[]
  /** Why there is no telephone network at first; null: there is one. */
  readonly trouble: string | null
  /** Whether there is a phone of an operator's to call; left out, everybody has one. */
  readonly hasPhone?: (operator: OperatorId) => boolean
  /** Where a phone that is not to be called is registered all the same; null: nowhere. */
  readonly phoneAt?: (operator: OperatorId) => PhoneAt | null
  /** What is going on in the engine. */
  readonly snapshot: () => Snapshot
}

/** A desk that somebody sits at. */
export interface Seat {
  /** Takes a line that was sent from there. */
  take(line: string): void
  /** Whoever sat there is gone, whether they said so or not. */
  leave(): void
}

/**
 * The screens of operators who sit somewhere else, one desk each. An operator who gets up without
 * signing out is gone to the engine at once: their call goes to somebody else.
 */
export class DeskRoom implements Desk {
  private readonly parts: DeskRoomParts
  private readonly taken = new Map<OperatorId, Sitting>()
  private readonly actions = new Subject<DeskAction>()
  readonly actions$ = this.actions.asObservable()
  /** Operators without a phone to call, as the engine was told. */
  private readonly phoneless = new Set<OperatorId>()
  private trouble: string | null
  private stopCounting: Cancel | null = null

  constructor(parts: DeskRoomParts) {
    this.parts = parts
    this.trouble = parts.trouble
  }

  /** How many desks there can be. */
  get size(): number {
    return this.parts.site.operators.length
  }

  show(operator: OperatorId, notice: DeskNotice): void {
    const sitting = this.taken.get(operator)
    if (sitting === undefined) return
    const phoneAt = saysAway(notice) ? (this.parts.phoneAt?.(operator) ?? null) : null
    sitting.tell(phoneAt === null ? { notice } : { notice, phoneAt })
    // Of one call of their own there is nothing to count.
    if (notice.kind === 'reserved')
      sitting.reservedFor = notice.attempt === null ? notice.campaign : null
    else if (notice.kind === 'state' || notice.kind === 'released') sitting.reservedFor = null
    this.count()
  }

  /**
   * Somebody sits down. The first thing they are told is who they are, or why they cannot.
   *
   * @returns their seat, or null.
   */
  sit(operator: OperatorId, tell: (message: DeskMessage) => void): Seat | null {
    const owner = this.ownerOf(operator)
    if ('problem' in owner) {
      tell(owner)
      return null
    }
    const sitting: Sitting = { tell, reservedFor: null, counted: null, signIn: null }
    this.taken.set(operator, sitting)
    tell({ desk: owner })
    if (this.trouble !== null) tell({ network: { trouble: this.trouble } })
    const serves = owner.campaigns.map(({ id }) => id)
    return {
      take: line => {
        const act = readAct(line, serves)
        if (typeof act === 'string') return tell({ refused: act })
        this.act(sitting, { operator, ...act } as DeskAction)
      },
      leave: () => {
        if (this.taken.get(operator) !== sitting) return
        this.taken.delete(operator)
        this.actions.next({ operator, kind: 'gone' })
      },
    }
  }

  /**
   * Tells everybody whether there is a telephone network. That it is missing is told once, whatever
   * becomes known of the reason: it is for those who mend it.
   */
  setTrouble(trouble: string | null): void {
    if (trouble === this.trouble) return
    const isNews = trouble === null || this.trouble === null
    this.trouble = trouble
    if (!isNews) return
    for (const sitting of this.taken.values()) {
      sitting.tell({ network: { trouble } })
      const { signIn } = sitting
      if (trouble === null && signIn !== null) this.act(sitting, signIn)
    }
  }

  /** The engine ends. */
  close(): void {
    this.stopCounting?.()
    for (const { tell } of this.taken.values()) tell({ over: true })
    this.taken.clear()
  }

  /** Without a network no phone can ring: who signs in does so when there is one. */
  private act(sitting: Sitting, action: DeskAction): void {
    const waits = action.kind === 'signIn' && this.trouble !== null
    sitting.signIn = waits ? action : null
    if (waits) return sitting.tell({ network: { trouble: this.trouble } })
    const { operator } = action
    if (action.kind === 'signIn' || action.kind === 'ready') this.lookAtPhone(operator, true)
    this.actions.next(action)
  }

  /** Looks whether phones have come or gone, and tells the engine of those. */
  lookAtPhones(): void {
    for (const { id } of this.parts.site.operators) this.lookAtPhone(id, false)
  }

  /** @param comes whether they come to work: then they are told that there is none once more. */
  private lookAtPhone(operator: OperatorId, comes: boolean): void {
    const isThere = this.parts.hasPhone?.(operator) ?? true
    const isNews = isThere === this.phoneless.has(operator)
    if (isThere) this.phoneless.delete(operator)
    else this.phoneless.add(operator)
    if (isNews || (comes && !isThere)) this.actions.next({ operator, kind: 'phoneKnown', isThere })
  }

  private ownerOf(operator: OperatorId): DeskOwner | Refused {
    const { site, campaigns, snapshot } = this.parts
    const entry = site.operators.find(({ id }) => id === operator)
    if (entry === undefined) {
      const known = site.operators.map(({ id }) => id)
      const problem = `There is no operator ${JSON.stringify(operator)} here. There are: ${known.join(', ')}.`
      return { problem, why: { kind: 'unknown', operator, known } }
    }
    const { name } = entry
    if (this.taken.has(operator)) {
      const problem = `${name} sits at another desk. Leave that one first.`
      return { problem, why: { kind: 'taken', name } }
    }
    const state = snapshot().operators.find(({ id }) => id === operator)?.state ?? 'signedOut'
    const served = campaigns.filter(({ id }) => entry.campaigns.includes(id))
    const titles = served.map(({ id, title }) => ({ id, title }))
    return { operator, name, campaigns: titles, state }
  }

  /** Counts now, and once a second while anybody is reserved for a campaign. */
  private count(): void {
    if (this.stopCounting !== null || !this.someoneReserved()) return
    this.tellCounts()
    this.stopCounting = this.parts.timeline.after(COUNT_EVERY, () => {
      this.stopCounting = null
      this.count()
    })
  }

  private someoneReserved(): boolean {
    return [...this.taken.values()].some(({ reservedFor }) => reservedFor !== null)
  }

  private tellCounts(): void {
    const { campaigns } = this.parts.snapshot()
    for (const sitting of this.taken.values()) {
      const { reservedFor: campaign, counted, tell } = sitting
      const lines = campaigns.find(({ id }) => id === campaign)?.lines.placed ?? 0
      if (campaign === null || (counted?.campaign === campaign && counted.lines === lines)) continue
      sitting.counted = { campaign, lines }
      tell({ ringing: sitting.counted })
    }
  }
}

/** Whether the engine says that there is no phone of theirs to call, or does something for it. */
function saysAway(notice: DeskNotice): boolean {
  if (notice.kind === 'phone') return notice.phone === 'unregistered'
  return notice.kind === 'state' && notice.why === 'your phone is not registered'
}

interface Refused {
  readonly problem: string
  readonly why: SeatRefusal
}

interface Sitting {
  readonly tell: (message: DeskMessage) => void
  reservedFor: CampaignId | null
  /** What they were told last. */
  counted: { readonly campaign: CampaignId; readonly lines: number } | null
  /** Signing in that waits for the network. */
  signIn: DeskAction | null
}
