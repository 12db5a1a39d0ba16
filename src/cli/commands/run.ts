import { Command, Option } from 'commander'
import { listenForCommands } from '../../app/control/control-server.ts'
import { type PreparedSite, prepareSite } from '../../app/prepare.ts'
import { reportOf } from '../../app/reading/campaign-report.ts'
import { type Recorder, recordTo } from '../../app/recorder.ts'
import { startTime } from '../../app/start-time.ts'
import { type VirtualRun, virtualRun } from '../../app/virtual-run.ts'
import type { Instant } from '../../base/duration.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import type { Mode } from '../../campaign/campaign.ts'
import { importWords } from '../import-words.ts'
import { EXIT, say, sayJson, tell } from '../output.ts'
import { dbOption, jsonOption } from '../places.ts'
import { duration, instant, speed, wholeNumber } from '../values.ts'
import { waitingWords } from '../waiting-words.ts'
import { watchRun } from '../watch-run.ts'

interface Options {
  readonly operators?: number
  readonly speed: number
  readonly mode?: Mode
  readonly seed: number
  readonly at?: Instant
  readonly duration?: number
  readonly exitWhenDone?: boolean
  readonly db: string
  readonly json?: boolean
  readonly fresh?: boolean
  readonly start?: boolean
  readonly record?: string
}

/**
 * `carillon run CAMPAIGN…`: dials campaigns through the virtual exchange with simulated operators.
 */
export function runCommand(finish: (code: number) => void): Command {
  const modes = ['preview', 'progressive', 'power', 'predictive']
  return new Command('run')
    .description('dial campaigns through the virtual exchange with simulated operators')
    .argument('<campaign...>', 'folders of campaigns, such as campaigns/demo')
    .option('--operators <n>', 'how many operators to simulate', wholeNumber(0, 10_000))
    .option('--speed <x>', 'how many times as fast as real time, or "max"', speed, 1)
    .addOption(new Option('--mode <mode>', "instead of the campaigns' own").choices(modes))
    .option('--seed <n>', 'the same seed and instant give the same run', wholeNumber(0, 2 ** 31), 1)
    .option(
      '--at <instant>',
      'where virtual time starts (default: the next permitted hours)',
      instant,
    )
    .option(
      '--duration <time>',
      'stop placing calls after this much virtual time: 90s, 30min, 2h',
      duration,
    )
    .option('--exit-when-done', 'end when every contact is finished')
    .option('--fresh', 'start the campaigns over; attempts and budgets stay on record')
    .option('--start', 'dial campaigns again that were stopped with "campaign stop"')
    .option('--record <file>', 'write what reaches the engine to a new file, as JSON lines')
    .addOption(dbOption())
    .addOption(jsonOption())
    .action(async (folders: string[], options: Options) => {
      const { db: dbFile, operators = null, mode = null, fresh = false, start = false } = options
      const request = { folders, dbFile, operators, mode, fresh, start }
      // What is asked for in vain is refused before anything is changed.
      const recorder = options.record === undefined ? null : recordTo(options.record)
      try {
        const prepared = await prepareSite(request, notice => {
          for (const line of importWords(notice)) tell(line)
        })
        try {
          for (const line of await waitingWords(prepared)) tell(line)
          await dial(prepared, options, recorder)
          await sayReport(prepared, options.json === true)
        } finally {
          await prepared.release()
        }
      } finally {
        recorder?.close()
      }
      finish(EXIT.done)
    })
}

async function dial(
  prepared: PreparedSite,
  options: Options,
  recorder: Recorder | null,
): Promise<void> {
  const { site, campaigns, store, name, lastAt, stopped } = prepared
  const now = hostTimeline.wall()
  const start = await startTime(campaigns, store, { at: options.at ?? null, now, lastAt })
  const run = virtualRun({
    site,
    campaigns,
    store,
    start,
    name,
    stopped,
    seed: options.seed,
    speed: options.speed,
    duration: options.duration ?? null,
    exitWhenDone: options.exitWhenDone === true,
    record: recorder?.record ?? null,
  })
  const stopListening = await listenForCommands(options.db, {
    snapshot: () => run.engine.snapshot(),
    control: command => run.engine.control(command),
    cards: run.engine.cards,
  })
  const { stopWatching, stopping } = watchRun(run, campaigns, options.speed)
  const release = onSignals(run, stopping)
  try {
    await run.drive()
  } finally {
    release()
    stopWatching()
    stopListening()
  }
}

/** Ctrl-C, a service manager, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The first signal stops dialing and lets calls end; the second ends them now. */
function onSignals(run: VirtualRun, stopping: () => void): () => void {
  let times = 0
  const onSignal = (): void => {
    times++
    if (times === 1) {
      stopping()
      run.stop()
    } else run.stopNow()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}

async function sayReport({ campaigns, site, store }: PreparedSite, json: boolean): Promise<void> {
  const reports = []
  for (const campaign of campaigns) {
    const { text, data } = await reportOf(campaign, site, store, hostTimeline.wall())
    if (json) reports.push({ campaign: campaign.id, ...data })
    else say(text)
  }
  if (json) sayJson({ campaigns: reports })
}
