import type { NewContact } from '../store/records.ts'
import { bareCell } from './bare-cell.ts'
import type { Columns } from './columns.ts'
import type { Cells } from './file/read-rows.ts'
import { REFUSALS } from './phones/explain.ts'
import { type PhoneCell, readPhones } from './phones/phone-cell.ts'
import type { Refusal } from './rules.ts'
import { zoneNames } from './zone-names.ts'

/** Numbers one contact may have; more are a column that holds something else. */
export const NUMBERS_MAX = 10
/** The priority of a contact whose list says none. */
const PRIORITY_DEFAULT = 5

/** What was wrong, and where: the column's name (null: the row as a whole) and the raw value. */
export interface Fault extends Refusal {
  readonly column: string | null
  readonly value: string
}

/** What a row came to. */
export type RowReading =
  | { readonly kind: 'blank' }
  | { readonly kind: 'rejected'; readonly fault: Fault }
  | {
      readonly kind: 'contact'
      readonly contact: NewContact
      /** Numbers of the row that are not called, though the contact is good. */
      readonly leftOut: readonly Fault[]
    }

const BLANK: RowReading = { kind: 'blank' }

/**
 * Makes a reader of rows: cells → a contact, or the first rule the row breaks.
 *
 * @param country of numbers without a country code; it must have a numbering plan.
 * @param defaultZone of contacts whose row names none.
 */
export function rowReader(
  columns: Columns,
  country: string,
  defaultZone: string,
): (cells: Cells) => RowReading {
  const zoneName = zoneNames()
  return cells => {
    if (cells.every(isBlank)) return BLANK
    const misfit = checkCellCount(cells, columns)
    if (misfit !== null) return { kind: 'rejected', fault: misfit }
    const phones = readPhoneColumns(cells, columns, country)
    if (phones.numbers.length === 0) {
      return { kind: 'rejected', fault: phones.faults[0] ?? noPhone(columns) }
    }
    const written = cellOf(cells, columns.zone)
    const zone = written === '' ? defaultZone : zoneName(written)
    if (zone === null) return { kind: 'rejected', fault: badZone(columns, written) }
    const priority = readPriority(cellOf(cells, columns.priority))
    if (priority === null) return { kind: 'rejected', fault: badPriority(columns, cells) }
    const key = bareCell(cellOf(cells, columns.key))
    const data = readData(cells, columns)
    const contact = { key: key === '' ? null : key, zone, priority, phones: phones.numbers, data }
    return { kind: 'contact', contact, leftOut: phones.faults }
  }
}

const isBlank = (cell: string): boolean => cell === '' || cell.trim() === ''

function cellOf(cells: Cells, column: number | null): string {
  return column === null ? '' : cells[column]!.trim()
}

function readData(cells: Cells, columns: Columns): Record<string, string> {
  const data: Record<string, string> = {}
  const { names } = columns
  for (let i = 0; i < names.length; i++) if (names[i] !== '') data[names[i]!] = cells[i]!
  return data
}

function readPhoneColumns(
  cells: Cells,
  columns: Columns,
  country: string,
): { numbers: readonly string[]; faults: readonly Fault[] } {
  let numbers: readonly string[] = []
  const faults: Fault[] = []
  for (const at of columns.phones) {
    const cell: PhoneCell = readPhones(cells[at]!, country)
    const column = columns.names[at]!
    for (const refused of cell.refused) faults.push({ ...refused, column })
    numbers = numbers.length === 0 ? cell.numbers : [...new Set([...numbers, ...cell.numbers])]
    for (const value of numbers.slice(NUMBERS_MAX)) {
      faults.push({ ...REFUSALS.tooManyNumbers, column, value })
    }
    numbers = numbers.slice(0, NUMBERS_MAX)
  }
  return { numbers, faults }
}

function checkCellCount(cells: Cells, columns: Columns): Fault | null {
  const expected = columns.names.length
  if (
    cells.length === expected ||
    (cells.length > expected && cells.slice(expected).every(isBlank))
  ) {
    return null
  }
  const quotes = cells.some(cell => cell.includes('\n'))
    ? ' A cell of it spans several lines: look for a quote that is not closed.'
    : ' Put cells that hold the separator or a line break in quotes.'
  return {
    rule: 'cellCount',
    column: null,
    value: cells.join(' | '),
    suggestion: `The row has ${cells.length} cells, the header ${expected}.${quotes}`,
  }
}

const noPhone = (columns: Columns): Fault => ({
  rule: 'phoneMissing',
  column: columns.names[columns.phones[0]!]!,
  value: '',
  suggestion: 'The row has no phone number. Add one, or leave the row out.',
})

const badZone = (columns: Columns, value: string): Fault => ({
  rule: 'zoneUnknown',
  column: columns.names[columns.zone!]!,
  value,
  suggestion: 'There is no such time zone. Write its IANA name, such as Europe/Moscow, or nothing.',
})

function readPriority(cell: string): number | null {
  if (cell === '') return PRIORITY_DEFAULT
  return /^[1-9]$/.test(cell) ? Number(cell) : null
}

const badPriority = (columns: Columns, cells: Cells): Fault => ({
  rule: 'priorityOutOfRange',
  column: columns.names[columns.priority!]!,
  value: cells[columns.priority!]!,
  suggestion: 'A priority is a whole number from 1 (first) to 9 (last), or nothing.',
})
