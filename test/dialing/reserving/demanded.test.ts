import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { retryAfterMinute, START } from '../../support/campaigns.ts'
import { type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const answers = person(seconds(3), { talk: seconds(10) })
const BOTH = { anna: ['demo'], boris: ['demo'] }

/** Anna talks to contact 0 and agrees to call back ten minutes after the beginning. */
async function promised(own: boolean, more: Partial<RigOptions> = {}): Promise<Rig> {
  const rig = await rigOf({
    operators: BOTH,
    contacts: { demo: [0] },
    callee: () => answers,
    ...more,
  })
  await rig.signIn('anna')
  await rig.until(20)
  await rig.closeCard('anna', 'callback', { callback: { at: START + minutes(10), own } })
  return rig
}

const break_ = (operator: string) => ({ operator, kind: 'break', reason: 'tea' }) as const

describe('a callback', () => {
  it('is made at the promised time, by the operator it was promised to', async () => {
    const rig = await promised(true)
    await rig.signIn('boris')
    await rig.until(599)
    expect(rig.dialed()).toHaveLength(1)
    await rig.until(602)
    const [, second] = await rig.records()
    expect(second!.reservedFor).toBe('anna')
    expect(second!.begunAt).toBeLessThanOrEqual(START + seconds(601))
    expect(rig.stateOf('boris')).toBe('free')
  })

  it('waits for its operator while the grace lasts, and is then made by anyone', async () => {
    const rig = await promised(true)
    rig.desk.act(break_('anna'))
    await rig.signIn('boris')
    await rig.until(899)
    expect(rig.dialed()).toHaveLength(1)
    await rig.until(903)
    expect((await rig.records())[1]).toMatchObject({ reservedFor: 'boris' })
  })

  it('is taken by its operator as soon as they are free', async () => {
    const rig = await promised(true)
    rig.desk.act(break_('anna'))
    await rig.signIn('boris')
    await rig.until(700)
    rig.desk.act({ operator: 'anna', kind: 'ready' })
    await rig.until(701)
    expect((await rig.records())[1]).toMatchObject({ reservedFor: 'anna' })
  })

  it('promised to nobody in particular is made by the longest free', async () => {
    const rig = await promised(false)
    rig.desk.act(break_('anna'))
    await rig.signIn('boris')
    await rig.until(602)
    expect((await rig.records())[1]).toMatchObject({ reservedFor: 'boris' })
  })

  it('comes before new contacts, and its line is no part of the ratio', async () => {
    const rig = await promised(false, {
      campaigns: [{ mode: 'power', powerRatio: 2 }],
      contacts: { demo: [0, 1, 2, 3, 4, 5, 6, 7] },
      callee: n => (n === 0 ? answers : unreached('unanswered', hours(1))),
    })
    await rig.until(602)
    const records = await rig.records()
    const callback = records.findLast(one => one.contact === 1)!
    expect(callback).toMatchObject({ reservedFor: 'anna' })
    expect(rig.engine.snapshot().campaigns[0]!.because!.target).toBe(0)
  })

  it('whose operator is not here does not keep the others from new contacts', async () => {
    const rig = await promised(true, { contacts: { demo: [0, 1, 2] } })
    rig.desk.act({ operator: 'anna', kind: 'signOut' })
    await rig.until(610)
    await rig.signIn('boris')
    await rig.until(620)
    expect(rig.dialed().at(-1)).toBe('610 2')
  })

  it('that waits is given back when the campaign is stopped, and made after it is started', async () => {
    const rig = await promised(true)
    rig.desk.act(break_('anna'))
    await rig.until(610)
    expect(rig.engine.snapshot().campaigns[0]!.atHand).toBe(1)
    rig.engine.control({ kind: 'stop', campaign: 'demo' })
    await rig.until(620)
    expect(rig.engine.snapshot().campaigns[0]).toMatchObject({ atHand: 0, state: 'stopped' })
    rig.desk.act({ operator: 'anna', kind: 'ready' })
    await rig.until(630)
    expect(rig.dialed()).toHaveLength(1)
    rig.engine.control({ kind: 'start', campaign: 'demo' })
    await rig.until(632)
    expect(rig.dialed()).toHaveLength(2)
  })

  it('finds an operator of several campaigns in whichever they count for', async () => {
    const rig = await rigOf({
      campaigns: [{}, { id: 'other', mode: 'power', powerRatio: 1 }],
      operators: { anna: ['demo', 'other'] },
      contacts: { demo: [0], other: [] },
      callee: () => answers,
    })
    await rig.signIn()
    await rig.until(20)
    const callback = { at: START + minutes(10), own: true }
    await rig.closeCard('anna', 'callback', { callback })
    await rig.until(602)
    expect((await rig.records())[1]).toMatchObject({ reservedFor: 'anna' })
    expect(rig.engine.snapshot().operators).toMatchObject([{ state: 'reserved', campaign: 'demo' }])
  })
})

describe('whoever was left without an operator', () => {
  const abandoning = (demandOperator: boolean) =>
    rigOf({
      campaigns: [
        {
          mode: 'power',
          powerRatio: 2,
          retry: retryAfterMinute('abandoned'),
          afterAbandoned: { lockout: hours(72), demandOperator },
        },
      ],
      contacts: { demo: [0, 1] },
      callee: (n, time) => (time === 0 ? person(seconds(n + 1), { talk: seconds(10) }) : answers),
    })

  it('is called again with an operator of their own, where the campaign says so', async () => {
    const rig = await abandoning(true)
    await rig.signIn()
    await rig.until(30)
    expect(rig.counts()).toEqual([1, 1])
    await rig.closeCard('anna')
    await rig.until(120)
    const again = (await rig.records()).at(-1)!
    expect(again).toMatchObject({ contact: 2, reservedFor: 'anna' })
    expect(again.operator).toBe('anna')
  })

  it('is otherwise not called before the lockout is over', async () => {
    const rig = await abandoning(false)
    await rig.signIn()
    await rig.until(30)
    await rig.closeCard('anna')
    await rig.until(7200)
    expect(rig.dialed()).toHaveLength(2)
    expect(await rig.contact(1)).toMatchObject({ state: 'waiting' })
  })
})
