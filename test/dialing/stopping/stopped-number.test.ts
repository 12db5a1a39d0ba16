import { expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { phoneOf, rigOf } from '../../support/rig.ts'

const SAME = { key: null, zone: 'UTC', priority: 5, phones: [phoneOf(7)], data: {} }

it('calls nobody who pressed the stop key, even before the store has them on its list', async () => {
  const store = new MemoryStore()
  for (const id of ['one', 'two']) {
    await store.putCampaign(id, id)
    await store.addContacts(id, [SAME])
  }
  // A store whose stop list lags behind: what holds meanwhile is the engine's own memory.
  const { stopNumbers } = store
  let list = (): Promise<void> => Promise.resolve()
  store.stopNumbers = async (...asked) => {
    list = () => stopNumbers.apply(store, asked)
  }
  const rig = await rigOf({
    store,
    campaigns: [{ id: 'one' }, { id: 'two' }],
    operators: { anna: ['one'], bob: ['two'] },
    callee: () => person(seconds(3), { announcement: { kind: 'pressesStop', after: 500 } }),
  })
  rig.engine.control({ kind: 'stop', campaign: 'two' })
  await rig.signIn('anna')
  await rig.signIn('bob')
  await rig.until(1)
  rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
  await rig.until(20)
  rig.engine.control({ kind: 'start', campaign: 'two' })
  await rig.until(120)
  const dialed = rig.commands.filter(command => command.name === 'originate')
  expect(dialed).toHaveLength(1)
  await list()
})
