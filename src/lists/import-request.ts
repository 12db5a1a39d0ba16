import type { Instant } from '../base/duration.ts'
import type { CampaignId } from '../base/id.ts'
import type { Added, NewContact } from '../store/records.ts'
import type { ColumnSettings } from './columns.ts'
import type { FileHints } from './file/survey.ts'
import type { ImportProgress } from './report.ts'

/**
 * What an import needs of a store. Replies may come at once or later; calls take effect in their
 * order.
 */
export interface ContactSink {
  addContacts(
    campaign: CampaignId,
    contacts: readonly NewContact[],
    at: Instant,
  ): Added | Promise<Added>
  markImported(campaign: CampaignId, digest: string, at: Instant): void | Promise<void>
  wasImported(campaign: CampaignId, digest: string): boolean | Promise<boolean>
}

/** One list to be imported into one campaign. Plain data: it travels between threads. */
export interface ImportRequest {
  readonly campaign: CampaignId
  /** Path of the list. */
  readonly file: string
  readonly source: ColumnSettings
  /** IANA zone of contacts whose row names none: the campaign's. */
  readonly zone: string
  /** When the contacts are added. */
  readonly at: Instant
  /** Encoding and separator, or nulls to find them out. */
  readonly hints: FileHints
  /**
   * Where to write the rejected rows, all of them, as CSV; null: nowhere. There must be no such
   * file yet.
   */
  readonly rejectedFile: string | null
}

/** How an import goes about it. */
export interface ImportOptions {
  /** Contacts in one transaction; 1 to 10,000, by default 2,000. */
  readonly batch?: number
  readonly onProgress?: (progress: ImportProgress) => void
  /** When it fires, the import stops after the rows at hand, and its report says so. */
  readonly signal?: AbortSignal
}
