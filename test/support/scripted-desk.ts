import { Subject } from 'rxjs'
import type { Clock } from '../../src/base/clock.ts'
import type { OperatorId } from '../../src/base/id.ts'
import type { Desk, DeskAction, DeskNotice } from '../../src/desk/port.ts'

/** A notice of one kind. */
export type NoticeOf<Kind extends DeskNotice['kind']> = Extract<DeskNotice, { kind: Kind }>

/** Screens without people: a test does what operators would do, and reads what they were told. */
export class ScriptedDesk implements Desk {
  private readonly actions = new Subject<DeskAction>()
  readonly actions$ = this.actions.asObservable()
  private readonly told: { at: number; operator: OperatorId; notice: DeskNotice }[] = []
  private readonly clock: Clock
  /** What a screen does the moment it is told something. */
  react: (operator: OperatorId, notice: DeskNotice) => void = () => {}

  constructor(clock: Clock) {
    this.clock = clock
  }

  show(operator: OperatorId, notice: DeskNotice): void {
    this.told.push({ at: this.clock.monotonic(), operator, notice })
    this.react(operator, notice)
  }

  /** An operator does something. */
  act(action: DeskAction): void {
    this.actions.next(action)
  }

  /** Everything of one kind that an operator's screen was told, in order. */
  shown<Kind extends DeskNotice['kind']>(operator: OperatorId, kind: Kind): NoticeOf<Kind>[] {
    return this.told
      .filter(one => one.operator === operator && one.notice.kind === kind)
      .map(one => one.notice as NoticeOf<Kind>)
  }

  /** What an operator's screen was told as `seconds kind`, with what tells notices apart. */
  story(operator: OperatorId): readonly string[] {
    return this.told
      .filter(one => one.operator === operator)
      .map(({ at, notice }) => `${at / 1000} ${titleOf(notice)}`)
  }
}

function titleOf(notice: DeskNotice): string {
  if (notice.kind === 'state') return `state ${notice.state}`
  if (notice.kind === 'phone') return `phone ${notice.phone}`
  if (notice.kind === 'card') return `card ${notice.phase}`
  if (notice.kind === 'reserved')
    return notice.attempt === null ? `reserved for ${notice.campaign}` : 'reserved'
  return notice.kind
}
