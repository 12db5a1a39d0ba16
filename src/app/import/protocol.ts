import type { Instant } from '../../base/duration.ts'
import type { CampaignId } from '../../base/id.ts'
import type { ImportRequest } from '../../lists/import-request.ts'
import type { ImportProgress, ImportReport } from '../../lists/report.ts'
import type { PackedContacts } from '../../store/sqlite/packed-contacts.ts'
import type { Failure } from '../../store/sqlite/protocol.ts'

/** What the thread of an import beside an engine is started with. */
export interface ImportStart {
  readonly request: ImportRequest
  readonly dbFile: string
}

/**
 * What that thread says. To a question it waits for an answer; after `done` or `failed` it says
 * nothing more.
 */
export type FromImport =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'wasImported' | 'markImported'; readonly digest: string }
  | { readonly kind: 'done'; readonly report: ImportReport }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** What is said to it: the answer to its question, or that it is to stop. */
export type ToImport =
  | { readonly kind: 'answer'; readonly known: boolean }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'stop' }

/** What is asked of the thread that only writes. */
export type ToWriter =
  | {
      readonly kind: 'add'
      readonly campaign: CampaignId
      readonly batch: PackedContacts
      readonly at: Instant
    }
  | { readonly kind: 'flush' | 'close' }

/** Its replies, one for each request and in their order; the first says that it is ready. */
export type FromWriter =
  | { readonly ok: true; readonly duplicates: readonly number[] }
  | { readonly ok: false; readonly failure: Failure }
