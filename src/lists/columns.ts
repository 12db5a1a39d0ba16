import type { ContactsSource } from '../campaign/contacts-source.ts'
import { unreadable } from './file/encoding.ts'

/** How a list's columns are read: a campaign's source of contacts, wherever its file lies. */
export type ColumnSettings = Omit<ContactsSource, 'file'>

/** Where a list's columns stand: indexes into the cells of a row. */
export interface Columns {
  /** Names by position, without surrounding spaces; an empty one is a column that is not kept. */
  readonly names: readonly string[]
  readonly phones: readonly number[]
  readonly zone: number | null
  readonly priority: number | null
  readonly key: number | null
}

/** @returns the names of all columns that a source expects in the header. */
export function expectedColumns(source: ColumnSettings): string[] {
  const { phones, zone, priority, key } = source
  return [...phones, zone, priority, key].filter(name => name !== null)
}

/**
 * Finds the source's columns in a header.
 *
 * @throws CarillonError LIST_INVALID that names every column missing or there twice.
 */
export function bindColumns(header: readonly string[], source: ColumnSettings): Columns {
  const names = header.map(cell => cell.trim())
  if (names.some(name => CONTROLS.test(name))) {
    throw unreadable('The file is no text.', 'Save the list as CSV in UTF-8.')
  }
  const problems: string[] = []
  const twice = new Set(names.filter((name, i) => name !== '' && names.indexOf(name) !== i))
  for (const name of twice) problems.push(`the column "${shorten(name)}" is there more than once`)
  // It would set the prototype of a contact's data instead of a value.
  if (names.includes('__proto__')) problems.push('no column may be called "__proto__"')
  for (const name of new Set(expectedColumns(source))) {
    if (!names.includes(name)) problems.push(`there is no column "${name}"`)
  }
  if (problems.length > 0) {
    throw unreadable(
      `The header row does not fit: ${problems.join('; ')}. Its columns are ${listed(names)}.`,
      'Correct the file, or the column names of the campaign.',
    )
  }
  const at = (name: string | null): number | null => (name === null ? null : names.indexOf(name))
  return {
    names,
    phones: source.phones.map(name => names.indexOf(name)),
    zone: at(source.zone),
    priority: at(source.priority),
    key: at(source.key),
  }
}

/** Characters that no name of a column holds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const CONTROLS = /[\u0000-\u0008\u000e-\u001f]/

const NAMES_SHOWN = 30
const NAME_LENGTH_SHOWN = 60

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).map(name => `"${shorten(name)}"`)
  const rest = names.length - shown.length
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

function shorten(name: string): string {
  return name.length > NAME_LENGTH_SHOWN ? `${name.slice(0, NAME_LENGTH_SHOWN)}…` : name
}
