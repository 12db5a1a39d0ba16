import { Command } from 'commander'
import { dayPool } from '../../app/days/day-pool.ts'
import { newFile } from '../../app/days/new-file.ts'
import { readWorld } from '../../app/days/read-world.ts'
import { loadCampaigns } from '../../app/load-campaigns.ts'
import { campaignGround } from '../../app/tune/campaign-ground.ts'
import { groundPath } from '../../app/tune/ground-kind.ts'
import { type Ground, tune } from '../../app/tune/tune.ts'
import { CarillonError } from '../../base/errors.ts'
import { tuningPicture } from '../../sim/pictures/tuning-picture.ts'
import { worldOf } from '../../sim/replay/world-of-day.ts'
import { percentOf, settingsKeys } from '../../sim/tune/settings-keys.ts'
import type { Tuning } from '../../sim/tune/tuning.ts'
import { EXIT, oneLine, say, sayJson, tell } from '../output.ts'
import { campaignDbOption, dbOf, jsonOption } from '../places.ts'
import { progressBar } from '../progress-bar.ts'
import { dayIn } from '../read-recording.ts'
import { type Tuned, tunedJson } from '../tuning/tuned.ts'
import { tuningWords } from '../tuning/tuning-words.ts'
import { wantWords, worldWords } from '../tuning/world-words.ts'
import { wholeNumber } from '../values.ts'

interface Options {
  readonly days: number
  readonly seed: number
  readonly campaign?: string
  readonly db?: string
  readonly picture?: string
  readonly write?: string
  readonly json?: boolean
}

/** `carillon tune WORLD|RECORDING|CAMPAIGN`: which settings would do best there. */
export function tuneCommand(finish: (code: number) => void): Command {
  return new Command('tune')
    .description('try settings of pacing on the same days, and recommend the best')
    .argument('<ground>', 'a world, a recording, or the folder of a campaign that was dialed')
    .option('--days <n>', 'days of each', wholeNumber(1, 100_000), 5)
    .option('--seed <n>', 'the same seed gives the same days', wholeNumber(0, 2 ** 31), 1)
    .option('--campaign <name>', 'which one, where several were recorded')
    .option('--picture <file>', 'draw idle time against abandonment as a new SVG file')
    .option('--write <file>', 'write what is recommended to a new file, as campaign.yaml has it')
    .addOption(campaignDbOption())
    .addOption(jsonOption())
    .action(async (path: string, options: Options) => {
      const { about, ...ground } = await groundOf(path, options)
      const write = options.write === undefined ? null : newFile(options.write)
      const draw = options.picture === undefined ? null : newFile(options.picture)
      const { days, seed } = options
      const tuning = await run(ground, options)
      const tuned = { tuning, ground, about, days, seed }
      if (options.json) sayJson(tunedJson(tuned))
      else say([...about, '', tuningWords(tuned)].join('\n'))
      const { name, limits } = ground.world
      draw?.(tuningPicture({ tuning, name, limit: limits.abandonment, days, seed }))
      const text = keysFor(tuned)
      if (text !== null) write?.(text)
      else if (write !== null) tell(`${options.write} is not written: nothing is recommended.`)
      finish(EXIT.done)
    })
}

/** What is tried on, and what there is to say of it. */
type Told = Ground & { readonly about: readonly string[] }

async function groundOf(path: string, { campaign, db: named }: Options): Promise<Told> {
  const ground = groundPath(path)
  if (campaign !== undefined && ground.kind !== 'recording')
    throw new CarillonError('USAGE', `${path} is no recording: leave --campaign out.`)
  if (ground.kind === 'world')
    return { world: readWorld(ground.path), about: [`${path}: every day is drawn anew.`] }
  if (ground.kind === 'recording') {
    const recorded = await dayIn(ground.path, campaign ?? null)
    const world = worldOf(recorded)
    const about = `${path}: one day, replayed. Intervals are of what it leaves open, not of other days.`
    return { world, recorded, about: [about, ...wantWords(recorded), ...worldWords(world)] }
  }
  const db = dbOf(loadCampaigns([ground.path], { ownList: false }), named)
  const { world, attempts, days, window } = await campaignGround(ground.path, db)
  const when = days === 1 ? 'one day' : `${days} days`
  return {
    world,
    about: [
      `${path}: a world made of ${attempts} calls of ${when} in ${db}, with contacts without end.`,
      'Operators are at work while they have calls; intervals leave out what those calls do not tell.',
      ...(window === 'day'
        ? []
        : ['Its budget counts over longer than a day; here each day is judged by its limit.']),
      ...worldWords(world),
    ],
  }
}

async function run(ground: Ground, { days, seed }: Options): Promise<Tuning> {
  const pool = dayPool()
  const bar = progressBar(`tuning ${ground.world.name}, days`, 0)
  try {
    return await tune(pool, { ground, days, seed, onDay: of => bar.step(1, of) })
  } finally {
    bar.end()
    await pool.close()
  }
}

/** What is recommended as lines for a campaign file, with where it is from. */
function keysFor({ tuning: { recommended }, ground, days, seed }: Tuned): string | null {
  const keys = recommended && settingsKeys(recommended)
  if (recommended === null || keys === null) return null
  return [
    `# By carillon tune, on ${oneLine(ground.world.name)}: ${days} days, seed ${seed}.`,
    `# They keep to a limit of ${percentOf(recommended.limit)}, which stands at the budget in site.yaml.`,
    keys,
  ].join('\n')
}
