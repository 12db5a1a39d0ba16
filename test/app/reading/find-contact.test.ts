import { describe, expect, it } from 'vitest'
import { findContact } from '../../../src/app/reading/find-contact.ts'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import { campaignOf } from '../../support/campaigns.ts'

const source = { file: 'a.csv', phones: ['phone'], zone: null, priority: null, key: 'member' }
const campaign = campaignOf({ id: 'demo', contacts: { ...source, country: 'GB' } })

/** Contacts 1, 2 and 3 with these keys; 3 shares a number with 1. */
async function storeWith(keys: readonly (string | null)[]): Promise<MemoryStore> {
  const store = new MemoryStore()
  await store.putCampaign('demo', 'Demo')
  const phones = [
    ['+442079460101', '+442079460109'],
    ['+442079460102'],
    ['+442079460103', '+442079460109'],
  ]
  const rest = { zone: 'Europe/London', priority: 5, data: {} }
  await store.addContacts(
    'demo',
    keys.map((key, i) => ({ ...rest, key, phones: phones[i]! })),
  )
  return store
}

describe('a contact is found', () => {
  const names: [string, number][] = [
    ['M2', 2],
    ['2', 2],
    ['id:3', 3],
    ['+442079460102', 2],
    ["'+442079460102", 2],
    ['020 7946 0102', 2],
    ['+44 (0)20 7946 0103', 3],
    ["'-7", 3],
    ['-7', 3],
  ]
  it.each(names)('by %j', async (name, id) => {
    expect(await findContact(campaign, await storeWith(['M1', 'M2', '-7']), name)).toBe(id)
  })

  it('by its key, even where that looks like another number of its own', async () => {
    expect(await findContact(campaign, await storeWith(['7', '8', '9']), '8')).toBe(2)
  })
})

describe('a contact is not found', () => {
  it('where nobody is called so', async () => {
    const store = await storeWith(['M1', null, null])
    for (const name of ['M9', '17', '+442079460999', 'null', 'id:x', ''])
      await expect(findContact(campaign, store, name)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('where several are: all of them are listed, and how to name one', async () => {
    const store = await storeWith(['M1', '1', null])
    await expect(findContact(campaign, store, '1')).rejects.toMatchObject({
      code: 'USAGE',
      message: `1 is more than one contact of campaign "demo":
  id:2 (1), by its key
  id:1 (M1), by its number in the results
Name one of them: --contact id:NUMBER.`,
    })
    await expect(findContact(campaign, store, '020 7946 0109')).rejects.toMatchObject({
      message: expect.stringMatching(/id:1 \(M1\), by one of its phones\n {2}id:3, by one of its/),
    })
  })
})
