import { hours, type Instant, minutes, seconds } from '../../base/duration.ts'
import type { CampaignId, OperatorId } from '../../base/id.ts'
import type { Day } from '../../campaign/calling-hours.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { CardField, FieldKind } from '../../campaign/card.ts'
import type { Disposition, DispositionThen } from '../../campaign/disposition.ts'
import type { RetryCase, RetryRule } from '../../campaign/retry-plan.ts'
import { NO_RECORDING } from '../../campaign/rules/no-recording.ts'
import { PREDICTIVE_DEFAULTS } from '../../campaign/rules/predictive-defaults.ts'
import type { Site } from '../../campaign/site.ts'
import type { NewContact } from '../../store/records.ts'
import type { Storm, StormCampaign } from './storm.ts'

/** When every storm begins: a Monday morning, whose day window of the budget it never leaves. */
export const STORM_START: Instant = Date.parse('2026-03-02T06:00:00Z')

/** No contact of a storm is tried again sooner than this. */
export const RETRY_DELAY = minutes(1)

/** The name of the n-th campaign, from 1. */
export const campaignName = (n: number): CampaignId => `campaign-${n}`

/** The name of the n-th operator, from 1. */
export const operatorName = (n: number): OperatorId => `operator-${n}`

const OPEN: Day = [{ from: 0, to: 1440 }]
/** Closed from ten to twenty minutes after the beginning. */
const PAUSED: Day = [
  { from: 0, to: 370 },
  { from: 380, to: 1440 },
]

/** The installation of a storm. Operators serve the campaigns that their number's bits choose. */
export function stormSite({ campaigns, operators, trunks, seed }: Storm): Site {
  const all = campaigns.map((_, n) => campaignName(n + 1))
  return {
    title: `storm ${seed}`,
    trunks,
    operators: Array.from({ length: operators }, (_, n) => ({
      id: operatorName(n + 1),
      name: operatorName(n + 1),
      // The first serves all, so that no campaign is without an operator for ever.
      campaigns: n === 0 ? all : all.filter((_, campaign) => ((seed >> campaign) + n) % 2 === 0),
    })),
    budgets: [{ id: 'budget', limit: 0.03, window: { kind: 'day', zone: 'UTC' } }],
  }
}

/** The n-th campaign of a storm, from 1, with every kind of field and disposition. */
export function stormCampaign(drawn: StormCampaign, n: number, site: Site): Campaign {
  const day = drawn.pause ? PAUSED : OPEN
  return {
    id: campaignName(n),
    title: campaignName(n),
    mode: drawn.mode,
    powerRatio: drawn.powerRatio,
    predictive: PREDICTIVE_DEFAULTS,
    priority: drawn.priority,
    weight: drawn.weight,
    trunks: site.trunks.map(trunk => trunk.id),
    budget: 'budget',
    callerId: '+12125550100',
    hours: { week: [day, day, day, day, day, day, day], holidays: new Set(), zone: 'UTC' },
    ring: { limit: seconds(25), minimum: seconds(15) },
    connectWithin: seconds(2),
    message: { text: 'We called, and nobody was free to speak to you.', stopKey: '9' },
    retry: {
      attemptsMax: 4,
      attemptsPerPhoneMax: 3,
      rules: Object.fromEntries(CASES.map(it => [it, TWICE])) as Record<RetryCase, RetryRule>,
      dispositions: { retry: TWICE },
    },
    afterAbandoned: { lockout: minutes(5), demandOperator: drawn.demandAfterAbandoned },
    dispositions: THEN.map(then => ({ id: then, label: then, then }) satisfies Disposition),
    card: { fields: KINDS.flatMap(fieldsOf), script: { start: null, steps: [] } },
    contacts: { file: '', phones: [], country: 'US', zone: null, priority: null, key: null },
    order: n % 2 === 0 ? 'fresh' : 'retries',
    wrapUp: drawn.wrapUp
      ? { limit: seconds(40), extension: seconds(20), extensionsMax: 1, disposition: null }
      : { limit: 0, extension: 0, extensionsMax: 0, disposition: 'retry' },
    callbackGrace: minutes(2),
    previewLimit: seconds(20),
    // Half of the calls, so that each kind is also seen without the other.
    recording: { ...NO_RECORDING, which: { kind: 'share', of: 0.5 } },
  }
}

/**
 * Contacts of the n-th campaign. One in four shares its number with a contact of every other
 * campaign.
 */
export function stormContacts(drawn: StormCampaign, n: number): readonly NewContact[] {
  return Array.from({ length: drawn.contacts }, (_, i) => {
    const own = (position: number) => `+999${n}${String(i * 10 + position).padStart(8, '0')}`
    const first = i % 4 === 0 ? `+9990${String(i).padStart(8, '0')}` : own(0)
    const phones = i % 3 === 0 ? [first, own(1)] : [first]
    return { key: null, zone: 'UTC', priority: 1 + (i % 9), phones, data: { name: `contact ${i}` } }
  })
}

/**
 * After this long from the end of the raging, everything must be over: it takes two hours at most.
 */
export const STORM_BOUND = hours(10)

const TWICE: RetryRule = { after: [RETRY_DELAY, 2 * RETRY_DELAY], max: 2, phone: 'next' }

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

const THEN: readonly DispositionThen[] = [
  'finish',
  'callback',
  'retry',
  'wrongNumber',
  'machine',
  'stop',
]

const KINDS: readonly FieldKind[] = [
  'text',
  'longText',
  'number',
  'choice',
  'choices',
  'checkbox',
  'date',
  'phone',
]

function fieldsOf(kind: FieldKind): CardField[] {
  const options = kind === 'choice' || kind === 'choices' ? ['red', 'green', 'blue'] : []
  const field = { kind, from: null, options, min: null, max: null }
  return [
    { ...field, id: kind, label: kind, required: true },
    { ...field, id: `more ${kind}`, label: kind, required: false },
  ]
}
