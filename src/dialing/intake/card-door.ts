import type { AttemptId, CampaignId, OperatorId } from '../../base/id.ts'
import type { CallbackWish, CardAnswers } from '../../campaign/card.ts'
import { validateCard } from '../../campaign/card-rules.ts'
import type { OperatorEntry } from '../../campaign/site.ts'
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

/**
 * Where a supervisor's acts on open cards come in. What is typed stays here, with the cards; what
 * goes on into the inbox are ids and dispositions. Each says what keeps it from being done, in
 * sentences, or (none) that it was.
 */
export interface CardDoor {
  hand(attempt: AttemptId, to: OperatorId): readonly string[]
  close(closing: GivenClosing): readonly string[]
}

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
    hand(attempt, to) {
      const session = openCardOf(core, attempt)
      if (typeof session === 'string') return [session]
      if (!core.operators.has(to)) {
        const known = [...core.operators.keys()].join(', ')
        return [`There is no operator ${JSON.stringify(to)} at work here; there are: ${known}.`]
      }
      const misfit = notServing(operators, to, session.view.campaign)
      if (misfit !== null) return [misfit]
      if (session.operator === to) return [`The card is ${to}'s already.`]
      core.enqueue({ from: 'control', command: { kind: 'handCard', attempt, to } })
      return []
    },
    close({ attempt, answers: more, disposition, callback }) {
      const session = openCardOf(core, attempt)
      if (typeof session === 'string') return [session]
      const { definition, dispositions } = session.view
      const answers = { ...session.answers, ...more }
      const now = core.timeline.wall()
      const wrong = validateCard(definition, dispositions, answers, disposition, callback, now)
      if (wrong.length > 0) return wrong.map(one => one.problem)
      session.answers = answers
      const command = { kind: 'closeCard', attempt, disposition, callback } as const
      core.enqueue({ from: 'control', command })
      return []
    },
  }
}
