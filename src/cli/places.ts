import { Option } from 'commander'

/** Where a site's database is when nobody says otherwise. */
export const DEFAULT_DB = '.carillon/site.db'

/** The option that names the database. */
export const dbOption = (): Option =>
  new Option('--db <file>', 'the database of the site').default(DEFAULT_DB)

/** The option that prints JSON instead of text. */
export const jsonOption = (): Option => new Option('--json', 'print JSON')
