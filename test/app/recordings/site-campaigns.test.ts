import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCampaigns } from '../../../src/app/load-campaigns.ts'
import { siteCampaigns } from '../../../src/app/recordings/site-campaigns.ts'
import { hours } from '../../../src/base/duration.ts'
import { folderWith, SITE, SMALL } from '../../campaign/folders.ts'

const OPERATORS = 'campaigns: [small, over, broken]'
const files = {
  'site.yaml': SITE.replace('campaigns: [small]', OPERATORS),
  'over/campaign.yaml': `${SMALL}recording: { keep: 30d }\n`,
  'over/contacts.csv': null,
  'broken/campaign.yaml': 'title: 1\n',
}

describe('Recordings are looked after', () => {
  it('of the campaigns of a run, and of those beside them that are not dialed', () => {
    const site = folderWith(files)
    const { campaigns, folders } = loadCampaigns([`${site}/small`])
    const tended = [...siteCampaigns(campaigns, folders)]
    expect(tended.map(({ id }) => id)).toEqual(['small', 'over'])
    expect(tended[0]).toBe(campaigns[0])
    expect(tended[1]!.recording).toMatchObject({
      folder: resolve(site, 'over/recordings'),
      keep: hours(24 * 30),
    })
  })
})
