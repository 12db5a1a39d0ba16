import { describe, expect, it } from 'vitest'
import { attemptPages } from '../../src/reports/pages.ts'
import { MemoryStore } from '../../src/store/memory/memory-store.ts'
import type { AttemptStart } from '../../src/store/records.ts'
import { attempt, NINE } from './fixtures.ts'

const COUNT = 2500

/** A store in which every contact of the campaign was called once. */
async function storeOfAttempts(): Promise<MemoryStore> {
  const store = new MemoryStore()
  await store.putCampaign('spring', 'Spring')
  const people = Array.from({ length: COUNT }, (_, i) => ({
    key: null,
    zone: 'Europe/Moscow',
    priority: 5,
    phones: [`+7495000${String(i).padStart(4, '0')}`],
    data: {},
  }))
  await store.addContacts('spring', people)
  const query = { campaign: 'spring', now: NINE, zones: ['Europe/Moscow'] } as const
  for (let left = COUNT; left > 0; left -= 500) {
    const { contacts } = await store.leaseContacts({
      ...query,
      limit: 500,
      which: 'general',
      order: 'fresh',
    })
    await store.beginAttempts(
      contacts.map(
        ({ id, phones }): AttemptStart => ({
          ...attempt(),
          id: id.toString(16).padStart(12, '0'),
          contact: id,
          number: phones[0]!.number,
        }),
      ),
    )
  }
  return store
}

describe('pages of attempts', () => {
  it('hold every attempt once, in order, and no page more than 1000', async () => {
    const sizes: number[] = []
    const seen: string[] = []
    for await (const page of attemptPages(await storeOfAttempts(), 'spring')) {
      sizes.push(page.length)
      seen.push(...page.map(({ id }) => id))
    }
    expect(sizes).toEqual([1000, 1000, 500])
    expect(new Set(seen).size).toBe(COUNT)
    expect(seen).toEqual(seen.toSorted())
  })
})
