import type { CardValue } from '../campaign/card.ts'
import type { AttemptRecord } from '../store/records.ts'
import { type AttemptResult, resultOf } from './attempt-result.ts'
import { csvLine } from './csv-cell.ts'

/** What a file of results is to hold beside the columns of every attempt. */
export interface CsvOptions {
  /** Ids of the card's fields: a column `card.FIELD` each. */
  readonly fields: readonly string[]
  /** Columns of the contact: a column `data.COLUMN` each. */
  readonly columns: readonly string[]
  /** Whether to begin with a byte order mark, without which Excel reads UTF-8 wrongly. */
  readonly byteOrderMark: boolean
}

/** Every column but those of the card and the contact. */
const COLUMNS: readonly Exclude<keyof AttemptResult, 'card' | 'data'>[] = [
  'attempt',
  'campaign',
  'contact',
  'key',
  'phone',
  'outcome',
  'disposition',
  'callbackAt',
  'callbackOperator',
  'machine',
  'mode',
  'operator',
  'reservedFor',
  'trunk',
  'callerId',
  'begunAt',
  'placedAt',
  'provisionalAt',
  'answeredAt',
  'reservedAt',
  'connectedAt',
  'messageStartedAt',
  'messageEndedAt',
  'endedAt',
  'closedAt',
  'endedBy',
  'sip',
  'q850',
  'ringSec',
  'answerToOperatorSec',
  'talkSec',
  'wrapUpSec',
  'recording',
  'rules',
]

/**
 * The results as the text of a CSV file, a page at a time. Answers to fields that the card does not
 * have any more stand as JSON in the last column, `card.other`: nothing an operator wrote is lost.
 */
export async function* resultsCsv(
  pages: AsyncIterable<readonly AttemptRecord[]>,
  { fields, columns, byteOrderMark }: CsvOptions,
): AsyncGenerator<string, void, undefined> {
  const own = fields.map(field => `card.${field}`)
  const header = [...COLUMNS, ...columns.map(column => `data.${column}`), ...own, 'card.other']
  yield `${byteOrderMark ? '\ufeff' : ''}${csvLine(header)}`
  for await (const page of pages)
    yield page.map(record => csvLine(cellsOf(resultOf(record), fields, columns))).join('')
}

function cellsOf(
  result: AttemptResult,
  fields: readonly string[],
  columns: readonly string[],
): string[] {
  const { card, data } = result
  const others = Object.entries(card).filter(([field]) => !fields.includes(field))
  return [
    ...COLUMNS.map(column => String(result[column] ?? '')),
    ...columns.map(column => ownValue(data, column) ?? ''),
    ...fields.map(field => answerText(ownValue(card, field))),
    others.length === 0 ? '' : JSON.stringify(Object.fromEntries(others)),
  ]
}

/** Several choices stand in one cell, with `; ` between them. */
function answerText(answer: CardValue | undefined): string {
  if (answer === undefined) return ''
  return typeof answer === 'object' ? answer.join('; ') : String(answer)
}

/** A column may be called `constructor`, which every object seems to have. */
function ownValue<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}
