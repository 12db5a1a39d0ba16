import { expect } from 'vitest'
import { minutes } from '../../src/base/duration.ts'
import { drive } from '../../src/sim/drive.ts'
import type { Rig } from './rig-parts.ts'

/**
 * Ends whatever goes on, then holds memory, store and network against each other: each attempt has
 * one outcome, nothing is held by anybody, budgets and cards are the same on both sides.
 */
export async function reckon(rig: Rig): Promise<void> {
  const { engine, store, timeline, exchange, core, faults, deaf } = rig
  faults.clear()
  deaf.clear()
  engine.control({ kind: 'stopNow' })
  await drive({
    timeline,
    pending: () => engine.settled(),
    done: () => core.attempts.size === 0 && core.journal.empty && exchange.liveCalls === 0,
    until: timeline.monotonic() + minutes(3),
  })
  expect(engine.snapshot().calls, 'everything has ended').toEqual([])
  expect(exchange.liveCalls, 'the network carries nothing').toBe(0)
  expect(core.numbers.size, 'no number is in a call').toBe(0)
  const corrupt = rig.events.filter(
    one => one.kind === 'store.failed' && one.code === 'STORE_CORRUPT',
  )
  expect(corrupt, 'the store was asked for nothing that breaks its rules').toEqual([])
  for (const trunk of engine.snapshot().trunks) expect(trunk.used, 'every line is free').toBe(0)
  for (const { rule, from, to, connected, abandoned } of core.budgets.values()) {
    const counts = await store.budgetCounts(rule.id, from, to)
    expect({ connected, abandoned }, 'the budget is the same in store and memory').toEqual(counts)
  }
  for (const { id } of engine.snapshot().campaigns) {
    const attempts = await store.attempts(id, null, 10_000)
    expect(
      attempts.filter(one => one.outcome === undefined),
      'each has an outcome',
    ).toEqual([])
    const { leased, atOperator } = await store.funnel(id, timeline.wall())
    expect(leased, 'contacts at hand were given back').toBe(0)
    // Whoever called again may have a card from each of two calls.
    const withCards = [...core.cards.values()].flatMap(({ view, live, contact }) =>
      live && view.campaign === id ? [contact.id] : [],
    )
    const cards = new Set(withCards).size
    expect(atOperator, 'contacts at operators are those with an open card').toBe(cards)
  }
}
