import { Command } from 'commander'
import { loadCampaigns } from '../../app/load-campaigns.ts'
import { reportOf } from '../../app/reading/campaign-report.ts'
import { openReader } from '../../app/reading/open-reader.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import { EXIT, say, sayJson } from '../output.ts'
import { campaignDbOption, dbOf, jsonOption } from '../places.ts'

/** `carillon report CAMPAIGN…`: what has come of the campaigns so far. */
export function reportCommand(finish: (code: number) => void): Command {
  return new Command('report')
    .description('print what has come of campaigns so far')
    .argument('<campaign...>', 'folders of campaigns')
    .addOption(campaignDbOption())
    .addOption(jsonOption())
    .action(async (folders: string[], options: { db?: string; json?: boolean }) => {
      const loaded = loadCampaigns(folders, { ownList: false })
      const { site, campaigns } = loaded
      const store = await openReader(dbOf(loaded, options.db))
      try {
        const reports: unknown[] = []
        for (const campaign of campaigns) {
          const report = await reportOf(campaign, site, store, hostTimeline.wall())
          if (options.json) reports.push({ campaign: campaign.id, ...report.data })
          else say(report.text)
        }
        if (options.json) sayJson({ campaigns: reports })
      } finally {
        await store.close()
      }
      finish(EXIT.done)
    })
}
