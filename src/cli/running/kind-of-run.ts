import type { LoadedCampaigns } from '../../app/load-campaigns.ts'
import type { Instant } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
import type { Mode } from '../../campaign/campaign.ts'
import type { ServerEntry } from '../../campaign/site.ts'
import { dbOf, VIRTUAL_DB } from '../places.ts'

/** The options of `run`, as commander hands them over. */
export interface RunOptions {
  readonly virtual?: boolean
  readonly operators?: number
  readonly speed: number
  readonly mode?: Mode
  readonly seed: number
  readonly at?: Instant
  readonly duration?: number
  readonly exitWhenDone?: boolean
  readonly db?: string
  readonly json?: boolean
  readonly fresh?: boolean
  readonly start?: boolean
  readonly record?: string
}

/** What a run is going to be. */
export interface KindOfRun {
  readonly isReal: boolean
  readonly dbFile: string
  /** What is said before it begins. */
  readonly words: readonly string[]
}

/** Options that say how to simulate. */
const SIMULATING = ['operators', 'speed', 'seed', 'at'] as const

/**
 * Whether calls are real: they are where the site file names servers, unless it is asked for
 * simulated ones. Those never get into a database of real calls by default: a contact that was
 * called in play would not be called.
 *
 * @param given whether an option was given, rather than taken by default.
 * @throws CarillonError USAGE for options that have no meaning in real calls.
 */
export function kindOfRun(
  { network }: Pick<LoadedCampaigns, 'network'>,
  options: Pick<RunOptions, 'virtual' | 'db'>,
  given: (name: keyof RunOptions) => boolean,
): KindOfRun {
  const { db } = options
  const ofSite = dbOf({ network }, db)
  if (network === null) return { isReal: false, dbFile: ofSite, words: [] }
  if (options.virtual) {
    const dbFile = db ?? VIRTUAL_DB
    const words = [`Simulated calls. Their database is ${dbFile}, apart from that of real ones.`]
    return { isReal: false, dbFile, words }
  }
  const vain = SIMULATING.filter(given)
  if (vain.length > 0) {
    const names = vain.map(name => `--${name}`).join(', ')
    const why = `${names}: the site file names servers, so calls are real and nothing is simulated.`
    throw new CarillonError('USAGE', `${why} Leave that out, or add --virtual.`)
  }
  const { drachtio, moreDrachtio = [], freeswitch, moreFreeswitch = [], trial } = network
  const sip = placesOf([drachtio, ...moreDrachtio])
  const media = placesOf([freeswitch, ...moreFreeswitch])
  const words = [`Real calls, over drachtio at ${sip} and FreeSWITCH at ${media}.`]
  if (trial) words.push('This is a trial: secrets that everybody knows are accepted.')
  return { isReal: true, dbFile: ofSite, words }
}

const placesOf = (servers: readonly ServerEntry[]): string =>
  servers.map(({ host, port }) => `${host}:${port}`).join(', ')
