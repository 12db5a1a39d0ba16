import type { Instant } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
import type { AttemptId, OperatorId } from '../../base/id.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import { keepDefined, validateCard } from '../../campaign/card-rules.ts'
import { numberProblems } from '../../campaign/incoming/number-problems.ts'
import type { Site } from '../../campaign/site.ts'
import { closingOf } from '../../dialing/calls/close-card.ts'
import { type GivenClosing, noOpenCard, notServing } from '../../dialing/intake/card-door.ts'
import type { Snapshot } from '../../dialing/view/snapshot.ts'
import type { Store } from '../../store/port.ts'
import type { OpenCard } from '../../store/records.ts'
import { askSnapshot, askToAct } from '../control/control-client.ts'
import { openReader } from '../reading/open-reader.ts'
import { atRest } from './site-at-rest.ts'

/** An open card as a supervisor sees it. */
export interface SeenCard {
  readonly attempt: AttemptId
  readonly contact: number
  /** The contact's name in the manager's own system, or null. */
  readonly key: string | null
  readonly operator: OperatorId
  /** What the operator does now; null: no engine runs, or they are not of it. */
  readonly operatorState: Snapshot['operators'][number]['state'] | null
  readonly openedAt: Instant
  /** How many fields are filled in. */
  readonly filled: number
}

/** The open cards of a campaign, the oldest attempt first. */
export async function openCards(
  dbFile: string,
  { id, card }: Campaign,
): Promise<readonly SeenCard[]> {
  const engine = await askSnapshot(dbFile)
  const store = await openReader(dbFile)
  try {
    const cards = await store.openCards(id)
    const people = await store.people(cards.map(card => card.contact.id))
    return cards.map(({ attempt, contact, operator, openedAt, answers }) => ({
      attempt,
      contact: contact.id,
      key: people.get(contact.id)?.key ?? null,
      operator,
      operatorState: engine?.operators.find(one => one.id === operator)?.state ?? null,
      openedAt,
      filled: Object.keys(keepDefined(card, answers).answers).length,
    }))
  } finally {
    await store.close()
  }
}

/**
 * Gives an open card to another operator of the site who serves its campaign.
 *
 * @throws CarillonError CARD_INVALID when it cannot be.
 */
export async function handCard(
  dbFile: string,
  { campaign, site }: { readonly campaign: Campaign; readonly site: Site },
  attempt: AttemptId,
  to: OperatorId,
): Promise<void> {
  if ((await askToAct(dbFile, { ask: 'handCard', campaign: campaign.id, attempt, to })) !== null)
    return
  await atRest(dbFile, `"cards hand ${attempt}"`, async (store, at) => {
    const { contact, answers } = await cardOf(store, campaign, attempt)
    if (!site.operators.some(one => one.id === to)) {
      const known = site.operators.map(one => one.id).join(', ')
      throw refused(`There is no operator ${JSON.stringify(to)} in the site file: ${known}.`)
    }
    const misfit = notServing(site.operators, to, campaign.id)
    if (misfit !== null) throw refused(misfit)
    const moved = { attempt, contact: contact.id, campaign: campaign.id, operator: to, answers }
    await store.record([{ kind: 'card', at, ...moved }])
  })
}

/**
 * Closes an open card in its operator's place.
 *
 * @returns the fields filled in earlier that the card has no more: what was in them is left out.
 * @throws CarillonError CARD_INVALID with everything that keeps it from being closed so.
 */
export async function closeCard(
  dbFile: string,
  campaign: Campaign,
  closing: GivenClosing,
): Promise<readonly string[]> {
  const done = await askToAct(dbFile, { ask: 'closeCard', campaign: campaign.id, ...closing })
  if (done !== null) return done.leftOut
  return atRest(dbFile, `"cards close ${closing.attempt}"`, async (store, at) => {
    const card = await cardOf(store, campaign, closing.attempt)
    const { disposition, callback } = closing
    const { card: definition, dispositions } = campaign
    const kept = keepDefined(definition, card.answers)
    const answers = { ...kept.answers, ...closing.answers }
    const wrong = [
      ...validateCard(definition, dispositions, answers, disposition, callback, at),
      ...numberProblems(card.contact, dispositions, disposition),
    ]
    if (wrong.length > 0) throw refused(wrong.map(one => one.problem).join('\n'))
    await store.closeCard(closingOf(campaign, { ...card, answers }, closing, at))
    return kept.leftOut
  })
}

async function cardOf(store: Store, { id }: Campaign, attempt: AttemptId): Promise<OpenCard> {
  const card = (await store.openCards(id)).find(one => one.attempt === attempt)
  if (card !== undefined) return card
  throw refused(noOpenCard(attempt, id))
}

const refused = (problem: string) => new CarillonError('CARD_INVALID', problem)
