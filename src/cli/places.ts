import { InvalidArgumentError, Option } from 'commander'

/** Where a site's database is when nobody says otherwise. */
export const DEFAULT_DB = '.carillon/site.db'

/** The option that names the database. */
export const dbOption = (): Option =>
  new Option('--db <file>', 'the database of the site').default(DEFAULT_DB).argParser(dbFile)

function dbFile(text: string): string {
  // SQLite takes both for a database that is gone with the process.
  if (text === '' || text.startsWith(':')) {
    throw new InvalidArgumentError('Name a file: what is dialed must be on record.')
  }
  return text
}

/** The option that prints JSON instead of text. */
export const jsonOption = (): Option => new Option('--json', 'print JSON')

/** Where the secrets of a site are looked up. */
export const environment = (variable: string): string | undefined => process.env[variable]
