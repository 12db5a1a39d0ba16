import { hours, type Instant, minutes } from '../../base/duration.ts'
import type { CampaignId, OperatorId } from '../../base/id.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { Disposition, DispositionThen } from '../../campaign/disposition.ts'
import type { RetryCase, RetryRule } from '../../campaign/retry-plan.ts'
import { NO_RECORDING } from '../../campaign/rules/no-recording.ts'
import { PREDICTIVE_DEFAULTS } from '../../campaign/rules/predictive-defaults.ts'
import type { Site } from '../../campaign/site.ts'
import { operatorNames } from '../floor/shifts.ts'
import type { World } from './world.ts'

/** The one campaign of a world. */
export const WORLD_CAMPAIGN: CampaignId = 'world'

/** Where a world's contacts live: its by-time shares are by its own clock. */
export const WORLD_ZONE = 'UTC'

const WHOLE_DAY = [{ from: 0, to: 1440 }] as const

/** In a world nobody is called again: each dial is somebody new. */
const NEVER: RetryRule = { after: [], max: 0, phone: 'same' }

const CASES: readonly RetryCase[] = [
  'abandoned',
  'machine',
  'noAnswer',
  'busy',
  'invalid',
  'refused',
  'congestion',
  'failed',
  'cancelled',
  'lost',
]

const disposition = (id: string, then: DispositionThen): Disposition => ({ id, label: id, then })

/** The installation a world describes: one trunk, its operators, one budget. */
export function siteOf(world: World): Site {
  return siteWith(world, operatorNames(world.operators))
}

/** The same with operators of these names. */
export function siteWith(
  world: Pick<World, 'name' | 'day' | 'trunk' | 'limits'>,
  operators: readonly OperatorId[],
): Site {
  return {
    title: world.name,
    trunks: [{ id: 'trunk', lines: world.trunk.lines, callsPerSecond: world.trunk.callsPerSecond }],
    operators: operators.map(id => ({
      id,
      name: id,
      campaigns: [WORLD_CAMPAIGN],
    })),
    budgets: [
      {
        id: 'budget',
        limit: world.limits.abandonment,
        window: { kind: 'day', zone: zoneOfDay(world.day.start + world.day.warmUp) },
      },
    ],
  }
}

/**
 * The zone in which a day begins at this instant. The limit of a world holds for the hours that
 * count, wherever midnight falls in them: its budget's window begins as they do.
 */
export function zoneOfDay(begins: Instant): string {
  const since = Math.floor(begins / minutes(1)) % 1440
  const ahead = since === 0 ? 0 : 1440 - since
  // Zones are at most half a day ahead or behind.
  const offset = ahead > 720 ? ahead - 1440 : ahead
  const [whole, rest] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  return `UTC${offset < 0 ? '-' : '+'}${whole}:${String(rest).padStart(2, '0')}`
}

/**
 * The campaign that is dialed in it: everything the format does not speak of stays out of the way.
 */
export function campaignOf(
  world: Pick<World, 'name' | 'limits'>,
  mode: Campaign['mode'],
): Campaign {
  const { limits } = world
  return {
    id: WORLD_CAMPAIGN,
    title: world.name,
    mode,
    powerRatio: 1,
    predictive: PREDICTIVE_DEFAULTS,
    priority: 5,
    weight: 1,
    trunks: ['trunk'],
    budget: 'budget',
    callerId: '+12125550100',
    hours: {
      week: [WHOLE_DAY, WHOLE_DAY, WHOLE_DAY, WHOLE_DAY, WHOLE_DAY, WHOLE_DAY, WHOLE_DAY],
      holidays: new Set(),
      zone: WORLD_ZONE,
    },
    ring: { limit: limits.noAnswer, minimum: limits.ringMinimum },
    connectWithin: limits.connectWithin,
    message: { text: '', stopKey: null },
    retry: {
      attemptsMax: 1,
      attemptsPerPhoneMax: 1,
      rules: Object.fromEntries(CASES.map(it => [it, NEVER])) as Record<RetryCase, RetryRule>,
      dispositions: {},
    },
    afterAbandoned: { lockout: 0, demandOperator: false },
    dispositions: [disposition('done', 'finish'), disposition('machine', 'machine')],
    card: { fields: [], script: { start: null, steps: [] } },
    contacts: { file: '', phones: [], country: 'US', zone: null, priority: null, key: null },
    order: 'fresh',
    // Wrap-up ends when the world says so, never by a limit.
    wrapUp: { limit: hours(1000), extension: 0, extensionsMax: 0, disposition: null },
    callbackGrace: 0,
    previewLimit: hours(1000),
    recording: NO_RECORDING,
  }
}
