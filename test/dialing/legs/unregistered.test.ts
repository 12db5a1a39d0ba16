import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import type { LegKind } from '../../../src/campaign/rules/leg-kind.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { type Rig, rigOf } from '../../support/rig.ts'

const BOTH = { anna: ['demo'], boris: ['demo'] }

function rigWith(leg: LegKind): Promise<Rig> {
  return rigOf({
    operators: BOTH,
    contacts: { demo: [0] },
    callee: () => person(seconds(3), { talk: seconds(60) }),
    legOf: () => leg,
  })
}

const know = (rig: Rig, isThere: boolean): void =>
  rig.desk.act({ operator: 'anna', kind: 'phoneKnown', isThere })
const rung = (rig: Rig) =>
  rig.commands.filter(one => one.name === 'operatorUp').map(one => `${one.sec} ${one.id}`)

describe('an operator without a phone to call', () => {
  it('is told so, and neither reserved nor put on a break: others are rung', async () => {
    const rig = await rigWith('callback')
    know(rig, false)
    await rig.signIn('anna')
    await rig.until(2)
    expect(rig.desk.story('anna')).toEqual(['0 phone unregistered', '0 state free'])
    expect([rung(rig), rig.dialed()]).toEqual([[], []])
    await rig.signIn('boris')
    await rig.until(6)
    expect([rung(rig), rig.stateOf('boris')]).toEqual([['2 boris'], 'talking'])
    expect(rig.stateOf('anna')).toBe('free')
  })

  it('is rung as soon as there is one', async () => {
    const rig = await rigWith('callback')
    know(rig, false)
    await rig.signIn('anna')
    await rig.until(5)
    know(rig, true)
    await rig.until(7)
    expect(rung(rig)).toEqual(['5 anna'])
    expect(rig.desk.story('anna').slice(2, 5)).toEqual([
      '5 phone registered',
      '5 state reserved',
      '5 reserved for demo',
    ])
  })

  it('is told each time they want to come, and with a leg for the shift does not', async () => {
    const rig = await rigWith('held')
    for (const at of [1, 2]) {
      know(rig, false)
      await rig.signIn('anna')
      await rig.until(at)
    }
    expect(rig.desk.story('anna')).toEqual([
      '0 phone unregistered',
      '0 state signedOut',
      '1 phone unregistered',
      '1 state signedOut',
    ])
    expect(rig.desk.shown('anna', 'state').at(-1)).toMatchObject({
      why: 'your phone is not registered',
    })
    expect(rung(rig)).toEqual([])
  })

  it('with a leg for the shift that has dropped is rung when there is one again', async () => {
    const rig = await rigWith('held')
    await rig.signIn('anna')
    await rig.until(10)
    know(rig, false)
    rig.exchange.dropOperator('anna')
    await rig.until(15)
    expect([rung(rig), rig.engine.snapshot().operators[0]?.phone]).toEqual([
      ['0 anna'],
      'unregistered',
    ])
    know(rig, true)
    await rig.until(17)
    expect(rung(rig)).toEqual(['0 anna', '16 anna'])
  })
})
