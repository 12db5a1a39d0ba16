import type { Duration, Instant } from '../../base/duration.ts'
import type { OperatorId } from '../../base/id.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { RetryCase } from '../../campaign/retry-plan.ts'
import type { AttemptRecord } from '../../store/records.ts'
import { FATE_OF_CAUSE } from '../recording/fate-of-cause.ts'
import type { Fate, RecordedCall } from '../recording/recorded-day.ts'

/** One attempt that is over, without whose it was. Moments are wall time. */
export interface JournalCall {
  readonly at: Instant
  readonly to: Instant
  readonly call: Omit<RecordedCall, 'at'>
  readonly operator: OperatorId | null
  readonly talk: Duration | null
  readonly wrapUp: Duration | null
}

const FATES: Readonly<Record<RetryCase | 'connected', Fate>> = {
  ...FATE_OF_CAUSE,
  connected: 'person',
  abandoned: 'unknown',
  machine: 'machine',
  lost: 'cut',
}

/** What the journal knows of an attempt; null for one that goes on or was not placed by us. */
export function journalCall(
  record: AttemptRecord,
  { ring, connectWithin }: Pick<Campaign, 'ring' | 'connectWithin'>,
): JournalCall | null {
  const { outcome, placedAt: at, answeredAt, connectedAt, endedAt, closedAt, endedBy } = record
  if (outcome === undefined || outcome === 'notPlaced' || at === undefined) return null
  if (outcome === 'served' || outcome === 'unserved') return null
  const heard = answeredAt ?? endedAt ?? at
  const alone = (connectedAt ?? endedAt ?? heard) - heard
  const joined = connectedAt !== undefined
  const told = outcome === 'lost' && answeredAt !== undefined ? 'unknown' : FATES[outcome]
  const given = joined && told === 'unknown' ? 'person' : told
  const fate = record.machine ? 'machine' : given
  // Our own ring limit says of the phone only that it would have rung for longer.
  const forEver = fate === 'unanswered' && endedBy === 'us' && heard - at >= ring.limit
  return {
    at,
    to: closedAt ?? endedAt ?? heard,
    call: {
      fate,
      rang: forEver ? Infinity : Math.max(0, heard - at),
      waited: answeredAt === undefined ? 0 : Math.min(connectWithin, Math.max(0, alone)),
      left: !joined && endedBy === 'callee' && answeredAt !== undefined && alone <= connectWithin,
      joined,
      over: true,
    },
    operator: record.operator ?? record.reservedFor,
    talk: spanOf(connectedAt, endedAt),
    wrapUp: joined ? spanOf(endedAt, closedAt) : null,
  }
}

/** Never negative, even where the wall clock was set back during the call. */
const spanOf = (from: Instant | undefined, to: Instant | undefined): Duration | null =>
  from === undefined || to === undefined ? null : Math.max(0, to - from)
