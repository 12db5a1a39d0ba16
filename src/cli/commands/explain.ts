import { Command } from 'commander'
import { askSnapshot } from '../../app/control/control-client.ts'
import { loadCampaigns } from '../../app/load-campaigns.ts'
import { type Diagnosis, diagnoseCampaign } from '../../app/reading/diagnose.ts'
import { explainContact } from '../../app/reading/explain-contact.ts'
import { findContact } from '../../app/reading/find-contact.ts'
import { type Moment, momentOf } from '../../app/reading/moment.ts'
import { openReader } from '../../app/reading/open-reader.ts'
import { pacingNow } from '../../app/reading/pacing-now.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import { EXIT, say, sayJson } from '../output.ts'
import { pacingWords } from '../pacing-words.ts'
import { campaignDbOption, dbOf, jsonOption } from '../places.ts'

interface Options {
  readonly db?: string
  readonly contact?: string
  readonly pacing?: boolean
  readonly json?: boolean
}

/**
 * `carillon explain CAMPAIGN`: why it is or is not dialing; with `--contact`, the same of one
 * contact.
 */
export function explainCommand(finish: (code: number) => void): Command {
  return new Command('explain')
    .description('say why a campaign, or one of its contacts, is not being called')
    .argument('<campaign>', 'folder of the campaign')
    .option('--contact <name>', 'one contact: its key, a phone, or its number in the results')
    .option('--pacing', 'what the pacing last decided, and why')
    .addOption(campaignDbOption())
    .addOption(jsonOption())
    .action(async (folder: string, options: Options) => {
      const loaded = loadCampaigns([folder], { ownList: false })
      const campaign = loaded.campaigns[0]!
      const dbFile = dbOf(loaded, options.db)
      const engine = await askSnapshot(dbFile)
      if (options.pacing) {
        const pacing = pacingNow(engine, campaign.id)
        if (options.json) sayJson(pacing)
        else say(pacingWords(campaign.title, pacing))
        return finish(EXIT.done)
      }
      const store = await openReader(dbFile)
      try {
        const moment = await momentOf(store, engine, hostTimeline.wall())
        if (options.contact === undefined) {
          const diagnosis = await diagnoseCampaign(campaign, store, engine, moment.at)
          if (options.json) sayJson({ ...judged(moment), ...diagnosis })
          else say(inWords(campaign.title, moment, diagnosis))
        } else {
          const id = await findContact(campaign, store, options.contact)
          const about = await explainContact(campaign, store, id, moment.at)
          if (options.json) sayJson({ ...judged(moment), ...about })
          else say(`${about.text}\n  judged    at ${minute(moment.at)}${MOMENTS[moment.of]}`)
        }
      } finally {
        await store.close()
      }
      finish(EXIT.done)
    })
}

const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`

const FUNNEL = [
  ['callableNow', 'callable now'],
  ['outsideHours', 'outside their calling hours'],
  ['waitingForRetry', 'waiting for the next attempt'],
  ['inFlight', 'being called'],
  ['atOperator', 'with an operator, or on an open card'],
  ['onStopList', 'on the stop list'],
  ['exhausted', 'out of attempts or phones'],
  ['done', 'done'],
] as const

/** For programs: when was judged, and by whose time. */
const judged = ({ at, of }: Moment) => ({ judgedAt: new Date(at).toISOString(), judgedBy: of })

const MOMENTS: Record<Moment['of'], string> = {
  engine: ', where the running engine stands',
  lastRun: ', where the last run ended: that is ahead of the clock',
  clock: '',
}

function inWords(title: string, moment: Moment, { state, reasons, funnel }: Diagnosis): string {
  const width = String(funnel.total).length
  const lines = [`${title}: ${STATES[state]}`]
  for (const { text, todo, count } of reasons)
    lines.push(`  ${count > 0 ? `${count}: ` : ''}${text} ${todo}`)
  lines.push(
    '',
    `  ${String(funnel.total).padStart(width)} contacts at ${minute(moment.at)}${MOMENTS[moment.of]}`,
  )
  for (const [key, word] of FUNNEL) {
    if (funnel[key] > 0) lines.push(`  ${String(funnel[key]).padStart(width)} ${word}`)
  }
  const { nextCallableAt } = funnel
  if (nextCallableAt !== null && funnel.callableNow === 0) {
    lines.push(
      '',
      `  The next one may be called at ${new Date(nextCallableAt).toISOString().slice(0, 19)}Z.`,
    )
  }
  return lines.join('\n')
}

const STATES: Record<Diagnosis['state'], string> = {
  dialing: 'dialing',
  notRunning: 'not running',
  stopping: 'stopping',
  stopped: 'stopped',
  noContacts: 'no contacts',
  finished: 'finished',
  storeFailing: 'the database fails',
  networkDown: 'no telephone network',
  noOperators: 'no operators',
  operatorsBusy: 'operators are busy',
  phonesRinging: "operators' phones are being rung",
  phonesMissing: "operators' phones are not registered",
  cardsOpen: 'waiting for open cards',
  promised: 'waiting for the operators of callbacks',
  outsideHours: 'outside the calling hours',
  waitingForRetry: 'waiting for the next attempts',
  linesBusy: 'all lines are in use',
  carrierRefuses: 'the carrier refuses calls',
}
