import type { AttemptMarks, AttemptRecord, AttemptStart } from '../../records.ts'
import { e164Of } from '../packed-contacts.ts'

/** Columns of `attempts` by the field they hold: what is known from the beginning. */
export const START_COLUMNS = {
  id: 'id',
  contact: 'contact_id',
  position: 'position',
  number: 'number_id',
  trunk: 'trunk',
  callerId: 'caller_id',
  budget: 'budget',
  mode: 'mode',
  reservedFor: 'reserved_for',
  begunAt: 'begun_at',
  rules: 'rules',
} as const satisfies Record<Exclude<keyof AttemptStart, 'campaign'>, string>

/** Columns of `attempts` by the field they hold: what becomes known. */
export const MARK_COLUMNS = {
  placedAt: 'placed_at',
  provisionalAt: 'provisional_at',
  answeredAt: 'answered_at',
  reservedAt: 'reserved_at',
  connectedAt: 'connected_at',
  messageStartedAt: 'message_started_at',
  messageEndedAt: 'message_ended_at',
  endedAt: 'ended_at',
  endedBy: 'ended_by',
  operator: 'operator',
  sip: 'sip',
  q850: 'q850',
  outcome: 'outcome',
  recordings: 'recordings',
  talks: 'talks',
} as const satisfies Record<keyof AttemptMarks, string>

const STARTS = Object.keys(START_COLUMNS) as (keyof typeof START_COLUMNS)[]
const MARKS = Object.keys(MARK_COLUMNS) as (keyof AttemptMarks)[]

/** What to select of `attempts a` and `campaigns k`, so that the functions below can read it. */
export const ATTEMPT_FIELDS = [
  ...STARTS.map(field => `a.${START_COLUMNS[field]} AS ${field}`),
  ...MARKS.map(field => `a.${MARK_COLUMNS[field]} AS ${field}`),
  'k.name AS campaign',
].join(', ')

/** Marks that are kept as JSON. */
const JSON_MARKS = ['recordings', 'talks'] as const
type JsonMark = (typeof JSON_MARKS)[number]

/** A row with `ATTEMPT_FIELDS`. */
export type AttemptRow = AttemptStart & {
  [K in Exclude<keyof AttemptMarks, JsonMark>]-?: AttemptMarks[K] | null
} & { readonly [K in JsonMark]: string | null }

/** A row that also has what a result shows of the contact and the card. */
export interface ResultRow extends AttemptRow {
  readonly machine: number
  readonly key: string | null
  readonly data: string
  readonly digits: number | null
  readonly disposition: string | null
  readonly closedAt: number | null
  readonly callbackAt: number | null
  readonly callbackOperator: string | null
  readonly answers: string | null
}

/** @returns what was known of the attempt from the beginning. */
export function startOf(row: AttemptRow): AttemptStart {
  const picked = [...STARTS, 'campaign' as const].map(field => [field, row[field]])
  return Object.fromEntries(picked) as AttemptStart
}

/** @returns what became known of the attempt. What did not is absent, not null. */
export function marksOf(row: AttemptRow): AttemptMarks {
  const known = MARKS.filter(field => row[field] !== null)
  return Object.fromEntries(known.map(field => [field, markOf(row, field)]))
}

function markOf(row: AttemptRow, field: keyof AttemptMarks): unknown {
  const isJson = (JSON_MARKS as readonly string[]).includes(field)
  return isJson ? JSON.parse(String(row[field])) : row[field]
}

/** @returns the attempt as results read it. */
export function recordOf(row: ResultRow): AttemptRecord {
  return {
    ...startOf(row),
    ...marksOf(row),
    key: row.key,
    phone: e164Of(row.digits),
    disposition: row.disposition,
    ...(row.closedAt !== null && { closedAt: row.closedAt }),
    machine: row.machine === 1,
    callback:
      row.callbackAt === null ? null : { at: row.callbackAt, operator: row.callbackOperator },
    answers: row.answers === null ? null : JSON.parse(row.answers),
    data: JSON.parse(row.data),
  }
}
