import { expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { START } from '../../support/campaigns.ts'
import { rigOf } from '../../support/rig.ts'

const short = { callee: () => person(seconds(1), { talk: seconds(1) }), contacts: { demo: [] } }

it('the moment at which an engine ended is kept, though nothing had happened for long', async () => {
  const rig = await rigOf(short)
  await rig.until(100.5)
  const { store, close } = rig
  await close()
  expect(await store.lastAt()).toBe(START + seconds(100.5))
})

it('an engine that crashes on a quiet day is known to have run until a minute before', async () => {
  const rig = await rigOf(short)
  await rig.until(600)
  const last = (await rig.crash().lastAt()) ?? 0
  expect(last).toBeGreaterThan(START + minutes(9) - 1)
  expect(last).toBeLessThanOrEqual(START + minutes(10))
})

it('an engine that has much to write down writes no moments between', async () => {
  const rig = await rigOf({ ...short, contacts: { demo: [0, 1, 2] } })
  const names: string[] = []
  const record = rig.store.record.bind(rig.store)
  rig.store.record = async entries => {
    for (const entry of entries) if (entry.kind === 'note') names.push(entry.name)
    await record(entries)
  }
  await rig.signIn()
  await rig.until(30)
  expect(names).not.toContain('engine.running')
  await rig.until(300)
  expect(names).toContain('engine.running')
})
