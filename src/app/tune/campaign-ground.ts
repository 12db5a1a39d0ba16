import { existsSync } from 'node:fs'
import { CarillonError } from '../../base/errors.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { BudgetWindow } from '../../campaign/site.ts'
import { attemptPages } from '../../reports/pages.ts'
import { evidenceOf } from '../../sim/journal/evidence.ts'
import { type JournalCall, journalCall } from '../../sim/journal/journal-call.ts'
import { worldOf } from '../../sim/replay/world-of-day.ts'
import type { World } from '../../sim/world/world.ts'
import { loadCampaigns } from '../load-campaigns.ts'
import { openReader } from '../reading/open-reader.ts'

/** A world as a campaign's past calls have it. */
export interface CampaignGround {
  readonly world: World
  /** How many calls it was made of, and of how many days. */
  readonly attempts: number
  readonly days: number
  /** The window over which its budget counts. */
  readonly window: BudgetWindow['kind']
}

/** Fewer calls than this say too little of who answers, how soon, and how long they talk. */
export const ATTEMPTS_LEAST = 200

/**
 * The world that a campaign's database tells of; a campaign itself does not say how people answer.
 *
 * @throws CarillonError CAMPAIGN_INVALID; NOT_FOUND with what to do where it was dialed too little.
 */
export async function campaignGround(folder: string, dbFile: string): Promise<CampaignGround> {
  const { site, campaigns } = loadCampaigns([folder], { ownList: false })
  const [campaign] = campaigns
  const calls = existsSync(dbFile) ? await callsOf(campaign!, dbFile) : []
  if (calls.length < ATTEMPTS_LEAST) throw tooFew(folder, dbFile, calls.length)
  const { days, ...evidence } = evidenceOf(calls, campaign!, site)
  const { window } = site.budgets.find(({ id }) => id === campaign!.budget)!
  return { world: worldOf(evidence), attempts: calls.length, days, window: window.kind }
}

async function callsOf(campaign: Campaign, dbFile: string): Promise<JournalCall[]> {
  const store = await openReader(dbFile)
  const calls: JournalCall[] = []
  try {
    for await (const page of attemptPages(store, campaign.id))
      for (const record of page)
        calls.push(...[journalCall(record, campaign)].filter(it => it !== null))
  } finally {
    await store.close()
  }
  return calls
}

function tooFew(folder: string, dbFile: string, calls: number): CarillonError {
  return new CarillonError(
    'NOT_FOUND',
    [
      `A campaign does not say how people answer, and ${dbFile} knows of ${calls} calls of ${folder} that are over; ${ATTEMPTS_LEAST} are needed.`,
      `Dial it for longer, or record a day with "carillon run ${folder} --record day.jsonl" and tune day.jsonl,`,
      'or describe a day as a world: bench/worlds/README.md says how.',
    ].join('\n'),
  )
}
