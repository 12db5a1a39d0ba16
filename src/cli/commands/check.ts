import { Command } from 'commander'
import { loadCampaign } from '../../app/load-campaign.ts'
import type { Loaded } from '../../campaign/parse/folder.ts'
import { problemText } from '../../campaign/parse/problem.ts'
import { EXIT, say, sayJson } from '../output.ts'
import { environment, jsonOption } from '../places.ts'

/** `carillon check CAMPAIGN…`: every problem of the files at once. */
export function checkCommand(finish: (code: number) => void): Command {
  return new Command('check')
    .description('read campaign folders and say everything that is wrong with them')
    .argument('<campaign...>', 'folders of campaigns, such as campaigns/demo')
    .addOption(jsonOption())
    .action((folders: string[], options: { json?: boolean }) => {
      const problems = new Map<string, unknown>()
      const warnings: string[] = []
      const sound: string[] = []
      for (const folder of folders) {
        const loaded = loadCampaign(folder, { environment })
        if (loaded.ok) {
          const doubts = doubtsOf(loaded)
          sound.push(`${folder}: campaign "${loaded.campaign.id}" is sound.`)
          sound.push(...doubts.map(doubt => `  ${doubt}`))
          warnings.push(...doubts.map(doubt => `${folder}: ${doubt}`))
        }
        // Campaigns of one site share its file: its problems are said once.
        else for (const problem of loaded.problems) problems.set(problemText(problem), problem)
      }
      if (options.json) sayJson({ problems: [...problems.values()], warnings })
      else for (const line of [...problems.keys(), ...sound]) say(line)
      finish(problems.size === 0 ? EXIT.done : EXIT.failed)
    })
}

/** A campaign that is well written may still have nobody to dial for, or to dial. */
function doubtsOf({ campaign, site, emptyList }: Extract<Loaded, { ok: true }>): string[] {
  const { id, contacts } = campaign
  const doubts: string[] = []
  if (emptyList) {
    doubts.push(`${contacts.file} has a header and no contacts: until it has, nobody is called.`)
  }
  if (!site.operators.some(one => one.campaigns.includes(id))) {
    doubts.push(
      `No operator serves it: add "${id}" to the campaigns of operators in the site file.`,
    )
  }
  return doubts
}
