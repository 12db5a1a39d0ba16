import { expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { phoneOf, type Rig, rigOf } from '../../support/rig.ts'

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

/** Anna has a card of a number that Bob's campaign is to call too, once it is started. */
async function cardOfOne(): Promise<Rig> {
  const store = new MemoryStore()
  for (const id of ['one', 'two']) {
    await store.putCampaign(id, id)
    await store.addContacts(id, [SAME])
  }
  const rig = await rigOf({
    store,
    campaigns: [{ id: 'one' }, { id: 'two' }],
    operators: { anna: ['one'], bob: ['two'] },
    callee: () => person(seconds(3), { talk: seconds(5) }),
  })
  rig.engine.control({ kind: 'stop', campaign: 'two' })
  await rig.signIn()
  await rig.until(10)
  expect(rig.stateOf('anna')).toBe('wrapUp')
  return rig
}

const placed = (rig: Rig) => rig.commands.filter(({ name }) => name === 'originate').length

it('places no call that was on its way to the disk as its number was stopped', async () => {
  const rig = await cardOfOne()
  rig.held.add('beginAttempts')
  rig.engine.control({ kind: 'start', campaign: 'two' })
  while (rig.core.attempts.size === 0) await Promise.resolve()
  rig.desk.act({
    operator: 'anna',
    kind: 'closeCard',
    attempt: rig.attemptTo(7),
    disposition: 'stop',
    answers: {},
  })
  rig.held.clear()
  await rig.until(60)
  expect(placed(rig)).toBe(1)
  const ended = expect.objectContaining({ kind: 'attempt.ended', outcome: 'notPlaced' })
  expect(rig.events).toContainEqual(ended)
})
