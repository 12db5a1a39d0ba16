import { expect } from 'vitest'
import type { AttemptId, CampaignId, OperatorId } from '../../src/base/id.ts'
import type { ContactView } from '../../src/store/port.ts'
import type { AttemptRecord } from '../../src/store/records.ts'
import type { Rig } from './rig-parts.ts'

/** What tests want to know of a rig, and what operators do in most of them. */
export interface Views {
  /** Calls placed so far as `second number`. */
  dialed(): readonly string[]
  /** The last attempt placed to the contact with this number. */
  attemptTo(number: number): AttemptId
  /** The state of an operator. */
  stateOf(operator: OperatorId): string
  /** What was written of the attempts, in order. */
  records(campaign?: CampaignId): Promise<readonly AttemptRecord[]>
  /** What became of all attempts as `number outcome`. */
  outcomes(campaign?: CampaignId): Promise<readonly string[]>
  /** The n-th contact that was added, from 0. */
  contact(n: number, campaign?: CampaignId): Promise<ContactView>
  /** How many people were counted in the budget, as connected and abandoned. */
  counts(): readonly [number, number]
  /** The operator closes the card they were shown last. */
  closeCard(operator: OperatorId, disposition?: string, more?: object): Promise<void>
  /** The adapter loses sight of the last call to this number, and the network drops it. */
  lose(number: number): void
  /** The operator ends the call. */
  hangUp(operator: OperatorId): Promise<void>
}

/** @returns views of a rig. */
export function viewsOf(rig: () => Rig): Views {
  const cardOf = (operator: OperatorId): AttemptId => {
    const card = rig().desk.shown(operator, 'card').at(-1)
    expect(card, `${operator} was shown a card`).toBeDefined()
    return card!.attempt
  }
  const views: Views = {
    dialed: () =>
      rig().commands.flatMap(({ name, sec, request }) =>
        name === 'originate' ? [`${sec} ${numberOf(request!.to)}`] : [],
      ),
    attemptTo(number) {
      const placed = rig().commands.findLast(
        ({ request }) => request !== undefined && numberOf(request.to) === number,
      )
      expect(placed, `${number} was called`).toBeDefined()
      return placed!.id
    },
    stateOf: operator =>
      rig()
        .engine.snapshot()
        .operators.find(one => one.id === operator)!.state,
    records: (campaign = 'demo') => rig().store.attempts(campaign, null, 1000),
    async outcomes(campaign) {
      const records = await views.records(campaign)
      return records.map(one => `${numberOf(one.phone)} ${one.outcome ?? 'alive'}`)
    },
    async contact(n, campaign = 'demo') {
      const view = await rig().store.contactView(campaign, n + 1)
      expect(view, `${campaign} has a contact ${n}`).not.toBeNull()
      return view!
    },
    counts() {
      const { connected, abandoned } = rig().engine.snapshot().campaigns[0]!.budget
      return [connected, abandoned]
    },
    async closeCard(operator, disposition = 'done', more = {}) {
      const attempt = cardOf(operator)
      rig().desk.act({ operator, kind: 'closeCard', attempt, disposition, answers: {}, ...more })
      await rig().settle()
    },
    lose(number) {
      const attempt = views.attemptTo(number)
      rig().tell({ kind: 'lost', attempt })
      rig().exchange.hangUp(attempt)
    },
    async hangUp(operator) {
      rig().desk.act({ operator, kind: 'hangUp', attempt: cardOf(operator) })
      await rig().settle()
    },
  }
  return views
}

const numberOf = (phone: string): number => Number(phone.slice(-4)) - 100
