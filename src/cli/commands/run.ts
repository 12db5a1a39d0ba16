import { Command, Option } from 'commander'
import { listenForCommands } from '../../app/control/control-server.ts'
import { type LoadedCampaigns, loadCampaigns } from '../../app/load-campaigns.ts'
import { type PreparedSite, prepareSite } from '../../app/prepare.ts'
import { reportOf } from '../../app/reading/campaign-report.ts'
import { type Recorder, recordTo } from '../../app/recorder.ts'
import { lookAt, type Run } from '../../app/run.ts'
import { checkClock, checkMoment, startTime } from '../../app/start-time.ts'
import { virtualRun } from '../../app/virtual-run.ts'
import type { Instant } from '../../base/duration.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import { importWords } from '../import-words.ts'
import { EXIT, say, sayJson, tell } from '../output.ts'
import { campaignDbOption, environment, jsonOption } from '../places.ts'
import { kindOfRun, type RunOptions } from '../running/kind-of-run.ts'
import { duration, instant, speed, wholeNumber } from '../values.ts'
import { waitingWords } from '../waiting-words.ts'
import { watchRun } from '../watch-run.ts'

/**
 * `carillon run CAMPAIGN…`: dials campaigns, over the servers of the site file or, where it names
 * none, through the embedded exchange with simulated operators.
 */
export function runCommand(finish: (code: number) => void): Command {
  const modes = ['preview', 'progressive', 'power', 'predictive']
  return new Command('run')
    .description('dial campaigns: over the servers of the site file, or simulated without any')
    .argument('<campaign...>', 'folders of campaigns, such as campaigns/demo')
    .option('--virtual', 'simulate calls and operators though the site file names servers')
    .addOption(new Option('--mode <mode>', "instead of the campaigns' own").choices(modes))
    .option('--duration <time>', 'stop placing calls after so long: 90s, 30min, 2h', duration)
    .option('--exit-when-done', 'end when every contact is finished')
    .option('--fresh', 'start the campaigns over; attempts and budgets stay on record')
    .option('--start', 'dial campaigns again that were stopped with "campaign stop"')
    .option('--record <file>', 'write what reaches the engine to a new file, as JSON lines')
    .option('--operators <n>', 'simulated: how many operators', wholeNumber(0, 10_000))
    .option('--speed <x>', 'simulated: how many times as fast as real time, or "max"', speed, 1)
    .option(
      '--seed <n>',
      'simulated: the same seed and instant give the same run',
      wholeNumber(0, 2 ** 31),
      1,
    )
    .option(
      '--at <instant>',
      'simulated: where time starts (default: the next permitted hours)',
      instant,
    )
    .addOption(campaignDbOption())
    .addOption(jsonOption())
    .action(async (folders: string[], options: RunOptions, command: Command) => {
      const loaded = loadCampaigns(folders, options.virtual ? {} : { environment })
      const given = (name: keyof RunOptions) => command.getOptionValueSource(name) === 'cli'
      const { isReal, dbFile, words } = kindOfRun(loaded, options, given)
      for (const line of words) tell(line)
      await run(loaded, { ...options, db: dbFile }, isReal)
      finish(EXIT.done)
    })
}

/** The options, with the database that they come to. */
type Settled = RunOptions & { readonly db: string }

async function run(loaded: LoadedCampaigns, options: Settled, isReal: boolean): Promise<void> {
  const { db: dbFile, operators = null, mode = null, fresh = false, start = false } = options
  // What is asked for in vain is refused before anything is changed.
  const recorder = options.record === undefined ? null : recordTo(options.record)
  try {
    const checkTime = (lastAt: Instant | null) =>
      isReal ? checkClock(hostTimeline.wall(), lastAt) : checkMoment(options.at ?? null, lastAt)
    const request = { loaded, dbFile, operators, mode, fresh, start, checkTime }
    const prepared = await prepareSite(request, notice => {
      for (const line of importWords(notice)) tell(line)
    })
    try {
      for (const line of await waitingWords(prepared)) tell(line)
      const made = isReal
        ? await real(loaded, prepared, options, recorder)
        : await simulated(prepared, options, recorder)
      await dial(made, prepared, options)
      await sayReport(prepared, options.json === true)
    } finally {
      await prepared.release()
    }
  } finally {
    recorder?.close()
  }
  recorder?.checkWhole()
}

/** The packages that speak SIP are loaded only by whoever needs them: they take their time. */
async function real(
  { network, folders }: LoadedCampaigns,
  prepared: PreparedSite,
  options: Settled,
  recorder: Recorder | null,
): Promise<Run> {
  const { realRun } = await import('../../app/calls/real-run.ts')
  return realRun({
    ...prepared,
    dbFile: options.db,
    network: network!,
    folders,
    environment,
    duration: options.duration ?? null,
    exitWhenDone: options.exitWhenDone === true,
    record: recorder?.record ?? null,
  })
}

async function simulated(
  prepared: PreparedSite,
  options: Settled,
  recorder: Recorder | null,
): Promise<Run> {
  const { campaigns, store, lastAt } = prepared
  const now = hostTimeline.wall()
  return virtualRun({
    ...prepared,
    start: await startTime(campaigns, store, { at: options.at ?? null, now, lastAt }),
    seed: options.seed,
    speed: options.speed,
    duration: options.duration ?? null,
    exitWhenDone: options.exitWhenDone === true,
    record: recorder?.record ?? null,
  })
}

async function dial(made: Run, { campaigns }: PreparedSite, options: Settled): Promise<void> {
  const stopListening = await listenForCommands(options.db, {
    snapshot: () => lookAt(made),
    control: command => made.engine.control(command),
    cards: made.engine.cards,
    supervision: made.engine.supervision,
    drain: (server, on) => made.drain(server, on),
    desks: made.desks,
  })
  const { stopWatching, stopping } = watchRun(made, campaigns, options.speed)
  const release = onSignals(made, stopping)
  try {
    await made.drive()
  } finally {
    release()
    stopWatching()
    stopListening()
  }
}

/** Ctrl-C, a service manager, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The first signal stops dialing and lets calls end; the second ends them now. */
function onSignals(made: Run, stopping: () => void): () => void {
  let times = 0
  const onSignal = (): void => {
    times++
    if (times === 1) {
      stopping()
      made.stop()
    } else made.stopNow()
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
