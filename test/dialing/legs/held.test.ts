import { describe, expect, it } from 'vitest'
import { type Duration, seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { SOUND_PHONES } from '../../../src/telephony/virtual/legs.ts'
import { type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const talks = person(seconds(3), { patience: seconds(30), talk: seconds(60) })

/** Anna at work on one contact; her phone is picked up after this long, each time it rings. */
async function annaWith(after: readonly Duration[], more: Partial<RigOptions> = {}): Promise<Rig> {
  let times = 0
  const ring = () => ({ result: 'up', after: after[times++] ?? 0 }) as const
  const phones = { ...SOUND_PHONES, ring }
  const rig = await rigOf({ contacts: { demo: [0] }, callee: () => talks, phones, ...more })
  await rig.signIn()
  return rig
}

const rung = (rig: Rig) =>
  rig.commands.filter(one => one.name === 'operatorUp').map(one => `${one.sec} ${one.id}`)

describe('a held leg that drops', () => {
  it('in talk is called again, and the person is back with their operator in time', async () => {
    const rig = await annaWith([0, 500])
    await rig.until(10)
    rig.exchange.dropOperator('anna')
    await rig.until(12)
    expect(rig.stateOf('anna')).toBe('talking')
    expect(rig.desk.story('anna').slice(-6)).toEqual([
      '10 phone lost',
      '10 state free',
      '11 phone rings',
      '11.5 phone up',
      '11.5 state talking',
      '11.5 card talking',
    ])
    expect(rig.commands.filter(one => one.name === 'announce')).toEqual([])
    expect(rig.counts()).toEqual([1, 0])
  })

  it('in talk for longer leaves the person to the message, and its operator to the card', async () => {
    const rig = await annaWith([0, seconds(4)])
    await rig.until(10)
    rig.exchange.dropOperator('anna')
    await rig.until(15)
    expect(rig.commands.find(one => one.name === 'announce')).toMatchObject({ sec: 12 })
    expect(rig.engine.snapshot().operators).toMatchObject([{ state: 'wrapUp', phone: 'up' }])
  })

  it('while its operator waits has nobody called for them until it is up again', async () => {
    const rig = await annaWith([0, seconds(2)], { contacts: { demo: [] } })
    rig.exchange.dropOperator('anna')
    await rig.until(0.5)
    const newcomer = { key: null, zone: 'UTC', priority: 5, phones: ['+12125550100'], data: {} }
    await rig.store.addContacts('demo', [newcomer], rig.timeline.wall())
    await rig.until(2.9)
    expect([rig.stateOf('anna'), rig.dialed()]).toEqual(['free', []])
    await rig.until(3)
    expect([rig.stateOf('anna'), rig.dialed()]).toEqual(['reserved', ['3 0']])
  })

  it('in wrap-up leaves them to their card', async () => {
    const rig = await annaWith([0, seconds(2)], {
      callee: () => person(seconds(3), { talk: 1000 }),
    })
    await rig.until(5)
    rig.exchange.dropOperator('anna')
    await rig.until(7)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    await rig.closeCard('anna')
    expect(rig.stateOf('anna')).toBe('free')
    await rig.until(8)
    expect(rig.engine.snapshot().operators).toMatchObject([{ state: 'free', phone: 'up' }])
  })

  it('and is not picked up takes its operator out of rotation, who is told why', async () => {
    const rig = await annaWith([0, Infinity], { contacts: { demo: [] } })
    rig.exchange.dropOperator('anna')
    await rig.until(15.9)
    expect(rig.stateOf('anna')).toBe('free')
    await rig.until(16)
    expect(rig.desk.story('anna').slice(-2)).toEqual(['16 phone noAnswer', '16 state break'])
    expect(rig.engine.snapshot().operators).toMatchObject([
      { state: 'break', why: 'not responding', phone: 'noAnswer' },
    ])
    rig.desk.act({ operator: 'anna', kind: 'ready' })
    await rig.until(17)
    expect(rig.stateOf('anna')).toBe('free')
  })

  it('or is put down by who waits is called again: twice in a minute takes them out of rotation', async () => {
    const rig = await annaWith([], { contacts: { demo: [] } })
    for (const at of [0, 70]) {
      await rig.until(at)
      rig.exchange.dropOperator('anna', 'hungUp')
      await rig.until(at + 2)
      expect(rig.stateOf('anna')).toBe('free')
    }
    rig.exchange.dropOperator('anna', 'hungUp')
    await rig.until(80)
    expect([rig.stateOf('anna'), rung(rig)]).toEqual(['break', ['0 anna', '1 anna', '71 anna']])
  })

  it('however often, without being put down, leaves them in rotation', async () => {
    const rig = await annaWith([], { contacts: { demo: [] } })
    for (const at of [0, 5, 10]) {
      await rig.until(at)
      rig.exchange.dropOperator('anna')
    }
    await rig.until(20)
    const calls = ['0 anna', '1 anna', '6 anna', '11 anna']
    expect([rig.stateOf('anna'), rung(rig)]).toEqual(['free', calls])
  })

  it('with our servers is called when they are back, however often they go', async () => {
    const rig = await annaWith([], { contacts: { demo: [] } })
    for (const at of [0, 10, 20]) {
      await rig.until(at)
      rig.exchange.setLines('main', 0)
      rig.exchange.dropOperator('anna')
      await rig.until(at + 5)
      rig.exchange.setLines('main', 50)
      await rig.until(at + 7)
      expect(rig.engine.snapshot().operators).toMatchObject([{ state: 'free', phone: 'up' }])
    }
    expect(rung(rig)).toEqual(['0 anna', '6 anna', '16 anna', '26 anna'])
  })

  it('and cannot be called for a fault of ours is called until that is mended, rarely in the end', async () => {
    const rig = await annaWith([], { contacts: { demo: [] } })
    rig.deaf.add('operatorUp')
    rig.exchange.dropOperator('anna')
    for (let second = 1; second < 90; second++) {
      await rig.until(second)
      rig.tell({ kind: 'operatorDown', operator: 'anna', why: 'lost' })
    }
    expect(rung(rig).slice(0, 4)).toEqual(['0 anna', '1 anna', '2 anna', '3 anna'])
    expect(rung(rig).slice(-3)).toEqual(['61 anna', '71 anna', '81 anna'])
    rig.deaf.clear()
    await rig.until(92)
    expect(rig.engine.snapshot().operators).toMatchObject([{ state: 'free', phone: 'up' }])
  })

  it('is told twice and has dropped once', async () => {
    const rig = await annaWith([], { contacts: { demo: [] } })
    rig.exchange.dropOperator('anna')
    await rig.until(0.5)
    rig.tell({ kind: 'operatorDown', operator: 'anna', why: 'lost' })
    await rig.until(2)
    expect(rig.stateOf('anna')).toBe('free')
  })

  it('lets a break that was waiting for the line begin', async () => {
    const rig = await annaWith([])
    await rig.until(1)
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    expect(rig.stateOf('anna')).toBe('reserved')
    rig.exchange.dropOperator('anna')
    await rig.until(2)
    expect(rig.engine.snapshot().operators).toMatchObject([{ state: 'break', why: 'tea' }])
    await rig.until(5)
    expect(rung(rig)).toEqual(['0 anna'])
  })

  it('takes a card that was being read back', async () => {
    const rig = await annaWith([0, Infinity], { campaigns: [{ mode: 'preview' }] })
    await rig.until(1)
    rig.exchange.dropOperator('anna')
    await rig.until(2)
    expect(rig.core.attempts.size).toBe(0)
  })

  it('leaves a line that was promised to whoever is free', async () => {
    const rig = await annaWith([0, 0, Infinity], { operators: { anna: ['demo'], boris: ['demo'] } })
    await rig.until(1)
    rig.exchange.dropOperator('anna')
    await rig.until(4)
    expect([rig.stateOf('boris'), rig.counts()]).toEqual(['talking', [1, 0]])
  })
})
