import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { ratio } from '../../../src/pacing/policies/ratio.ts'
import { withinBudget } from '../../../src/pacing/policies/within-budget.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { rigOf } from '../../support/rig.ts'

const never = unreached('unanswered', seconds(60))
const CONTACTS = { demo: Array.from({ length: 20 }, (_, n) => n) }
const OPERATORS = { anna: ['demo'], boris: ['demo'] }
const POWER = [{ mode: 'power', powerRatio: 2.5 }] as const

describe('a campaign in mode power', () => {
  it('rings as many lines as its ratio says, and reserves its operators for itself', async () => {
    const rig = await rigOf({
      campaigns: POWER,
      operators: OPERATORS,
      contacts: CONTACTS,
      callee: () => never,
    })
    await rig.signIn()
    expect(rig.dialed()).toHaveLength(5)
    expect(rig.desk.story('boris')).toEqual([
      '0 state free',
      '0 state reserved',
      '0 reserved for demo',
    ])
    expect(await rig.records()).toMatchObject(Array(5).fill({ reservedFor: null }))
  })

  it('gives whoever answers first to the longest free operator, with the card', async () => {
    const rig = await rigOf({
      campaigns: POWER,
      operators: OPERATORS,
      contacts: CONTACTS,
      callee: n => (n === 3 ? person(seconds(4)) : never),
    })
    await rig.signIn()
    await rig.until(4)
    expect(rig.stateOf('anna')).toBe('talking')
    expect(rig.desk.story('anna').slice(-2)).toEqual(['4 state talking', '4 card talking'])
    expect(rig.desk.shown('anna', 'card')).toMatchObject([
      { card: { data: { name: 'Contact 3' } } },
    ])
    expect(rig.stateOf('boris')).toBe('reserved')
  })

  it('lets its operators go when nothing rings any more', async () => {
    const rig = await rigOf({
      campaigns: POWER,
      contacts: { demo: [0, 1] },
      callee: () => unreached('busy', seconds(2)),
    })
    await rig.signIn()
    await rig.until(2)
    expect(rig.desk.story('anna').slice(-2)).toEqual(['2 state free', '2 released'])
  })

  it('is held to one line for each operator while its budget is used up', async () => {
    const rig = await rigOf({
      campaigns: [{ mode: 'power', powerRatio: 3 }],
      contacts: CONTACTS,
      policyOf: () => withinBudget(ratio(3)),
      callee: n => (n < 2 ? person(seconds(1), { talk: seconds(5) }) : never),
    })
    await rig.signIn()
    await rig.until(10)
    expect(rig.counts()).toEqual([1, 1])
    const before = rig.dialed().length
    await rig.closeCard('anna')
    expect(rig.engine.snapshot().campaigns[0]!.because).toMatchObject({
      rule: 'progressive',
      limitedBy: 'budget',
    })
    // One line still rings from before, so that there is none to start.
    expect(rig.dialed()).toHaveLength(before)
  })
})
