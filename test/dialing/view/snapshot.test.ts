import { expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { START } from '../../support/campaigns.ts'
import { rigOf } from '../../support/rig.ts'

it('shows campaigns, operators, trunks and calls as they are, and nothing personal', async () => {
  const numbers = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n)
  const rig = await rigOf({
    campaigns: [{ id: 'one' }, { id: 'two', mode: 'power', powerRatio: 2 }],
    operators: { anna: ['one'], boris: ['one'], clara: ['two'], dora: ['one', 'two'] },
    contacts: { one: numbers(0, 3), two: numbers(40, 9) },
    callee: n =>
      n === 0 ? person(seconds(2), { talk: minutes(9) }) : unreached('unanswered', seconds(24)),
  })
  await rig.signIn('anna', 'boris', 'clara')
  rig.engine.control({ kind: 'breakFor', operator: 'clara', reason: 'meeting' })
  await rig.until(5)
  const { wall, campaigns, operators, trunks, calls } = rig.engine.snapshot()
  expect(wall).toBe(START + seconds(5))
  expect(campaigns).toMatchObject([
    {
      id: 'one',
      mode: 'progressive',
      state: 'running',
      lines: { talking: 1, placed: 1 },
      tally: { placed: 2, answered: 1, connected: 1, abandoned: 0, ended: 0 },
      budget: { connected: 1, abandoned: 0 },
      because: { rule: 'progressive' },
      atHand: 1,
      promised: 0,
      openCards: 1,
    },
    { id: 'two', lines: { placed: 2 }, atHand: 7, openCards: 0 },
  ])
  expect(operators).toEqual([
    { id: 'anna', state: 'talking', why: null, phone: 'up', campaign: 'one', campaigns: ['one'] },
    { id: 'boris', state: 'reserved', why: null, phone: 'up', campaign: 'one', campaigns: ['one'] },
    {
      id: 'clara',
      state: 'break',
      why: 'meeting',
      phone: 'up',
      campaign: 'two',
      campaigns: ['two'],
    },
    { id: 'dora', state: 'signedOut', why: null, phone: 'down', campaign: null, campaigns: [] },
  ])
  expect(trunks).toEqual([{ id: 'main', lines: 50, used: 4, pace: 1, slowed: false, congested: 0 }])
  expect(calls.map(({ campaign, state, operator }) => [campaign, state, operator])).toEqual([
    ['one', 'talking', 'anna'],
    ['one', 'placed', 'boris'],
    ['two', 'placed', null],
    ['two', 'placed', null],
  ])
  expect(JSON.stringify(rig.engine.snapshot())).not.toContain('+1212555')
})

it('counts contacts at hand that are promised and those that are not', async () => {
  const rig = await rigOf({
    operators: { anna: ['demo'], boris: ['demo'] },
    contacts: { demo: [0] },
    callee: () => person(seconds(1), { talk: seconds(1) }),
  })
  await rig.signIn('anna')
  await rig.until(2)
  const callback = { at: START + seconds(10), own: true }
  await rig.closeCard('anna', 'callback', { callback })
  rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
  const plain = { key: null, zone: 'UTC', priority: 5, data: {} }
  const more = [1, 2].map(n => ({ ...plain, phones: [`+1212555010${n}`] }))
  await rig.store.addContacts('demo', more, rig.timeline.wall())
  await rig.until(12)
  expect(rig.engine.snapshot().campaigns).toMatchObject([{ atHand: 3, promised: 1 }])
  await rig.until(400)
  expect(rig.engine.snapshot().campaigns).toMatchObject([{ atHand: 3, promised: 0 }])
})
