import { expect, test } from 'vitest'
import { closeCard } from '../../../src/app/acting/open-cards.ts'
import { atOperator, draft, marks, progress, start, withContacts } from '../../store/fixtures.ts'
import { directStore } from '../../store/sqlite/direct-store.ts'
import { newFile } from '../../store/sqlite/folder.ts'
import { campaignOf } from '../../support/campaigns.ts'

test('A card of whoever withholds their number promises nothing where no engine runs.', async () => {
  const file = newFile()
  const store = directStore({ file })
  await withContacts(store, [])
  const found = await store.takeCaller({
    from: null,
    to: '+12125550199',
    campaigns: ['demo'],
    showing: ['demo'],
    admit: { campaign: 'demo', zone: 'UTC' },
    at: 1,
  })
  await store.beginAttempts([start('a1', found!.contact, { mode: 'incoming' })])
  await store.record([
    progress(atOperator(1)),
    draft('a1', 1),
    marks('a1', { answeredAt: 1001, outcome: 'served' }),
  ])
  await store.close()
  const closing = { attempt: 'a1', answers: {}, callback: null }
  const close = (disposition: string) => closeCard(file, campaignOf(), { ...closing, disposition })
  await expect(close('stop')).rejects.toThrow('withheld')
  expect(await close('done')).toEqual([])
  await expect(close('done')).rejects.toThrow('no open card')
})
