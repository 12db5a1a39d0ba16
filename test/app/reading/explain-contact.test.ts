import { expect, it } from 'vitest'
import { explainContact } from '../../../src/app/reading/explain-contact.ts'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import { campaignOf } from '../../support/campaigns.ts'

it('a contact is explained with what its limits count, and what they do not', async () => {
  const store = new MemoryStore()
  await store.putCampaign('demo', 'Demo')
  const contact = { key: 'M1', zone: 'UTC', priority: 5, phones: ['+12125550100'], data: {} }
  await store.addContacts('demo', [contact])
  await store.leaseContacts({
    campaign: 'demo',
    limit: 1,
    now: 0,
    zones: ['UTC'],
    which: 'general',
    order: 'fresh',
  })
  const counts = { noAnswer: 2, congestion: 9, failed: 1, 'disposition:later': 1 } as const
  const next = { kind: 'finished', reason: 'attemptsMax' } as const
  const progress = { contact: 1, state: 'finished', attempts: 3, counts, phones: [], next } as const
  await store.record([{ kind: 'contact', at: 1, progress }])
  const campaign = campaignOf({ id: 'demo' })
  const { text } = await explainContact(campaign, store, 1, 1)
  expect(text).toMatch(
    /attempts {2}3 of at most \d+ \(2 no answer, 1 ".*"; not counted: 9 congestion, 1 failed\)/,
  )
  expect(text).toMatch(/phones {4}1 of 1 can be called$/m)
})
