import { resolve } from 'node:path'
import { CarillonError } from '../base/errors.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { isStream } from '../campaign/network/shapes.ts'
import { problemText } from '../campaign/parse/problem.ts'
import type { Network, Site } from '../campaign/site.ts'
import { type LoadOptions, loadCampaign } from './load-campaign.ts'

/** Campaigns of one site, read from their folders. */
export interface LoadedCampaigns {
  readonly site: Site
  /** What real calls go over; null: the site names no servers. */
  readonly network: Network | null
  readonly campaigns: readonly Campaign[]
  /** The folder of each campaign, by its id. */
  readonly folders: ReadonlyMap<string, string>
}

/**
 * Reads the folders of campaigns and the site file they share.
 *
 * @throws CarillonError CAMPAIGN_INVALID with every problem of every file, one a line.
 */
export function loadCampaigns(
  folders: readonly string[],
  options: Pick<LoadOptions, 'ownList' | 'environment'> = {},
): LoadedCampaigns {
  const problems: string[] = []
  const campaigns: Campaign[] = []
  const found = new Map<string, string>()
  let site: Site | null = null
  let network: Network | null = null
  for (const folder of folders) {
    const loaded = loadCampaign(folder, options)
    if (!loaded.ok) {
      problems.push(...loaded.problems.map(problemText))
      continue
    }
    if (found.has(loaded.campaign.id)) {
      problems.push(`${folder}: campaign "${loaded.campaign.id}" is named twice. Name each once.`)
      continue
    }
    site ??= loaded.site
    network ??= loaded.network && withMusic(loaded.network, folder)
    campaigns.push(withPlaces(loaded.campaign, folder))
    found.set(loaded.campaign.id, folder)
  }
  if (problems.length > 0 || site === null) {
    throw new CarillonError('CAMPAIGN_INVALID', [...new Set(problems)].join('\n'))
  }
  return { site, network, campaigns, folders: found }
}

/** The media server is told whole paths: that of the sound beside the site file, which is above. */
function withMusic(network: Network, folder: string): Network {
  const { holdMusic } = network.calls
  if (holdMusic === null || isStream(holdMusic)) return network
  const calls = { ...network.calls, holdMusic: resolve(folder, '..', holdMusic) }
  return { ...network, calls }
}

/** The media server is told whole paths. */
function withPlaces(campaign: Campaign, folder: string): Campaign {
  const { recording } = campaign
  return { ...campaign, recording: { ...recording, folder: resolve(folder, recording.folder) } }
}
