import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import type { Observation } from '../../../src/pacing/observation.ts'
import { ratio } from '../../../src/pacing/policies/ratio.ts'
import { withinBudget } from '../../../src/pacing/policies/within-budget.ts'
import type { Policy } from '../../../src/pacing/policy.ts'
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
    expect(rig.desk.story('boris').slice(2)).toEqual([
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

describe('a policy', () => {
  it('sees who is free, who is busy, what rings and who waits, and the room of the trunks', async () => {
    let seen: Observation | undefined
    const policyOf = () => ({
      ...ratio(2),
      decide: (state: null, observed: Observation) => {
        seen = observed
        return ratio(2).decide(state, observed)
      },
    })
    const rig = await rigOf({
      campaigns: [{ mode: 'power', connectWithin: seconds(9) }],
      operators: { anna: ['demo'], boris: ['demo'], clara: ['demo'] },
      contacts: { demo: [0, 1, 2, 3, 4, 5, 6] },
      trunks: [{ id: 'main', lines: 30, callsPerSecond: 20 }],
      policyOf,
      callee: n => {
        if (n < 2) return person(seconds(1), { talk: n === 0 ? seconds(2) : seconds(90) })
        return n === 2 ? person(seconds(5)) : never
      },
    })
    await rig.signIn('anna', 'boris')
    await rig.until(4)
    // Anna wraps up, Boris talks; two of their four lines ring still.
    expect(seen).toMatchObject({
      at: 4000,
      free: 0,
      busy: 2,
      ringing: 2,
      waiting: 0,
      room: 20,
      budget: { connected: 2, abandoned: 0, limit: 0.03 },
    })
    await rig.until(6)
    expect(seen).toMatchObject({ busy: 2, ringing: 1, waiting: 1 })
    await rig.signIn('clara')
    expect(seen).toMatchObject({ free: 0, busy: 3, waiting: 0 })
  })

  it('is handed its own state from one decision to the next', async () => {
    const counting: Policy<number> = {
      name: 'counting',
      initial: 0,
      rhythm: 0,
      decide: (state, { room }) => ({
        state: state + 1,
        launches: state === 3 ? Math.min(1, room) : 0,
        drops: 0,
        because: { rule: 'counting', target: state, limitedBy: 'nothing' },
      }),
    }
    const rig = await rigOf({
      campaigns: POWER,
      contacts: CONTACTS,
      policyOf: () => counting as Policy,
      callee: () => never,
    })
    await rig.until(10)
    expect(rig.dialed()).toHaveLength(1)
  })
})
