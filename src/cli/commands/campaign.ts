import { Command } from 'commander'
import { startOrStop } from '../../app/acting/start-or-stop.ts'
import { loadCampaigns } from '../../app/load-campaigns.ts'
import { keysOf } from '../../app/reading/keys-of.ts'
import type { Snapshot } from '../../app/reading/watching.ts'
import { EXIT, say, sayJson } from '../output.ts'
import { campaignDbOption, dbOf, jsonOption } from '../places.ts'

interface Options {
  readonly db?: string
  readonly json?: boolean
}

/**
 * `carillon campaign start|stop CAMPAIGN`: acts through the running engine, and on those after it.
 */
export function campaignCommand(finish: (code: number) => void): Command {
  const act = (kind: 'start' | 'stop', description: string): Command =>
    new Command(kind)
      .description(description)
      .argument('<campaign>', 'folder of the campaign')
      .addOption(campaignDbOption())
      .addOption(jsonOption())
      .action(async (folder: string, options: Options) => {
        const loaded = loadCampaigns([folder], { ownList: false })
        const { id } = loaded.campaigns[0]!
        const db = dbOf(loaded, options.db)
        const seen = await startOrStop(db, kind, id)
        const calls = seen?.calls.filter(one => one.campaign === id) ?? []
        const keys = await keysOf(db, calls)
        const named = calls.map(call => ({ ...call, key: keys.get(call.contact) ?? null }))
        if (options.json) sayJson({ campaign: id, running: seen !== null, calls: named })
        else if (kind === 'stop') say(stopped(id, named))
        else say(started(id, folder, seen))
        finish(EXIT.done)
      })
  return new Command('campaign')
    .description('start or stop a campaign, in the running engine and in those after it')
    .addCommand(act('start', 'dial a campaign that was stopped'))
    .addCommand(
      act('stop', 'place no more calls; those in flight are listed and end by themselves'),
    )
}

function started(id: string, folder: string, seen: Snapshot | null): string {
  if (seen?.campaigns.some(one => one.id === id && one.state === 'running'))
    return `"${id}" is being dialed.`
  const now = seen === null ? 'None runs now.' : 'The one that runs now is ending.'
  return `"${id}" is dialed by the next engine: "carillon run ${folder}". ${now}`
}

/** States whose names say too little. */
const STATES: Readonly<Record<string, string>> = { placed: 'ringing', beginning: 'starting' }

/** A call of the running engine, and the manager's own name of who is called. */
type NamedCall = Snapshot['calls'][number] & { readonly key: string | null }

function stopped(id: string, calls: readonly NamedCall[]): string {
  if (calls.length === 0)
    return `"${id}" is stopped until it is started again. No call is in flight.`
  const lines = calls.map(({ contact, key, state, operator, attempt }) => {
    const who = operator === null ? '' : `, operator ${operator}`
    return `  ${key ?? `contact ${contact}`}: ${STATES[state] ?? state}${who} (attempt ${attempt})`
  })
  return [`"${id}" places no more calls until it is started again. In flight:`, ...lines].join('\n')
}
