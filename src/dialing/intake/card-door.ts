import type { AttemptId, CampaignId, OperatorId } from '../../base/id.ts'
import type { CallbackWish, CardAnswers } from '../../campaign/card.ts'
import { validateCard } from '../../campaign/card-rules.ts'
import { numberProblems } from '../../campaign/incoming/number-problems.ts'
import type { OperatorEntry } from '../../campaign/site.ts'
import type { CardSession } from '../../desk/cards.ts'
import { openCardOf } from '../calls/hand-card.ts'
import type { Core } from '../core.ts'

/** How a supervisor closes a card. */
export interface GivenClosing {
  readonly attempt: AttemptId
  /** What is to be added to what was filled in. */
  readonly answers: CardAnswers
  readonly disposition: string
  readonly callback: CallbackWish | null
}

/** What came of closing a card. */
export interface CloseResult {
  /** What keeps it from being closed, in sentences; none: it was. */
  readonly problems: readonly string[]
  /** Fields filled in earlier that the card has no more: what was in them is left out. */
  readonly leftOut: readonly string[]
}

/**
 * Where a supervisor's acts on open cards of a campaign come in. What is typed stays here, with the
 * cards; what goes on into the inbox are ids and dispositions.
 */
export interface CardDoor {
  /** @returns what keeps it from being done, in sentences; none: it was. */
  hand(campaign: CampaignId, attempt: AttemptId, to: OperatorId): readonly string[]
  close(campaign: CampaignId, closing: GivenClosing): CloseResult
}

/** What is said of an attempt that has no open card in this campaign. */
export const noOpenCard = (attempt: AttemptId, campaign: CampaignId): string =>
  `There is no open card of attempt ${attempt} in "${campaign}". See "carillon cards list".`

/**
 * What keeps an operator from being given a card of a campaign, as a sentence, or null. Whoever
 * does not serve the campaign never signs in to it, and the card would wait for ever.
 *
 * @param operators all of the site.
 */
export function notServing(
  operators: readonly OperatorEntry[],
  to: OperatorId,
  campaign: CampaignId,
): string | null {
  const those = operators.filter(one => one.campaigns.includes(campaign)).map(one => one.id)
  if (those.includes(to)) return null
  const who = those.length === 0 ? 'nobody does' : `these do: ${those.join(', ')}`
  return `${to} does not serve the campaign "${campaign}"; ${who}.`
}

/** @returns the door of an engine with these operators. */
export function cardDoor(core: Core, operators: readonly OperatorEntry[]): CardDoor {
  return {
    hand(campaign, attempt, to) {
      const session = cardIn(core, campaign, attempt)
      if (typeof session === 'string') return [session]
      if (!core.operators.has(to)) {
        const known = [...core.operators.keys()].join(', ')
        return [`There is no operator ${JSON.stringify(to)} here; there are: ${known}.`]
      }
      const misfit = notServing(operators, to, campaign)
      if (misfit !== null) return [misfit]
      if (session.operator === to) return [`The card is ${to}'s already.`]
      core.enqueue({ from: 'control', command: { kind: 'handCard', attempt, to } })
      return []
    },
    close(campaign, { attempt, answers: more, disposition, callback }) {
      const session = cardIn(core, campaign, attempt)
      if (typeof session === 'string') return { problems: [session], leftOut: [] }
      const { leftOut } = session
      const { definition, dispositions } = session.view
      const answers = { ...session.answers, ...more }
      const now = core.timeline.wall()
      const wrong = [
        ...validateCard(definition, dispositions, answers, disposition, callback, now),
        ...numberProblems(session.contact, dispositions, disposition),
      ]
      if (wrong.length > 0) return { problems: wrong.map(one => one.problem), leftOut }
      session.answers = answers
      const command = { kind: 'closeCard', attempt, disposition, callback } as const
      core.enqueue({ from: 'control', command })
      return { problems: [], leftOut }
    },
  }
}

/** A card of another campaign is none of this one, whether its call is on or over. */
function cardIn(core: Core, campaign: CampaignId, attempt: AttemptId): CardSession | string {
  const found = core.attempts.get(attempt)?.campaign.id ?? core.cards.get(attempt)?.view.campaign
  if (found === campaign) return openCardOf(core, attempt)
  if (core.campaigns.has(campaign)) return noOpenCard(attempt, campaign)
  const known = [...core.campaigns.keys()].join(', ')
  return `The engine that runs here runs ${known}, and not "${campaign}": end it first.`
}
