import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { CarillonError } from '../../base/errors.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import { loadCampaigns } from '../load-campaigns.ts'

/**
 * The campaigns whose recordings a run looks after: its own, and those that lie beside them and are
 * not dialed now, as they stand in their files. One whose files are not sound is left alone. Each
 * is read as it is asked for, so that many do not hold up the calls.
 *
 * @param own as they were loaded. @param folders of them.
 */
export function* siteCampaigns(
  own: readonly Campaign[],
  folders: ReadonlyMap<string, string>,
): Generator<Campaign> {
  yield* own
  for (const site of new Set([...folders.values()].map(folder => dirname(resolve(folder)))))
    for (const name of existsSync(site) ? readdirSync(site) : [])
      if (!folders.has(name)) yield* soundIn(join(site, name))
}

function soundIn(folder: string): readonly Campaign[] {
  if (!existsSync(join(folder, 'campaign.yaml'))) return []
  try {
    return loadCampaigns([folder], { ownList: false }).campaigns
  } catch (error) {
    if (error instanceof CarillonError) return []
    throw error
  }
}
