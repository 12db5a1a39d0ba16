import { InvalidArgumentError, Option } from 'commander'
import type { LoadedCampaigns } from '../app/load-campaigns.ts'

/** Where the database of real calls is when nobody says otherwise. */
export const DEFAULT_DB = '.carillon/site.db'

/**
 * And that of simulated ones. They never get into the other by default: a contact that was called
 * in play would not be called, and simulated time is ahead of the clock.
 */
export const VIRTUAL_DB = '.carillon/virtual-site.db'

/** The option that names the database of a running engine that has desks and servers. */
export const dbOption = (): Option =>
  new Option('--db <file>', 'the database of the site').default(DEFAULT_DB).argParser(dbFile)

/** The option that names the database of campaigns; `dbOf` says which it is without. */
export const campaignDbOption = (): Option =>
  new Option(
    '--db <file>',
    `the database of the site (default: ${DEFAULT_DB}, or ${VIRTUAL_DB} while the site file names no servers)`,
  ).argParser(dbFile)

/** @returns the database that was named, or the one in which a plain `run` writes the calls. */
export function dbOf(
  { network }: Pick<LoadedCampaigns, 'network'>,
  named: string | undefined,
): string {
  return named ?? (network === null ? VIRTUAL_DB : DEFAULT_DB)
}

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
