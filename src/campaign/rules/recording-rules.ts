import type { Duration } from '../../base/duration.ts'

/** Which calls of a campaign are recorded, with whose consent, and where the files go. */
export interface RecordingRules {
  readonly which: RecordedCalls
  readonly consent: RecordingConsent
  /** The callee in the left channel and the operator in the right one; otherwise both in one. */
  readonly stereo: boolean
  /** The name of a call's file within the folder: see `recording-file.ts`. */
  readonly file: string
  /**
   * Where the files go, as the media server and this process both know it: a path in the folder of
   * the campaign, or an absolute one.
   */
  readonly folder: string
  /** Files of calls that began longer ago are deleted. */
  readonly keep: Duration
}

/**
 * - `all`, `none`.
 * - `share`: each call with this chance, from 0 to 1; which ones is known before they are placed.
 * - `onDemand`: those that the operator says, for as long as they say.
 */
export type RecordedCalls =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'share'; readonly of: number }
  | { readonly kind: 'onDemand' }

/**
 * Whose word it takes. Many countries ask for that of everybody in the call (for one, section 632
 * of California's Penal Code, and section 201 of Germany's).
 *
 * - `none`: the campaign needs none.
 * - `spoken`: the callee's in the call, which the operator says.
 * - `column`: given before, as a column of the contact says by one of these values, whatever their
 *   case; otherwise as `spoken`.
 */
export type RecordingConsent =
  | { readonly kind: 'none' }
  | { readonly kind: 'spoken' }
  | { readonly kind: 'column'; readonly column: string; readonly values: readonly string[] }
