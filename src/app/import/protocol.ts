import type { ImportRequest } from '../../lists/import-request.ts'
import type { ImportProgress, ImportReport } from '../../lists/report.ts'
import type { Failure } from '../../store/sqlite/protocol.ts'

/** What the thread of an import is started with. */
export interface ImportStart {
  readonly request: ImportRequest
  readonly dbFile: string
  /** See `openImportConnection`. */
  readonly beside: boolean
}

/**
 * What the thread says. To a question it waits for an answer; after `done` or `failed` it says
 * nothing more.
 */
export type FromImport =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'wasImported' | 'markImported'; readonly digest: string }
  | { readonly kind: 'done'; readonly report: ImportReport }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** What is said to the thread: the answer to its question, or that it is to stop. */
export type ToImport =
  | { readonly kind: 'answer'; readonly known: boolean }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'stop' }
