import type { Instant } from '../../base/duration.ts'
import { type Span, windowOf } from '../../campaign/budget-window.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { Site } from '../../campaign/site.ts'
import { nameUnknown } from '../recording/call-log.ts'
import type { Seen } from '../recording/recorded-day.ts'
import type { Evidence } from '../replay/world-of-day.ts'
import { attendance } from './attendance.ts'
import type { JournalCall } from './journal-call.ts'

/** What a campaign's journal says of a day of it. */
export interface JournalEvidence extends Evidence {
  /** On how many days calls were placed. */
  readonly days: number
}

/**
 * A day as a campaign's calls tell of it. Setting and operators are those of the day with the most
 * calls; who answers when, and how long things take, is of all days, by the time of day.
 *
 * @param calls at least one.
 */
export function evidenceOf(
  calls: readonly JournalCall[],
  campaign: Campaign,
  site: Site,
): JournalEvidence {
  const byDay = Map.groupBy(calls, midnightIn(campaign.hours.zone))
  const [date, fullest] = [...byDay].reduce((a, b) => (b[1].length > a[1].length ? b : a))
  const start = fullest.reduce((least, { at }) => Math.min(least, at), Infinity)
  const length = fullest.reduce((most, { to }) => Math.max(most, to), start) - start
  // By the clock: of another day, what was at the same time after midnight.
  const placed = [...byDay]
    .flatMap(([day, its]) => its.map(one => ({ ...one, at: one.at - day + date - start })))
    .filter(({ at }) => at >= 0 && at <= length)
    .sort((a, b) => a.at - b.at)
    .map(one => ({ ...one, call: { ...one.call, at: one.at } }))
  nameUnknown(placed.map(({ call }) => call))
  const trunks = site.trunks.filter(({ id }) => campaign.trunks.includes(id))
  const sum = (figure: (trunk: (typeof trunks)[number]) => number): number =>
    trunks.reduce((total, trunk) => total + figure(trunk), 0)
  return {
    days: byDay.size,
    campaign: campaign.id,
    start,
    length,
    limits: {
      abandonment: site.budgets.find(({ id }) => id === campaign.budget)?.limit ?? 0,
      noAnswer: campaign.ring.limit,
      ringMinimum: campaign.ring.minimum,
      connectWithin: campaign.connectWithin,
    },
    trunk: {
      callsPerSecond: sum(trunk => trunk.callsPerSecond),
      lines: [{ at: 0, lines: sum(trunk => trunk.lines) }],
    },
    calls: placed.map(({ call }) => call),
    talks: {
      person: seen(placed, it => (it.call.fate === 'machine' ? null : it.talk)),
      machine: seen(placed, it => (it.call.fate === 'machine' ? it.talk : null)),
    },
    wrapUps: seen(placed, ({ wrapUp }) => wrapUp),
    shifts: attendance(
      fullest.flatMap(({ operator, at, to }) =>
        operator === null ? [] : [{ operator, from: at - start, to: to - start }],
      ),
      length,
    ),
  }
}

/** When the day of a call began; calls come day by day, and a calendar is slow. */
function midnightIn(zone: string): (call: JournalCall) => Instant {
  let { from, to }: Span = { from: 0, to: 0 }
  return ({ at }) => {
    if (at < from || at >= to) ({ from, to } = windowOf({ kind: 'day', zone }, at))
    return from
  }
}

function seen(calls: readonly JournalCall[], length: (call: JournalCall) => number | null): Seen[] {
  return calls.flatMap(call => {
    const its = length(call)
    return its === null ? [] : [{ at: call.at, length: its, whole: true }]
  })
}
