import { merge, Subject } from 'rxjs'
import { type Duration, seconds } from '../../base/duration.ts'
import type { CampaignId, OperatorId } from '../../base/id.ts'
import type { Timeline } from '../../base/timeline.ts'
import type { Desk, DeskAction, DeskNotice } from '../../desk/port.ts'
import type { Floor } from '../floor/floor.ts'
import type { ShiftStep } from '../recording/recorded-day.ts'

/** How soon an operator who is to be at work, and is not, presses the button again. */
const ANOTHER_TRY = seconds(1)

/**
 * Operators of a floor who come, go and take breaks when the recording says so. What comes in the
 * middle of a call or a card waits for its end, as the engine has it; should they be kept from work
 * by that, they go back to it.
 */
export class RecordedShifts implements Desk {
  private readonly floor: Floor
  private readonly timeline: Timeline
  private readonly campaigns: readonly CampaignId[]
  private readonly own = new Subject<DeskAction>()
  private readonly wanted = new Map<OperatorId, 'work' | 'break' | 'away'>()
  readonly actions$: Desk['actions$']

  constructor(floor: Floor, timeline: Timeline, campaigns: readonly CampaignId[]) {
    this.floor = floor
    this.timeline = timeline
    this.campaigns = campaigns
    this.actions$ = merge(floor.actions$, this.own)
  }

  show(operator: OperatorId, notice: DeskNotice): void {
    this.floor.show(operator, notice)
    if (notice.kind !== 'state') return
    const { state } = notice
    if (state === 'signedOut' || state === 'break')
      this.timeline.after(ANOTHER_TRY, () => this.backToWork(operator, state))
  }

  /** Call it as the day starts. */
  follow(steps: readonly ShiftStep[]): void {
    for (const step of steps) this.timeline.after(step.at, () => this.take(step))
  }

  private take({ operator, act }: ShiftStep): void {
    const known = this.wanted.has(operator)
    this.wanted.set(operator, wantedAfter(act.kind) ?? this.wanted.get(operator) ?? 'work')
    if (act.kind === 'leaveAt') this.own.next({ operator, kind: act.kind, at: act.at })
    else if (act.kind === 'break') this.own.next({ operator, kind: act.kind, reason: 'recorded' })
    else if (act.kind !== 'signIn') this.own.next({ operator, kind: act.kind })
    else if (known) this.own.next({ operator, kind: act.kind, campaigns: this.campaigns })
    else this.floor.arrive(operator, this.campaigns)
  }

  private backToWork(operator: OperatorId, from: 'signedOut' | 'break'): void {
    if (this.wanted.get(operator) !== 'work') return
    if (from === 'break') this.own.next({ operator, kind: 'ready' })
    else this.own.next({ operator, kind: 'signIn', campaigns: this.campaigns })
  }
}

/** Where a step leaves an operator; null: where they are. */
function wantedAfter(kind: ShiftStep['act']['kind']): 'work' | 'break' | 'away' | null {
  if (kind === 'signIn' || kind === 'ready') return 'work'
  if (kind === 'break') return 'break'
  return kind === 'leaveAt' ? null : 'away'
}

/** Everybody who came to work on a day. */
export const staffOf = (steps: readonly ShiftStep[]): readonly OperatorId[] => [
  ...new Set(steps.filter(({ act }) => act.kind === 'signIn').map(({ operator }) => operator)),
]

/** @returns how many contacts were there to call, by a moment: Infinity while there were enough. */
export function supplyOf(
  shortages: readonly { readonly at: Duration; readonly contacts: number }[],
): (at: Duration) => number {
  let next = 0
  return at => {
    while (next < shortages.length && shortages[next]!.at < at) next++
    return shortages[next]?.contacts ?? Infinity
  }
}
