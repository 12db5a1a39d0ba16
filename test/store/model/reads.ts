import type { Store } from '../../../src/store/port.ts'
import { BUDGETS, CAMPAIGNS, CONTACTS } from './acts.ts'

/** Everything a store can be asked without changing it. */
export async function reads(store: Store): Promise<unknown> {
  const answers: { [question: string]: unknown; people?: unknown } = {}
  for (const campaign of CAMPAIGNS) {
    for (const now of [0, 2.5, 5, 9]) {
      answers[`funnel ${campaign} ${now}`] = await store.funnel(campaign, now)
    }
    for (let id = 1; id <= CONTACTS; id++) {
      answers[`contact ${campaign} ${id}`] = await store.contactView(campaign, id)
    }
    answers[`attempts ${campaign}`] = await store.attempts(campaign, null, 100)
    answers[`attempts after ${campaign}`] = await store.attempts(campaign, 'a3', 2)
    answers[`zones ${campaign}`] = await store.zones(campaign)
    answers[`stopped ${campaign}`] = await store.isStopped(campaign)
    answers[`learned ${campaign}`] = await store.learned(campaign)
    answers[`cards ${campaign}`] = await store.openCards(campaign)
    answers[`run ${campaign}`] = await store.run(campaign)
  }
  for (const budget of BUDGETS) {
    for (const [from, to] of [
      [0, 99],
      [2.5, 7],
      [3, 7.25],
    ] as const) {
      answers[`budget ${budget} ${from} ${to}`] = await store.budgetCounts(budget, from, to)
    }
  }
  answers.lastAt = await store.lastAt()
  answers.people = await store.people([1, 2, 3])
  return answers
}
