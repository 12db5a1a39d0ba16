import { Command, InvalidArgumentError } from 'commander'
import { closeCard, handCard, openCards, type SeenCard } from '../../app/acting/open-cards.ts'
import { loadCampaigns } from '../../app/load-campaigns.ts'
import type { Instant } from '../../base/duration.ts'
import type { CardAnswers, CardDefinition, CardValue } from '../../campaign/card.ts'
import { readAs } from '../../campaign/card-rules.ts'
import { EXIT, rowsInWords, say, sayJson } from '../output.ts'
import { campaignDbOption, dbOf, jsonOption } from '../places.ts'
import { instant } from '../values.ts'

interface Options {
  readonly db?: string
  readonly json?: boolean
}

interface CloseOptions extends Options {
  readonly disposition: string
  readonly callback?: Instant
  readonly answer?: readonly string[]
}

const one = (folder: string, named: string | undefined) => {
  const loaded = loadCampaigns([folder], { ownList: false })
  const { campaigns, site } = loaded
  return { campaign: campaigns[0]!, site, db: dbOf(loaded, named) }
}

/**
 * `carillon cards list|hand|close CAMPAIGN`: what a supervisor does with cards that nobody has
 * closed, through the running engine, or on the database where none runs.
 */
export function cardsCommand(finish: (code: number) => void): Command {
  return new Command('cards')
    .description('see the open cards of a campaign, give them to others, or close them')
    .addCommand(listCommand(finish))
    .addCommand(handCommand(finish))
    .addCommand(closeCommand(finish))
}

const listCommand = (finish: (code: number) => void): Command =>
  new Command('list')
    .description('whose cards are open, and since when')
    .argument('<campaign>', 'folder of the campaign')
    .addOption(campaignDbOption())
    .addOption(jsonOption())
    .action(async (folder: string, { db: named, json }: Options) => {
      const { campaign, db } = one(folder, named)
      const cards = await openCards(db, campaign)
      const fields = campaign.card.fields.length
      if (json) sayJson({ campaign: campaign.id, fields, cards: cards.map(forPrograms) })
      else say(inWords(campaign.title, cards, fields))
      finish(EXIT.done)
    })

const handCommand = (finish: (code: number) => void): Command =>
  new Command('hand')
    .description('give an open card to another operator, who comes to it when free next')
    .argument('<campaign>', 'folder of the campaign')
    .argument('<attempt>', 'the attempt of the card, as "cards list" names it')
    .requiredOption('--to <operator>', 'who is to have it')
    .addOption(campaignDbOption())
    .action(async (folder: string, attempt: string, options: Options & { to: string }) => {
      const { db, ...where } = one(folder, options.db)
      const { to } = options
      await handCard(db, where, attempt, to)
      say(`The card is ${to}'s now: it comes as soon as ${to} is at work and free.`)
      finish(EXIT.done)
    })

const closeCommand = (finish: (code: number) => void): Command =>
  new Command('close')
    .description("close an open card in its operator's place, as it was filled in")
    .argument('<campaign>', 'folder of the campaign')
    .argument('<attempt>', 'the attempt of the card, as "cards list" names it')
    .requiredOption('--disposition <id>', 'what came of the call')
    .option('--callback <instant>', 'when to call back, where the disposition asks for it', instant)
    .option('--answer <field=value...>', 'fields to fill in; several choices as a;b', answer)
    .addOption(campaignDbOption())
    .action(async (folder: string, attempt: string, options: CloseOptions) => {
      const { campaign, db } = one(folder, options.db)
      const { disposition, callback: at, answer = [] } = options
      const callback = at === undefined ? null : { at, own: false }
      const answers = readAnswers(campaign.card, answer)
      const leftOut = await closeCard(db, campaign, { attempt, answers, disposition, callback })
      const gone = `Left out, since the card has no such field any more: ${leftOut.join(', ')}.`
      const closed = `The card is closed with "${disposition}".`
      say(leftOut.length === 0 ? closed : `${closed}\n${gone}`)
      finish(EXIT.done)
    })

/** One more answer of the command line. A word without its field would empty a field by mistake. */
function answer(text: string, before: readonly string[] = []): readonly string[] {
  if (!text.includes('=')) {
    throw new InvalidArgumentError('Give a field and its value, like bicycles=2.')
  }
  return [...before, text]
}

/**
 * What cannot be read as its field asks is left as it is: the rules of cards say what is wrong.
 * Nothing after the sign empties a field.
 */
function readAnswers({ fields }: CardDefinition, given: readonly string[]): CardAnswers {
  const answers = given.map((text): [string, CardValue] => {
    const cut = text.indexOf('=')
    const [id, value] = [text.slice(0, cut), text.slice(cut + 1)]
    const field = fields.find(it => it.id === id)
    const empty = field === undefined || value === ''
    return [id, (empty ? null : readAs(field, value)) ?? value]
  })
  // By entries, since to set `__proto__` by name would leave no answer to be refused.
  return Object.fromEntries(answers)
}

const forPrograms = ({ openedAt, ...card }: SeenCard) => ({
  ...card,
  openedAt: new Date(openedAt).toISOString(),
})

const STATES: Readonly<Record<NonNullable<SeenCard['operatorState']>, string>> = {
  signedOut: 'signed out',
  free: 'free',
  reserved: 'reserved',
  talking: 'talking',
  wrapUp: 'wrapping up',
  break: 'on a break',
}

function inWords(title: string, cards: readonly SeenCard[], fields: number): string {
  if (cards.length === 0) return `${title}: no card is open.`
  const rows = cards.map(card => {
    const state = card.operatorState === null ? 'not here' : STATES[card.operatorState]
    return [
      card.attempt,
      card.key ?? `contact ${card.contact}`,
      `${card.operator} (${state})`,
      `${new Date(card.openedAt).toISOString().slice(0, 19)}Z`,
      `${card.filled} of ${fields}`,
    ]
  })
  const head = ['attempt', 'contact', 'operator', 'open since', 'filled in']
  const lines = rowsInWords([head, ...rows])
  const open = cards.length === 1 ? '1 card is open.' : `${cards.length} cards are open.`
  return [`${title}: ${open}`, ...lines.map(line => `  ${line}`)].join('\n')
}
