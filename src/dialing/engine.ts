import { Subject, type Subscription } from 'rxjs'
import { cardsInHand } from './calls/card-flow.ts'
import { decide } from './choose/decide.ts'
import { askFunnel, giveBack } from './choose/supply.ts'
import type { Core } from './core.ts'
import type { EngineEvent } from './engine-event.ts'
import type { ControlInput } from './inbox.ts'
import { incomingDoor } from './incoming/incoming-door.ts'
import { type CardDoor, cardDoor } from './intake/card-door.ts'
import { deskDoor } from './intake/desk-door.ts'
import { handle } from './intake/handle.ts'
import { settleStopped } from './intake/on-control.ts'
import { checkInvariants } from './invariants.ts'
import { createCore } from './new-core.ts'
import type { EngineParts } from './parts.ts'
import { recover } from './recovery.ts'
import { type SupervisionDoor, supervisionDoor } from './supervision/supervision-door.ts'
import { type Snapshot, snapshot } from './view/snapshot.ts'
import { keepAllLearned } from './writing/keep-learned.ts'
import { noteEnd } from './writing/note-moment.ts'

/** The dialer's engine: it moves inputs to the rules and decisions to the network. */
export interface Engine {
  /** Takes up what an earlier engine left, and begins to dial the campaigns. */
  start(): Promise<void>
  control(command: ControlInput): void
  /** What a supervisor does with open cards. */
  readonly cards: CardDoor
  /** Where supervisors come to operators. */
  readonly supervision: SupervisionDoor
  /** What is going on, as data. */
  snapshot(): Snapshot
  /** Monotonic ms of the engine's timeline. */
  now(): number
  /** What has happened. Hot; never errors; completes at `close`. */
  readonly events$: Subject<EngineEvent>
  /**
   * A promise for the replies that are still to come, or null: virtual time must wait for it.
   * Rejects once the engine has broken one of its own rules: it does nothing more then.
   */
  settled(): Promise<void> | null
  /**
   * Whether nothing is alive: no call, no open card that somebody has in hand, nothing to write.
   */
  quiet(): boolean
  /**
   * Gives contacts back, writes everything down, and lets go of the ports. Rejects with the store's
   * reason if something could not be written; it is settled as lost at the next start.
   */
  close(): Promise<void>
}

/** Puts an engine together. It does nothing before `start`. */
export function createEngine(parts: EngineParts): Engine {
  const loop = new Loop(parts)
  return {
    start: () => loop.start(),
    control: command => loop.core.enqueue({ from: 'control', command }),
    cards: cardDoor(loop.core, parts.site.operators),
    supervision: supervisionDoor(loop.core),
    snapshot: () => snapshot(loop.core),
    now: () => loop.core.timeline.monotonic(),
    events$: loop.core.events,
    settled: () => loop.settled(),
    quiet: () => loop.quiet(),
    close: () => loop.close(),
  }
}

/** Owner of everything that must end with the engine: subscriptions, the tick, the drain. */
class Loop {
  readonly core: Core
  private readonly parts: EngineParts
  private readonly subscriptions: Subscription[] = []
  private running = false
  private draining = false
  private stopTick: () => void = () => {}
  private broken: { readonly error: unknown } | null = null

  constructor(parts: EngineParts) {
    this.parts = parts
    this.core = createCore(parts, new Subject<EngineEvent>(), () => this.drain())
  }

  async start(): Promise<void> {
    const { core } = this
    const { telephony, desk, timeline } = this.parts
    core.now = timeline.monotonic()
    core.wall = timeline.wall()
    await recover(core)
    this.subscriptions.push(
      telephony.events$.subscribe(event => core.enqueue({ from: 'telephony', event })),
      telephony.incoming$.subscribe(incomingDoor(core)),
      telephony.capacity$.subscribe(capacity => core.enqueue({ from: 'trunk', capacity })),
      desk.actions$.subscribe(deskDoor(core)),
    )
    this.running = true
    for (const run of core.campaigns.values()) askFunnel(core, run)
    this.tick()
    this.drain()
  }

  settled(): Promise<void> | null {
    return this.broken === null ? this.core.pending.settled() : Promise.reject(this.broken.error)
  }

  quiet(): boolean {
    const { core } = this
    const alive = core.attempts.size + core.outsides.size + core.inbox.size
    return alive + cardsInHand(core) === 0 && core.journal.empty
  }

  async close(): Promise<void> {
    const { core } = this
    this.stopTick()
    for (const subscription of this.subscriptions) subscription.unsubscribe()
    for (const run of core.attempts.values()) run.timer?.()
    for (const run of core.outsides.values()) run.timer?.()
    for (const run of core.operators.values()) run.wrapUpTimer?.()
    for (const run of core.campaigns.values()) {
      giveBack(core, [...run.buffer, ...run.demanded])
      run.buffer = []
      run.demanded = []
      run.pacer.close()
    }
    noteEnd(core)
    try {
      await core.journal.close()
      await keepAllLearned(core)
    } finally {
      this.running = false
      core.events.complete()
    }
  }

  /**
   * Looks around once a second even when nothing happens: hours open, contacts come due, buckets
   * fill.
   */
  private tick(): void {
    this.stopTick = this.parts.timeline.after(
      1000 - (this.core.timeline.monotonic() % 1000),
      () => {
        this.core.enqueue({ from: 'clock' })
        this.tick()
      },
    )
  }

  /** Works on everything in the inbox, in order, deciding after each input. Never re-entered. */
  private drain(): void {
    if (!this.running || this.draining) return
    this.draining = true
    const { core, parts } = this
    try {
      for (let entry = core.inbox.take(); entry !== undefined; entry = core.inbox.take()) {
        parts.record?.(entry)
        core.now = entry.at
        core.wall = entry.wall
        handle(core, entry.input)
        decide(core)
        for (const run of core.campaigns.values()) settleStopped(core, run)
        core.journal.inputDone()
        checkInvariants(core, parts.strict === true)
        parts.watch?.(core)
      }
    } catch (error) {
      // It has lost its own rules: calling on regardless could break the law.
      this.running = false
      this.broken = { error }
      throw error
    } finally {
      this.draining = false
    }
  }
}
