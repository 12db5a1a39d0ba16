import { type DeskLine, sitDown } from '../../src/app/desks/desk-client.ts'
import type { DeskMessage } from '../../src/app/desks/protocol.ts'
import { type Duration, millis } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'

/** How often somebody looks whether they can sit down. */
const LOOK_EVERY: Duration = millis(30)

/** How a clerk works. */
export interface ClerkHabits {
  /** After so long in a talk they hang up, unless the person has; null: never. */
  readonly talk: Duration | null
  /** Whether they close their cards; true by default. */
  readonly closes?: boolean
}

/** An operator at a desk in the running engine: takes every call and closes every card. */
export class Clerk {
  /** All that their desk was told, in order. */
  readonly told: DeskMessage[] = []
  /** The attempts they were connected to, in order. */
  readonly talks: string[] = []
  private readonly habits: ClerkHabits
  private line: DeskLine | null = null
  private readonly looks = new Set<() => void>()

  private constructor(habits: ClerkHabits) {
    this.habits = habits
  }

  /** Sits down as soon as there is an engine, and signs in to everything. */
  static async come(dbFile: string, id: string, habits: ClerkHabits): Promise<Clerk> {
    const clerk = new Clerk(habits)
    const gone = () => void clerk.told.push({ over: true })
    while (clerk.line === null) {
      const line = sitDown(dbFile, id, message => clerk.hear(message), gone)
      clerk.line = await line.catch(() => null)
      if (clerk.line === null)
        await new Promise<void>(resolve => hostTimeline.after(LOOK_EVERY, resolve))
    }
    clerk.line.act({ kind: 'signIn', campaigns: ['calls'] })
    return clerk
  }

  get desk(): DeskLine {
    return this.line!
  }

  /** Resolves as soon as the desk was told such a thing, so many times. */
  async sees(what: (message: DeskMessage) => boolean, times = 1): Promise<void> {
    const isSeen = () => this.told.filter(what).length >= times
    if (isSeen()) return
    await new Promise<void>(resolve => {
      const look = (): void => {
        if (!isSeen()) return
        this.looks.delete(look)
        resolve()
      }
      this.looks.add(look)
    })
  }

  private hear(message: DeskMessage): void {
    this.told.push(message)
    for (const look of this.looks) look()
    if (!('notice' in message)) return
    const { notice } = message
    if (notice.kind === 'card' && notice.phase === 'talking') {
      const { attempt } = notice
      this.talks.push(attempt)
      const { talk } = this.habits
      if (talk !== null) hostTimeline.after(talk, () => this.desk.act({ kind: 'hangUp', attempt }))
    }
    if (this.habits.closes === false) return
    if (notice.kind === 'callEnded' || (notice.kind === 'card' && notice.phase === 'wrapUp')) {
      const { attempt } = notice
      const answers = { name: 'Somebody', count: 2 }
      this.desk.act({ kind: 'closeCard', attempt, answers, disposition: 'done' })
    }
  }
}

/** Whether a desk was told that a person is on the line. */
export const isTalking = (message: DeskMessage): boolean =>
  'notice' in message && message.notice.kind === 'card' && message.notice.phase === 'talking'

/** Whether a desk was told that its operator is free. */
export const isFree = (message: DeskMessage): boolean =>
  'notice' in message && message.notice.kind === 'state' && message.notice.state === 'free'

/** Whether a desk was told that a card is closed. */
export const isClosed = (message: DeskMessage): boolean =>
  'notice' in message && message.notice.kind === 'cardClosed'

/** Whether a desk was told that there is no network. */
export const isDown = (message: DeskMessage): boolean =>
  'network' in message && message.network.trouble !== null
