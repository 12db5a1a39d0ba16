import { expect, it } from 'vitest'
import { reportOf } from '../../../src/app/reading/campaign-report.ts'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import { call, marks, person, withContacts } from '../../store/fixtures.ts'
import { campaignOf, START, siteOf } from '../../support/campaigns.ts'

const site = siteOf({ anna: ['demo'] }, [])

/** What a crash leaves: one abandoned before, three in a talk, the last of them too late. */
async function crashed(): Promise<MemoryStore> {
  const store = new MemoryStore()
  await withContacts(
    store,
    [1, 2, 3, 4].map(n => person(n)),
  )
  for (const [n, end] of [{ outcome: 'abandoned' } as const, {}, {}, {}].entries()) {
    const id = `a${n}`
    await call(store, id, { begunAt: START, budget: 'budget' }, { now: START })
    const late = n === 3 ? seconds(3) : 0
    const heard = n === 0 ? {} : { connectedAt: START + late }
    await store.record([marks(id, { answeredAt: START, ...heard, ...end }, START)])
  }
  return store
}

const report = async (store: MemoryStore) => (await reportOf(campaignOf(), site, store, START)).text

it('people who are in a talk count as connected, in the campaign and in its budget', async () => {
  const text = await report(await crashed())
  expect(text).toContain('Abandoned 50.0 % (2 of 4) of the people who answered, 2 of them still t')
  expect(text).toContain('Budget budget: 50.0 % (2 of 4) of at most 3.0 %')
})

it('the period reaches to the last moment at which the site was dialed', async () => {
  const store = await crashed()
  expect(await report(store)).toMatch(/^demo: 2026-03-03 10:00 to 2026-03-03 10:00 UTC\n/)
  const at = START + minutes(25)
  await store.record([{ kind: 'note', at, name: 'engine.ended', data: {} }])
  expect(await report(store)).toMatch(/^demo: 2026-03-03 10:00 to 2026-03-03 10:25 UTC\n/)
})
