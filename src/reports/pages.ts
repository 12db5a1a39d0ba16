import type { CampaignId } from '../base/id.ts'
import type { Store } from '../store/port.ts'
import type { AttemptRecord } from '../store/records.ts'

/** Attempts read at once: large enough to be quick, small enough that memory stays flat. */
const PAGE = 1000

/**
 * Every attempt of the campaign's present run, in the order of their beginning, a page at a time.
 */
export async function* attemptPages(
  store: Pick<Store, 'attempts'>,
  campaign: CampaignId,
): AsyncGenerator<readonly AttemptRecord[], void, undefined> {
  let after: string | null = null
  for (;;) {
    const page = await store.attempts(campaign, after, PAGE)
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    after = last.id
  }
}
