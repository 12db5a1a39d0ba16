import type { Instant } from '../base/duration.ts'
import type { CardAnswers } from '../campaign/card.ts'
import type { AttemptRecord } from '../store/records.ts'
import { spansOf } from './spans.ts'

/** One cell of a result: times are ISO 8601 in UTC, durations seconds; null where there is none. */
export type ResultValue = string | number | boolean | null

/**
 * One attempt as it leaves Carillon, in CSV and JSON alike. The order of the keys is the order of
 * the columns.
 */
export interface AttemptResult {
  readonly attempt: string
  readonly campaign: string
  readonly contact: number
  /** The contact's name in the manager's own system. */
  readonly key: string | null
  /** E.164, as are all phones. */
  readonly phone: string
  /** Null while the attempt goes on. */
  readonly outcome: string | null
  readonly disposition: string | null
  /** When the person was promised to be called back, on this attempt's card. */
  readonly callbackAt: string | null
  /** The operator who promised to call back themselves; null where anybody may. */
  readonly callbackOperator: string | null
  /** The operator says that a machine answered. */
  readonly machine: boolean
  /** How it was dialed; `incoming`: the person called us. */
  readonly mode: string
  /** Who had the person last; where nobody had, who was to have them. */
  readonly operator: string | null
  readonly reservedFor: string | null
  readonly trunk: string
  readonly callerId: string
  readonly begunAt: string
  readonly placedAt: string | null
  readonly provisionalAt: string | null
  readonly answeredAt: string | null
  readonly reservedAt: string | null
  readonly connectedAt: string | null
  readonly messageStartedAt: string | null
  readonly messageEndedAt: string | null
  readonly endedAt: string | null
  readonly closedAt: string | null
  readonly endedBy: string | null
  readonly sip: number | null
  readonly q850: number | null
  readonly ringSec: number | null
  readonly answerToOperatorSec: number | null
  /**
   * The person's talk: from `connectedAt` to `endedAt`, with all operators and whoever outside they
   * were left to.
   */
  readonly talkSec: number | null
  /** From when the last operator left the call to `closedAt`, which may be before `endedAt`. */
  readonly wrapUpSec: number | null
  /** The files of its recording, with a blank between. */
  readonly recording: string | null
  /** The rules that allowed the call, with their version. */
  readonly rules: string
  /** Answers by field id; empty while nothing is filled in. */
  readonly card: CardAnswers
  /** The contact's own columns. */
  readonly data: Readonly<Record<string, string>>
}

/** Puts a record of the store into the words of the outside. */
export function resultOf(record: AttemptRecord): AttemptResult {
  const spans = spansOf(record)
  return {
    attempt: record.id,
    campaign: record.campaign,
    contact: record.contact,
    key: record.key,
    phone: record.phone,
    outcome: record.outcome ?? null,
    disposition: record.disposition,
    callbackAt: isoOrNull(record.callback?.at),
    callbackOperator: record.callback?.operator ?? null,
    machine: record.machine,
    mode: record.mode,
    operator: record.operator ?? null,
    reservedFor: record.reservedFor,
    trunk: record.trunk,
    callerId: record.callerId,
    begunAt: isoTime(record.begunAt),
    placedAt: isoOrNull(record.placedAt),
    provisionalAt: isoOrNull(record.provisionalAt),
    answeredAt: isoOrNull(record.answeredAt),
    reservedAt: isoOrNull(record.reservedAt),
    connectedAt: isoOrNull(record.connectedAt),
    messageStartedAt: isoOrNull(record.messageStartedAt),
    messageEndedAt: isoOrNull(record.messageEndedAt),
    endedAt: isoOrNull(record.endedAt),
    closedAt: isoOrNull(record.closedAt),
    endedBy: record.endedBy ?? null,
    sip: record.sip ?? null,
    q850: record.q850 ?? null,
    ringSec: secondsOrNull(spans.ring),
    answerToOperatorSec: secondsOrNull(spans.answerToOperator),
    talkSec: secondsOrNull(spans.talk),
    wrapUpSec: secondsOrNull(spans.wrapUp),
    recording: record.recordings?.map(({ file }) => file).join(' ') ?? null,
    rules: record.rules,
    card: record.answers ?? {},
    data: record.data,
  }
}

/** `2026-03-02T09:00:00.000Z`. */
export const isoTime = (instant: Instant): string => new Date(instant).toISOString()

const isoOrNull = (instant: Instant | undefined): string | null =>
  instant === undefined ? null : isoTime(instant)

const secondsOrNull = (ms: number | undefined): number | null =>
  ms === undefined ? null : ms / 1000
