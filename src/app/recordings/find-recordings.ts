import { stat } from 'node:fs/promises'
import type { Duration, Instant } from '../../base/duration.ts'
import type { AttemptId, CampaignId, ContactId, OperatorId } from '../../base/id.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import { attemptPages } from '../../reports/pages.ts'
import type { Store } from '../../store/port.ts'
import { wavLength } from './wav-length.ts'

/** One file of a call that was recorded. */
export interface RecordingSeen {
  readonly campaign: CampaignId
  readonly attempt: AttemptId
  readonly contact: ContactId
  /** The contact's name in the manager's own system. */
  readonly key: string | null
  /** E.164. */
  readonly phone: string
  readonly operator: OperatorId | null
  readonly startedAt: Instant
  /** That of the sound in the file, or else from its beginning to its end; null: unknown. */
  readonly length: Duration | null
  /** As FreeSWITCH was told it. */
  readonly file: string
  /** null: it is not there, or not any more: recordings are deleted after a time. */
  readonly bytes: number | null
  /** Whether the call goes on, and the file with it. */
  readonly growing: boolean
}

/**
 * The recordings of a campaign's present run, in the order in which their calls were begun.
 *
 * @param contact whose they are; null: everybody's.
 */
export async function* findRecordings(
  campaign: Pick<Campaign, 'id'>,
  store: Pick<Store, 'attempts'>,
  contact: ContactId | null,
): AsyncGenerator<RecordingSeen, void, undefined> {
  for await (const page of attemptPages(store, campaign.id)) {
    for (const { id: attempt, contact: whose, key, phone, operator, ...rest } of page) {
      if (contact !== null && whose !== contact) continue
      for (const { file, startedAt, endedAt = rest.endedAt } of rest.recordings ?? []) {
        const bytes = await sizeOf(file)
        const growing = endedAt === undefined && rest.outcome === undefined
        const meant = endedAt === undefined ? null : endedAt - startedAt
        // A server that was killed leaves less of it than there was to be.
        const own = bytes === null || growing ? null : await wavLength(file, bytes)
        yield {
          campaign: campaign.id,
          attempt,
          contact: whose,
          key,
          phone,
          operator: operator ?? null,
          startedAt,
          length: own ?? meant,
          file,
          bytes,
          growing,
        }
      }
    }
  }
}

async function sizeOf(file: string): Promise<number | null> {
  const found = await stat(file).catch(() => null)
  return found?.isFile() ? found.size : null
}
