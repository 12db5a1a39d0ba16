import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import type { IncomingRules } from '../../../src/campaign/campaign.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { retryAfter, retryAfterMinute } from '../../support/campaigns.ts'
import { phoneOf, type RigOptions, rigOf } from '../../support/rig.ts'
import { callIn } from './calling-in.ts'

const TO_OPERATORS: IncomingRules = {
  to: 'operators',
  wait: seconds(20),
  unknown: 'message',
  message: null,
}

/** Contact 0 was called at 0 s and did not answer; it calls back at 10 s, while nothing rings. */
async function calledBack(more: Partial<RigOptions> = {}) {
  const rig = await rigOf({
    campaigns: [{ incoming: TO_OPERATORS, retry: retryAfterMinute('noAnswer') }],
    contacts: { demo: [0] },
    callee: () => unreached('unanswered', seconds(5)),
    ...more,
  })
  await rig.signIn('anna')
  await rig.until(10)
  expect(rig.stateOf('anna')).toBe('free')
  return rig
}

describe('a person who calls back', () => {
  it('gets a free operator, who is told and sees their card', async () => {
    const rig = await calledBack()
    await callIn(rig, 0)
    expect(rig.stateOf('anna')).toBe('talking')
    await rig.until(11)
    const [, incoming] = await rig.records()
    expect(rig.desk.shown('anna', 'incoming')).toEqual([
      { kind: 'incoming', campaign: 'demo', attempt: incoming!.id },
    ])
    const card = rig.desk.shown('anna', 'card').at(-1)!
    expect(card).toMatchObject({ attempt: incoming!.id, phase: 'talking' })
    expect(card.card.data).toEqual({ name: 'Contact 0' })
    expect(incoming).toMatchObject({ mode: 'incoming', operator: 'anna', callerId: '+12125550199' })
  })

  it('is known with what was gathered of them before, though the store was slow to take it', async () => {
    const rig = await rigOf({
      campaigns: [{ incoming: TO_OPERATORS, retry: retryAfterMinute('noAnswer') }],
      contacts: { demo: [0] },
      callee: () => unreached('unanswered', seconds(5)),
    })
    await rig.signIn('anna')
    await rig.until(3)
    rig.faults.add('record')
    await rig.until(10)
    await callIn(rig, 0, { habits: { talk: seconds(5) } })
    await rig.until(11)
    rig.faults.clear()
    await rig.until(20)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    await rig.closeCard('anna', 'done')
    await rig.until(25)
    expect(await rig.contact(0)).toMatchObject({
      contact: { attempts: 2, counts: { noAnswer: 1 } },
    })
  })

  it('is not called any more while they talk, and then as the disposition says', async () => {
    const rig = await calledBack()
    await callIn(rig, 0, { habits: { talk: seconds(100) } })
    // The plan would have called them at 65 s.
    await rig.until(120)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    await rig.closeCard('anna', 'done')
    await rig.until(400)
    expect(rig.dialed()).toEqual(['0 0'])
    expect(await rig.contact(0)).toMatchObject({ state: 'finished', finished: 'disposition' })
    expect(await rig.outcomes()).toEqual(['0 noAnswer', '0 served'])
  })

  it('who was about to be called is not, even where they are at hand already', async () => {
    const rig = await rigOf({
      campaigns: [{ incoming: TO_OPERATORS }],
      contacts: { demo: [0, 1] },
      callee: () => person(seconds(1), { talk: seconds(5) }),
    })
    await rig.signIn('anna')
    await rig.until(4)
    expect(rig.core.campaigns.get('demo')!.buffer).toHaveLength(1)
    await callIn(rig, 1, { habits: { talk: seconds(5) } })
    await rig.until(10)
    await rig.closeCard('anna')
    await rig.until(20)
    await rig.closeCard('anna')
    await rig.until(60)
    expect(rig.dialed()).toEqual(['0 0'])
    expect(await rig.outcomes()).toEqual(['0 connected', '1 served'])
  })

  it('is called again when that was agreed', async () => {
    const rig = await calledBack()
    await callIn(rig, 0, { habits: { talk: seconds(5) } })
    await rig.until(20)
    await rig.closeCard('anna', 'later')
    await rig.until(100)
    expect(rig.dialed()).toEqual(['0 0', '80 0'])
  })

  it('counts in no budget, whether they are served or not', async () => {
    const rig = await calledBack()
    await callIn(rig, 0, { habits: { talk: seconds(5) } })
    await rig.until(20)
    await rig.closeCard('anna', 'machine')
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    await callIn(rig, 0)
    await rig.until(60)
    expect(rig.counts()).toEqual([0, 0])
    expect((await rig.outcomes()).slice(1)).toEqual(['0 served', '0 unserved'])
  })

  it('waits for an operator who talks, and goes before whoever is to be called', async () => {
    const rig = await rigOf({
      campaigns: [{ incoming: TO_OPERATORS }],
      contacts: { demo: [0, 1, 2] },
      callee: n =>
        n === 0 ? unreached('unanswered', seconds(5)) : person(seconds(1), { talk: seconds(10) }),
    })
    await rig.signIn('anna')
    await rig.until(8)
    expect(rig.stateOf('anna')).toBe('talking')
    await callIn(rig, 0)
    await rig.until(20)
    expect(rig.engine.snapshot().calls).toMatchObject([{ contact: 1, state: 'seeking' }])
    await rig.closeCard('anna')
    expect(rig.stateOf('anna')).toBe('talking')
    await rig.until(25)
    expect(rig.dialed().map(one => one.split(' ')[1])).toEqual(['0', '1'])
    expect((await rig.records()).at(-1)).toMatchObject({ mode: 'incoming', operator: 'anna' })
  })

  it('takes no operator who is promised to a line that rings', async () => {
    const rig = await rigOf({
      campaigns: [{ incoming: TO_OPERATORS }],
      contacts: { demo: [0, 1] },
      callee: n =>
        n === 0 ? unreached('unanswered', seconds(5)) : person(seconds(10), { talk: seconds(60) }),
    })
    await rig.signIn('anna')
    await rig.until(8)
    expect(rig.stateOf('anna')).toBe('reserved')
    await callIn(rig, 0)
    expect(rig.stateOf('anna')).toBe('reserved')
    await rig.until(40)
    expect(await rig.outcomes()).toEqual(['0 noAnswer', '1 alive', '0 unserved'])
    expect(rig.counts()).toEqual([1, 0])
  })

  it('hears the message when nobody comes free in time', async () => {
    const rig = await calledBack({
      campaigns: [{ incoming: { ...TO_OPERATORS, unknown: 'operators', wait: seconds(7) } }],
    })
    await callIn(rig, 1, { habits: { talk: seconds(100) } })
    await callIn(rig, 0)
    await rig.until(60)
    expect(rig.stateOf('anna')).toBe('talking')
    const told = rig.commands.filter(one => one.name === 'announce')
    expect(told.map(({ sec }) => sec)).toEqual([17])
    expect((await rig.outcomes()).slice(1)).toEqual(['1 alive', '0 unserved'])
    expect(rig.desk.shown('anna', 'card').at(-1)!.card).toMatchObject({
      data: {},
      phone: phoneOf(1),
    })
  })

  it('is not kept waiting where nobody is at work', async () => {
    const rig = await calledBack()
    rig.desk.act({ operator: 'anna', kind: 'signOut' })
    await callIn(rig, 0)
    expect(rig.commands.at(-1)).toMatchObject({ sec: 10, name: 'announce' })
    await rig.until(30)
    expect((await rig.outcomes()).at(-1)).toBe('0 unserved')
    // They stand where they stood: the plan calls them a minute after it did.
    await rig.signIn('anna')
    await rig.until(70)
    expect(rig.dialed()).toEqual(['0 0', '65 0'])
  })

  it('leaves while they wait, and the line is free', async () => {
    const rig = await calledBack()
    await callIn(rig, 0, { habits: { talk: seconds(50) } })
    await callIn(rig, 1, { habits: { patience: seconds(3) } })
    await rig.until(20)
    expect(await rig.outcomes()).toEqual(['0 noAnswer', '0 alive', '1 unserved'])
    expect(rig.engine.snapshot().trunks).toMatchObject([{ used: 1 }])
  })

  it('is found busy while our own call rings for them, which goes on', async () => {
    const rig = await rigOf({
      campaigns: [{ incoming: TO_OPERATORS }],
      contacts: { demo: [0] },
      callee: () => person(seconds(8), { talk: seconds(5) }),
    })
    await rig.signIn('anna')
    await rig.until(4)
    expect(await callIn(rig, 0)).toEqual(['busy'])
    await rig.until(30)
    expect(await rig.outcomes()).toEqual(['0 connected'])
  })

  it('has their card though the one of their last call is closed while they wait', async () => {
    const rig = await calledBack()
    await callIn(rig, 0, { habits: { talk: seconds(5) } })
    await rig.until(16)
    await callIn(rig, 0)
    await rig.until(18)
    await rig.closeCard('anna', 'done')
    expect(rig.stateOf('anna')).toBe('talking')
    expect(rig.desk.shown('anna', 'card').at(-1)!.card.data).toEqual({ name: 'Contact 0' })
  })

  it('is not called from what came to hand while they waited', async () => {
    const retry = retryAfter(seconds(1), ['noAnswer'])
    const rig = await rigOf({
      campaigns: [{ incoming: TO_OPERATORS, retry }],
      contacts: { demo: [0] },
      callee: () => person(seconds(1), { talk: seconds(4) }),
    })
    await rig.signIn('anna')
    await rig.until(6)
    await callIn(rig, 0, { habits: { talk: seconds(5) } })
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    await rig.closeCard('anna', 'later')
    await rig.until(12)
    expect(rig.core.campaigns.get('demo')!.buffer).toHaveLength(1)
    rig.desk.act({ operator: 'anna', kind: 'ready' })
    await rig.until(20)
    await rig.closeCard('anna', 'done')
    await rig.until(60)
    expect(rig.dialed()).toEqual(['0 0'])
    expect(await rig.outcomes()).toEqual(['0 connected', '0 served'])
  })

  it('is served by an operator whose wrap-up of their call is open', async () => {
    const rig = await calledBack({ operators: { anna: ['demo'], boris: ['demo'] } })
    await rig.signIn('boris')
    await callIn(rig, 0, { habits: { talk: seconds(5) } })
    await rig.until(16)
    const first = rig.stateOf('anna') === 'wrapUp' ? 'anna' : 'boris'
    const other = first === 'anna' ? 'boris' : 'anna'
    await callIn(rig, 0, { habits: { talk: seconds(30) } })
    expect(rig.stateOf(other)).toBe('talking')
    await rig.closeCard(first, 'later')
    await rig.until(60)
    expect(rig.desk.shown(other, 'card').at(-1)!.card.data).toEqual({ name: 'Contact 0' })
    await rig.closeCard(other, 'done')
    await rig.until(300)
    expect(rig.dialed()).toEqual(['0 0'])
  })
})

describe('callers and the engine', () => {
  it('are pacing’s busy operators and never its free ones', async () => {
    const rig = await calledBack()
    await callIn(rig, 0)
    const run = rig.core.campaigns.get('demo')!
    expect([run.busy, run.unbound.size, run.ringing]).toEqual([1, 0, 0])
  })

  it('are ended by stopping at once, and refused by an engine that is to end', async () => {
    const rig = await calledBack()
    await callIn(rig, 0)
    rig.engine.control({ kind: 'windDown' })
    expect(await callIn(rig, 0)).toEqual(['busy'])
    expect(await callIn(rig, 1)).toEqual(['unavailable'])
    rig.engine.control({ kind: 'stopNow' })
    await rig.until(12)
    expect(rig.engine.snapshot().calls).toEqual([])
  })

  it('hear music and nothing else while the store does not answer', async () => {
    const rig = await calledBack()
    rig.faults.add('beginAttempts')
    expect(await callIn(rig, 0)).toEqual(['busy'])
    rig.faults.clear()
    rig.faults.add('takeCaller')
    expect(await callIn(rig, 0)).toEqual(['unavailable'])
    rig.faults.clear()
    await rig.until(80)
    expect(rig.dialed()).toEqual(['0 0', '65 0'])
  })

  it('are found again after a crash, with their card, and are not called meanwhile', async () => {
    const rig = await calledBack()
    await callIn(rig, 0)
    await rig.until(20)
    const store = rig.crash()
    const again = await rigOf({
      campaigns: [{ incoming: TO_OPERATORS }],
      callee: () => person(0),
      store,
      start: rig.timeline.wall() + minutes(1),
    })
    expect(await again.outcomes()).toEqual(['0 noAnswer', '0 served'])
    await again.signIn('anna')
    expect(again.stateOf('anna')).toBe('wrapUp')
    await again.closeCard('anna', 'done')
    await again.until(300)
    expect(again.dialed()).toEqual([])
    expect(again.counts()).toEqual([0, 0])
  })

  it('stand where they stood after a crash before anybody took them', async () => {
    const incoming = { ...TO_OPERATORS, unknown: 'operators' } as const
    const retry = retryAfterMinute('noAnswer')
    const rig = await calledBack({ campaigns: [{ incoming, retry }] })
    await callIn(rig, 1, { habits: { talk: seconds(500) } })
    await callIn(rig, 0)
    await rig.until(15)
    const { state } = await rig.contact(0)
    expect(state).toBe('leased')
    const store = rig.crash()
    const start = rig.timeline.wall() + seconds(10)
    const callee = () => unreached('busy', 0)
    const again = await rigOf({ campaigns: [{ incoming, retry }], callee, store, start })
    expect(await again.outcomes()).toEqual(['0 noAnswer', '1 served', '0 unserved'])
    expect(await again.contact(0)).toMatchObject({ state: 'waiting' })
    await again.signIn('anna')
    await again.closeCard('anna')
    await again.until(41)
    // 65 s after the first engine began, as the plan had said.
    expect(again.dialed()).toEqual(['40 0'])
  })
})
