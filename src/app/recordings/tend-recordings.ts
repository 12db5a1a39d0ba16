import type { Dirent } from 'node:fs'
import { readdir, rmdir, stat, unlink } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { type Duration, hours } from '../../base/duration.ts'
import type { Timeline } from '../../base/timeline.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import { expiredRecordings, type RecordingFound } from '../../campaign/rules/expired-recordings.ts'
import { recordingPattern } from '../../campaign/rules/recording-file.ts'
import type { Store } from '../../store/port.ts'

const AGAIN_AFTER: Duration = hours(24)

/** Whose recordings are looked after, and what writes down what was done. */
export interface TendingParts {
  /** Asked anew in each round. @returns them with whole paths. */
  campaigns(): Iterable<Campaign>
  readonly store: Pick<Store, 'record'>
  readonly timeline: Timeline
}

/**
 * Deletes recordings that were kept for long enough, now and once a day, each with a row in the
 * journal. @returns a function that ends it, and resolves when nothing goes on any more.
 */
export function tendRecordings(parts: TendingParts): () => Promise<void> {
  let cancel = (): void => {}
  let going: Promise<void> = Promise.resolve()
  const tend = (): void => {
    cancel = parts.timeline.after(AGAIN_AFTER, tend)
    going = going.then(() => deleteExpired(parts))
  }
  tend()
  return () => {
    cancel()
    return going
  }
}

/**
 * One round over the folders of all campaigns, those that record no more included: what they have
 * recorded is still theirs. What fails is tried again next time.
 */
export async function deleteExpired(parts: TendingParts): Promise<void> {
  const { store, timeline } = parts
  for (const { id: campaign, recording } of parts.campaigns()) {
    const { folder, file, keep } = recording
    const found = await filesIn(folder)
    const pattern = recordingPattern(file, campaign)
    for (const { path, attempt } of expiredRecordings(found, pattern, keep, timeline.wall())) {
      const failure = await remove(folder, path)
      const name = failure === null ? 'recording.deleted' : 'recording.notDeleted'
      const data = { campaign, attempt, file: path, ...(failure === null ? {} : { failure }) }
      await store.record([{ kind: 'note', at: timeline.wall(), name, data }])
    }
  }
}

/** Whole files below a folder. Links are not followed: nothing outside is looked at. */
async function filesIn(folder: string): Promise<readonly RecordingFound[]> {
  const found: RecordingFound[] = []
  for (const entry of await entriesOf(folder)) {
    if (!entry.isFile()) continue
    const place = join(entry.parentPath, entry.name)
    const known = await stat(place).catch(() => null)
    if (known === null) continue
    const path = relative(folder, place).split(sep).join('/')
    found.push({ path, writtenAt: known.mtimeMs })
  }
  return found
}

/** A folder that is not there holds nothing: its first recording makes it. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true })
  } catch {
    return []
  }
}

/** @returns the code of what went wrong, or null. */
async function remove(folder: string, path: string): Promise<string | null> {
  try {
    await unlink(join(folder, path))
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
  // The folder of a day goes with its last recording; one that is not empty stays.
  const day = dirname(join(folder, path))
  if (day !== folder) await rmdir(day).catch(() => {})
  return null
}
