import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import type { OperatorPhones } from '../../../src/telephony/virtual/legs.ts'
import { type RigOptions, rigOf } from '../../support/rig.ts'

const BOTH = { anna: ['demo'], boris: ['demo'] }
const up = { result: 'up', after: 0 } as const
const joins = { joins: true, dropsAfter: null }

/** Phones of which one operator's is special. */
const phonesOf = (special: Partial<OperatorPhones>, of = 'anna'): OperatorPhones => ({
  ring: operator => (operator === of ? (special.ring?.(operator) ?? up) : up),
  join: (operator, attempt) =>
    operator === of ? (special.join?.(operator, attempt) ?? joins) : joins,
})

const rigWith = (phones: OperatorPhones, more: Partial<RigOptions> = {}) =>
  rigOf({
    operators: BOTH,
    contacts: { demo: [0] },
    callee: () => person(seconds(3), { talk: seconds(10) }),
    phones,
    ...more,
  })

const ups = (rig: Awaited<ReturnType<typeof rigOf>>) =>
  rig.commands.filter(one => one.name === 'operatorUp').map(one => `${one.sec} ${one.id}`)

const downs = (rig: Awaited<ReturnType<typeof rigOf>>) =>
  rig.commands.filter(one => one.name === 'operatorDown').map(one => `${one.sec} ${one.id}`)

describe('an operator who puts the phone down', () => {
  const down = async (leg: 'held' | 'callback' = 'held') => {
    const rig = await rigWith(phonesOf({}), { legOf: () => leg, contacts: { demo: [0, 0] } })
    await rig.signIn('anna')
    await rig.until(8)
    expect(rig.stateOf('anna')).toBe('talking')
    rig.exchange.dropOperator('anna', 'hungUp')
    await rig.until(9)
    return rig
  }

  it.each(['held', 'callback'] as const)(
    'of a leg %s in mid-talk has ended the call',
    async leg => {
      const rig = await down(leg)
      expect(await rig.outcomes()).toEqual(['0 connected'])
      expect((await rig.records())[0]).toMatchObject({ endedBy: 'us' })
      expect(rig.commands.filter(one => one.name === 'hangUp')).toHaveLength(1)
      expect(rig.desk.story('anna').slice(-3)).toEqual([
        '8 phone hungUp',
        '8 state wrapUp',
        '8 callEnded',
      ])
    },
  )

  it('writes in peace, and is called again when they are free', async () => {
    const rig = await down()
    await rig.until(20)
    expect(ups(rig)).toEqual(['0 anna'])
    await rig.closeCard('anna')
    await rig.until(22)
    expect(ups(rig)).toEqual(['0 anna', '21 anna'])
    expect(rig.engine.snapshot().operators[0]).toMatchObject({ phone: 'up' })
  })
})

describe('a phone that cannot be joined to the person', () => {
  const dead = phonesOf({ join: () => ({ joins: false, dropsAfter: null }) })

  it('puts its operator on a break, and the next one takes the person', async () => {
    const rig = await rigWith(dead)
    await rig.signIn()
    await rig.until(3)
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['break', 'talking'])
    expect(rig.events).toContainEqual(
      expect.objectContaining({ kind: 'operator.notResponding', operator: 'anna' }),
    )
    expect(rig.desk.shown('anna', 'card').map(one => one.phase)).toEqual(['dialing'])
    expect(rig.counts()).toEqual([1, 0])
  })

  it('is tried again when its operator says "ready"', async () => {
    const rig = await rigWith(dead)
    await rig.signIn()
    await rig.until(5)
    rig.desk.act({ operator: 'anna', kind: 'ready' })
    await rig.until(6)
    expect(rig.stateOf('anna')).toBe('free')
    expect(ups(rig)).toEqual(['0 anna', '0 boris'])
  })

  it('and says nothing at all ends the call after three seconds', async () => {
    const rig = await rigWith(phonesOf({}), { connectDelay: seconds(60) })
    await rig.signIn('anna')
    await rig.until(6)
    expect(rig.commands.at(-1)).toMatchObject({ sec: 6, name: 'hangUp' })
    await rig.until(7)
    expect(await rig.outcomes()).toEqual(['0 abandoned'])
  })
})

describe('a phone that is brought up', () => {
  it('signs its operator in only when it is up', async () => {
    const rig = await rigWith(phonesOf({ ring: () => ({ result: 'up', after: seconds(4) }) }))
    await rig.signIn('anna')
    await rig.until(3)
    expect(rig.stateOf('anna')).toBe('signedOut')
    await rig.until(4)
    expect(rig.stateOf('anna')).toBe('reserved')
  })

  it('in vain leaves its operator signed out, who is told why', async () => {
    const rig = await rigWith(
      phonesOf({ ring: () => ({ result: 'noAnswer', after: seconds(20) }) }),
    )
    await rig.signIn('anna')
    await rig.until(20)
    expect(rig.desk.shown('anna', 'state')).toEqual([
      { kind: 'state', state: 'signedOut', why: 'your phone does not answer' },
    ])
    rig.tell({ kind: 'operatorUp', operator: 'anna' })
    await rig.until(21)
    expect(rig.stateOf('anna')).toBe('signedOut')
  })

  it('when our servers are able to signs its operator in, who asks once', async () => {
    const rig = await rigWith(phonesOf({}))
    rig.deaf.add('operatorUp')
    await rig.signIn('anna')
    rig.tell({ kind: 'operatorDown', operator: 'anna', why: 'lost' })
    await rig.until(3)
    rig.deaf.clear()
    rig.tell({ kind: 'operatorDown', operator: 'anna', why: 'lost' })
    await rig.until(5)
    expect(rig.stateOf('anna')).toBe('reserved')
    expect(rig.desk.shown('anna', 'state').map(one => one.why)).toEqual([null, null])
  })

  it('for a minute in vain, for a fault of ours, is not said to be at fault', async () => {
    const rig = await rigWith(phonesOf({}))
    rig.deaf.add('operatorUp')
    await rig.signIn('anna')
    for (let second = 0; second < 70; second++) {
      await rig.until(second)
      rig.tell({ kind: 'operatorDown', operator: 'anna', why: 'lost' })
    }
    expect(rig.desk.shown('anna', 'state')).toEqual([
      { kind: 'state', state: 'signedOut', why: 'your phone cannot be called' },
    ])
    expect(ups(rig).length).toBeLessThan(62)
  })

  it('while its operator asks for a break too soon signs them in all the same', async () => {
    const rig = await rigWith(phonesOf({ ring: () => ({ result: 'up', after: seconds(4) }) }))
    await rig.signIn('anna')
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    await rig.until(4)
    expect(rig.stateOf('anna')).toBe('reserved')
  })

  it.each(['signOut', 'gone'] as const)(
    'for an operator who has left by %s meanwhile signs nobody in',
    async kind => {
      const rig = await rigWith(phonesOf({ ring: () => ({ result: 'up', after: seconds(4) }) }))
      await rig.signIn('anna')
      await rig.until(2)
      rig.desk.act({ operator: 'anna', kind })
      await rig.until(10)
      // The phone came up at the same moment, and the news of it crossed.
      rig.tell({ kind: 'operatorUp', operator: 'anna' })
      await rig.until(11)
      expect(rig.stateOf('anna')).toBe('signedOut')
      expect(downs(rig)).toEqual(['2 anna', '10 anna'])
    },
  )

  it('by nobody is taken down again', async () => {
    const rig = await rigWith(phonesOf({}))
    rig.exchange.operatorUp('anna')
    await rig.until(1)
    expect(rig.stateOf('anna')).toBe('signedOut')
    expect(downs(rig)).toEqual(['0 anna'])
  })

  it('once signs in once, however often it is asked for', async () => {
    const rig = await rigWith(phonesOf({}))
    await rig.signIn('anna')
    await rig.signIn('anna')
    rig.exchange.operatorUp('anna')
    await rig.until(1)
    expect(rig.dialed()).toEqual(['0 0'])
    expect(rig.commands.filter(one => one.name === 'operatorUp')).toHaveLength(1)
  })

  it('after it was lost on a break has its operator back by one "ready"', async () => {
    const rig = await rigWith(phonesOf({}))
    await rig.signIn('anna')
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    rig.exchange.dropOperator('anna')
    await rig.until(1)
    expect(rig.stateOf('anna')).toBe('break')
    rig.desk.act({ operator: 'anna', kind: 'ready' })
    await rig.until(2)
    expect(rig.stateOf('anna')).toBe('free')
    expect(ups(rig)).toEqual(['0 anna', '1 anna'])
  })

  it('for an operator who has changed their mind leaves them on the break', async () => {
    const rig = await rigWith(phonesOf({}))
    await rig.signIn('anna')
    rig.exchange.dropOperator('anna')
    await rig.until(1)
    rig.desk.act({ operator: 'anna', kind: 'ready' })
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    await rig.until(2)
    expect(rig.stateOf('anna')).toBe('break')
  })
})

describe('the line of an operator', () => {
  it('is taken down when they sign out, at once or after the card', async () => {
    const rig = await rigWith(phonesOf({}))
    await rig.signIn()
    rig.desk.act({ operator: 'boris', kind: 'signOut' })
    await rig.until(5)
    rig.desk.act({ operator: 'anna', kind: 'signOut' })
    await rig.until(15)
    expect(downs(rig)).toEqual(['0 boris'])
    await rig.closeCard('anna')
    expect(rig.stateOf('anna')).toBe('signedOut')
    expect(downs(rig)).toEqual(['0 boris', '15 anna'])
  })
})

describe('an operator who signs in', () => {
  it('to no campaign that runs here is told so', async () => {
    const rig = await rigWith(phonesOf({}), { operators: { anna: ['elsewhere'] } })
    await rig.signIn()
    expect(rig.desk.shown('anna', 'state')).toEqual([
      { kind: 'state', state: 'signedOut', why: 'none of your campaigns is running' },
    ])
  })

  it('anew serves the campaigns of this time, not those of the last', async () => {
    const rig = await rigWith(phonesOf({}), {
      campaigns: [{}, { id: 'two' }, { id: 'three' }],
      contacts: { demo: [0], two: [], three: [] },
    })
    rig.engine.control({ kind: 'stop', campaign: 'demo' })
    await rig.signIn('anna')
    rig.desk.act({ operator: 'anna', kind: 'signOut' })
    rig.desk.act({ operator: 'anna', kind: 'signIn', campaigns: ['two', 'three'] })
    await rig.settle()
    rig.engine.control({ kind: 'start', campaign: 'demo' })
    await rig.until(5)
    expect(rig.dialed()).toEqual([])
    expect(rig.core.operators.get('anna')!.allotted).toBeNull()
  })

  it('and whom nobody knows is nobody', async () => {
    const rig = await rigWith(phonesOf({}))
    rig.desk.act({ operator: 'zoe', kind: 'signIn', campaigns: ['demo'] })
    rig.desk.act({ operator: 'zoe', kind: 'gone' })
    rig.exchange.operatorUp('zoe')
    await rig.settle()
    rig.exchange.dropOperator('zoe')
    rig.engine.control({ kind: 'breakFor', operator: 'zoe', reason: 'tea' })
    rig.engine.control({ kind: 'stop', campaign: 'nowhere' })
    await rig.until(5)
    expect(rig.engine.snapshot().operators.map(one => one.id)).toEqual(['anna', 'boris'])
    expect(rig.dialed()).toEqual([])
  })
})
