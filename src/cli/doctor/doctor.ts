import { Command } from 'commander'
import { outliveLateGoodbyes } from '../../app/calls/fall.ts'
import { type Finding, verdict } from '../../app/doctor/finding.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import { EXIT, say, sayJson } from '../output.ts'
import { dbOption, environment, jsonOption } from '../places.ts'
import { countWords, findingWords } from './finding-words.ts'

/** `carillon doctor CAMPAIGN…`: whether real calls can be placed, and what is in the way. */
export function doctorCommand(finish: (code: number) => void): Command {
  return new Command('doctor')
    .description('look at servers, trunks and phones, and make a call within FreeSWITCH')
    .argument('<campaign...>', 'folders of campaigns, such as campaigns/demo')
    .addOption(dbOption())
    .addOption(jsonOption())
    .action(async (folders: string[], options: { db: string; json?: boolean }) => {
      // The packages that speak SIP are loaded only by whoever needs them: they take their time.
      const { examine } = await import('../../app/doctor/examine.ts')
      outliveLateGoodbyes()
      const findings: Finding[] = []
      for await (const finding of examine({
        folders,
        dbFile: options.db,
        environment,
        timeline: hostTimeline,
      })) {
        findings.push(finding)
        if (!options.json) for (const line of findingWords(finding)) say(line)
      }
      const result = verdict(findings)
      if (options.json) sayJson({ verdict: result, findings })
      else say(`${countWords(findings)} ${LAST[result]}`)
      finish(CODES[result])
    })
}

const LAST = {
  well: 'All is well: "carillon run" may dial.',
  wrong: 'Something must be changed before calls can be placed.',
  absent: 'Somebody is not there yet.',
} as const
const CODES = { well: EXIT.done, wrong: EXIT.failed, absent: EXIT.notReady } as const
