import { createLogUpdate } from 'log-update'
import { type Seen, whyNotDialing } from '../app/reading/watching.ts'
import { lookAt, type Run } from '../app/run.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { drainedIn, finishedOf, liveView, plainLines, type ViewContext } from './live-view.ts'
import { tell } from './output.ts'
import { toldOnce } from './running/told-once.ts'
import { drainsTold } from './servers/drains-told.ts'

/** How often a terminal is redrawn, and how often a log gets a line. In ms. */
const REDRAW = 250
const LINE_EVERY = 5000
/** Of a terminal that does not say how wide it is. */
const COLUMNS = 80
/** A log gets its first line sooner: whoever looks wants to see that something happens. */
const FIRST_LINE = 1000

/** Shows a run while it goes on: redrawn on a terminal, a plain line now and then elsewhere. */
export function watchRun(
  run: Run,
  campaigns: readonly Campaign[],
  speed: number,
): { stopWatching: () => void; stopping: () => void } {
  const { stderr } = process
  const draw = stderr.isTTY ? createLogUpdate(stderr) : null
  const eye = new Eye(campaigns, speed)
  const news = toldOnce()
  const drains = drainsTold()
  const show = (): void => {
    const seen = lookAt(run)
    const context = eye.look(seen, stderr.columns || COLUMNS)
    const phones = news(seen.network.phones ?? [])
    const before = [...drains(drainedIn(seen)), ...phones]
    if (draw === null) for (const line of [...before, ...plainLines(seen, context)]) tell(line)
    else draw(liveView(seen, context))
  }
  let forgets: string | null = null
  let unrecorded = 0
  run.engine.events$.subscribe(event => {
    if (event.kind === 'recording.failed' && unrecorded++ === 0 && draw === null)
      tell('A call could not be recorded, and goes on. Look at the folder of its campaign.')
    if (event.kind === 'store.failed' && event.what === 'learned') forgets = event.code
    if (event.kind === 'store.recovered') forgets = null
  })
  const timer = setInterval(show, draw === null ? LINE_EVERY : REDRAW)
  const first = setTimeout(show, FIRST_LINE)
  return {
    stopping() {
      eye.stopping = true
      if (draw === null)
        tell('Stopping: calls in flight end by themselves. A second signal ends them now.')
    },
    stopWatching() {
      clearInterval(timer)
      clearTimeout(first)
      eye.over = true
      if (draw !== null) {
        show()
        draw.done()
      }
      if (unrecorded > 0)
        tell(
          `Recordings that failed: ${unrecorded}. Look at the folders, and whether disks are full.`,
        )
      if (forgets !== null)
        tell(`What pacing learned could not be kept (${forgets}): the next run learns it anew.`)
    },
  }
}

/** Remembers what a view needs from one look to the next. */
class Eye {
  stopping = false
  over = false
  private readonly campaigns: readonly Campaign[]
  private readonly speed: number
  private readonly placed: { at: number; count: number }[] = []
  private readonly finishedAtStart = new Map<string, number>()
  private startedAt: number | null = null

  constructor(campaigns: readonly Campaign[], speed: number) {
    this.campaigns = campaigns
    this.speed = speed
  }

  look(seen: Seen, columns: number): ViewContext {
    this.startedAt ??= seen.wall
    for (const one of seen.campaigns) {
      if (one.funnel !== null && !this.finishedAtStart.has(one.id)) {
        this.finishedAtStart.set(one.id, finishedOf(one))
      }
    }
    return {
      callsPerMinute: this.callsPerMinute(seen),
      elapsed: seen.wall - this.startedAt,
      since: this.startedAt,
      over: this.over,
      speed: this.speed,
      stopping: this.stopping,
      notDialing: whyNotDialing(seen, this.campaigns),
      finishedAtStart: this.finishedAtStart,
      columns,
    }
  }

  private callsPerMinute(seen: Seen): number {
    const count = seen.campaigns.reduce((sum, one) => sum + one.tally.placed, 0)
    this.placed.push({ at: seen.wall, count })
    while (this.placed.length > 2 && this.placed[1]!.at <= seen.wall - 60_000) this.placed.shift()
    const first = this.placed[0]!
    const minutes = Math.max(1, (seen.wall - first.at) / 60_000)
    return Math.round((count - first.count) / minutes)
  }
}
