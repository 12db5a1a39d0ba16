import { type Duration, minutes, seconds } from '../../src/base/duration.ts'
import type { CampaignId, OperatorId } from '../../src/base/id.ts'
import type { CallingHours, Day } from '../../src/campaign/calling-hours.ts'
import type { Campaign } from '../../src/campaign/campaign.ts'
import type { Disposition, DispositionThen } from '../../src/campaign/disposition.ts'
import type { RetryCase, RetryRule } from '../../src/campaign/retry-plan.ts'
import { NO_RECORDING } from '../../src/campaign/rules/no-recording.ts'
import { PREDICTIVE_DEFAULTS } from '../../src/campaign/rules/predictive-defaults.ts'
import type { Site } from '../../src/campaign/site.ts'
import type { VirtualTrunk } from '../../src/telephony/virtual/trunk.ts'

/** A Tuesday morning: the wall time at which runs of these tests begin. */
export const START = Date.parse('2026-03-03T10:00:00Z')

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

/** Calling hours that are the same every day, in UTC; minutes after midnight. */
export function daily(from: number, to: number): CallingHours {
  const day: Day = [{ from, to }]
  return { week: [day, day, day, day, day, day, day], holidays: new Set(), zone: 'UTC' }
}

/** One more attempt after a minute, again and again, in the cases named; none in the others. */
export const retryAfterMinute = (...cases: readonly RetryCase[]): Campaign['retry'] =>
  retryAfter(minutes(1), cases)

/** The same after any delay. */
export function retryAfter(delay: Duration, cases: readonly RetryCase[]): Campaign['retry'] {
  const again: RetryRule = { after: [delay], max: 100, phone: 'same' }
  return {
    attemptsMax: 100,
    attemptsPerPhoneMax: 100,
    rules: Object.fromEntries(
      CASES.map(it => [it, cases.includes(it) ? again : NEVER]),
    ) as Campaign['retry']['rules'],
    dispositions: { later: again },
  }
}

/** A progressive campaign that calls everybody once, at any hour; `over` says what is different. */
export function campaignOf(over: Partial<Campaign> = {}): Campaign {
  const id = over.id ?? 'demo'
  return {
    id,
    title: id,
    mode: 'progressive',
    powerRatio: 2,
    predictive: PREDICTIVE_DEFAULTS,
    priority: 5,
    weight: 1,
    trunks: ['main'],
    budget: 'budget',
    callerId: '+12125550199',
    hours: daily(0, 1440),
    ring: { limit: seconds(25), minimum: seconds(15) },
    connectWithin: seconds(2),
    message: { text: 'Sorry', stopKey: '9' },
    retry: retryAfterMinute(),
    afterAbandoned: { lockout: 0, demandOperator: false },
    dispositions: [
      disposition('done', 'finish'),
      disposition('callback', 'callback'),
      disposition('later', 'retry'),
      disposition('machine', 'machine'),
      disposition('stop', 'stop'),
    ],
    card: { fields: [NOTE], script: { start: null, steps: [] } },
    contacts: { file: '', phones: [], country: 'US', zone: null, priority: null, key: null },
    order: 'fresh',
    wrapUp: { limit: minutes(1), extension: seconds(30), extensionsMax: 1, disposition: null },
    callbackGrace: minutes(5),
    previewLimit: minutes(1),
    recording: NO_RECORDING,
    ...over,
  }
}

const NOTE: Campaign['card']['fields'][number] = {
  id: 'note',
  label: 'Note',
  kind: 'text',
  required: false,
  from: null,
  options: [],
  min: null,
  max: null,
}

/** A site of these operators and trunks, with one budget of 3 % a day. */
export function siteOf(
  operators: Readonly<Record<OperatorId, readonly CampaignId[]>>,
  trunks: readonly VirtualTrunk[],
): Site {
  return {
    title: 'site',
    trunks: trunks.map(({ id, lines, callsPerSecond }) => ({ id, lines, callsPerSecond })),
    operators: Object.entries(operators).map(([id, campaigns]) => ({ id, name: id, campaigns })),
    budgets: [{ id: 'budget', limit: 0.03, window: { kind: 'day', zone: 'UTC' } }],
  }
}
