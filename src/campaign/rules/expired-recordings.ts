import type { Duration, Instant } from '../../base/duration.ts'

/** A file found in the folder of recordings. */
export interface RecordingFound {
  /** Its path within the folder, its parts separated by "/". */
  readonly path: string
  /** When it was last written to: the end of its call. */
  readonly writtenAt: Instant
}

/** A file that has been kept for long enough. */
export interface RecordingExpired {
  readonly path: string
  readonly attempt: string
}

/**
 * Which files are to be deleted: those that are named as recordings of the campaign are, and were
 * written to longer ago than the campaign keeps them. Everything else in the folder is none of
 * ours.
 *
 * @param pattern of `recordingPattern`.
 */
export function expiredRecordings(
  found: readonly RecordingFound[],
  pattern: RegExp,
  keep: Duration,
  now: Instant,
): readonly RecordingExpired[] {
  return found.flatMap(({ path, writtenAt }) => {
    const attempt = pattern.exec(path)?.groups?.attempt
    return attempt !== undefined && now - writtenAt > keep ? [{ path, attempt }] : []
  })
}
