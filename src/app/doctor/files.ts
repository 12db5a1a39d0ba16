import { CarillonError } from '../../base/errors.ts'
import type { Environment } from '../../campaign/network/check-network.ts'
import { problemText } from '../../campaign/parse/problem.ts'
import type { CallsParts } from '../calls/settings.ts'
import { loadCampaign } from '../load-campaign.ts'
import { loadCampaigns } from '../load-campaigns.ts'
import { absent, type Finding, well, wrong } from './finding.ts'

/** What the files say, and what real calls are made of when they and the secrets are sound. */
export interface FilesSeen {
  readonly findings: readonly Finding[]
  readonly parts: CallsParts | null
}

/** Reads the folders as a run would. What is wrong with the secrets is told apart from the rest. */
export function checkFiles(folders: readonly string[], environment: Environment): FilesSeen {
  const problems = problemsOf(folders)
  if (problems.length > 0) {
    const hint = 'Mend the files; "carillon check" says the same.'
    return { findings: problems.map(one => wrong('files', one, hint)), parts: null }
  }
  const files = well('files', `${folders.join(', ')}: sound, and so is the site file.`)
  const missing = problemsOf(folders, environment)
  if (missing.length > 0) {
    const hint = 'Secrets stand in the environment of whoever starts Carillon.'
    return {
      findings: [files, ...missing.map(one => wrong('secrets', one, hint))],
      parts: null,
    }
  }
  const { network, ...loaded } = loadCampaigns(folders, { environment })
  if (network === null) {
    const hint = 'Name them in the site file: campaigns/README.md, "Real calls".'
    const text = 'The site file names none: calls are simulated.'
    return { findings: [files, absent('servers', text, hint)], parts: null }
  }
  const text = network.trial
    ? 'Set. The site is for trial: those that everybody knows would do.'
    : 'Set, and none is one that everybody knows.'
  return { findings: [files, well('secrets', text)], parts: { ...loaded, network, environment } }
}

/** Campaigns of one site share its file: each problem once. */
function problemsOf(folders: readonly string[], environment?: Environment): readonly string[] {
  const options = environment === undefined ? {} : { environment }
  const problems = folders.flatMap(folder => {
    const loaded = loadCampaign(folder, options)
    return loaded.ok ? [] : loaded.problems.map(problemText)
  })
  if (problems.length > 0) return [...new Set(problems)]
  try {
    loadCampaigns(folders, options)
    return []
  } catch (error) {
    if (error instanceof CarillonError) return [error.message]
    throw error
  }
}
