import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { daily, START } from '../../support/campaigns.ts'
import { rigOf } from '../../support/rig.ts'

const busy = unreached('busy', seconds(1))
const answers = person(seconds(3), { talk: seconds(20) })
const OPERATORS = { anna: ['demo'], boris: ['demo'], clara: ['demo'] }

describe('a progressive campaign', () => {
  it('shows the reservation and the card before anybody has answered', async () => {
    const rig = await rigOf({ callee: () => answers })
    await rig.signIn()
    expect(rig.desk.story('anna')).toEqual([
      '0 phone rings',
      '0 phone up',
      '0 state free',
      '0 state reserved',
      '0 reserved',
      '0 card dialing',
    ])
    expect(rig.desk.shown('anna', 'card')[0]!.card).toMatchObject({
      campaign: 'demo',
      phone: '+12125550100',
      data: { name: 'Contact 0' },
    })
    expect(rig.dialed()).toEqual(['0 0'])
    expect(await rig.records()).toMatchObject([{ reservedFor: 'anna', mode: 'progressive' }])
  })

  it('goes on to the next contact with the same operator when a call fails', async () => {
    const rig = await rigOf({ callee: n => (n < 2 ? busy : answers) })
    await rig.signIn()
    await rig.until(10)
    expect(rig.dialed()).toEqual(['0 0', '1 1', '2 2'])
    expect(rig.desk.story('anna').slice(6)).toEqual([
      '1 reserved',
      '1 card dialing',
      '2 reserved',
      '2 card dialing',
      '5 state talking',
      '5 card talking',
    ])
    expect(rig.events.filter(one => one.kind === 'attempt.answered')).toEqual([
      { at: START + seconds(5), kind: 'attempt.answered', attempt: rig.attemptTo(2) },
    ])
  })

  it('keeps nothing of a call that came to nothing', async () => {
    const rig = await rigOf({ callee: () => busy })
    await rig.signIn()
    await rig.until(5)
    const { attempts, cards, book, numbers, contacts } = rig.core
    expect([attempts, cards, book, numbers, contacts].map(one => one.size)).toEqual([0, 0, 0, 0, 0])
    expect(rig.engine.snapshot().campaigns[0]!.tally).toEqual({
      placed: 3,
      answered: 0,
      connected: 0,
      abandoned: 0,
      ended: 3,
    })
  })

  it('calls nobody more than there are free operators', async () => {
    const operators = { anna: ['demo'], boris: ['demo'] }
    const contacts = { demo: [0, 1, 2, 3, 4] }
    const rig = await rigOf({ operators, contacts, callee: () => answers })
    await rig.signIn()
    await rig.until(20)
    expect(rig.dialed()).toEqual(['0 0', '0 1'])
  })

  it('lets an operator go free when there is nobody left to call', async () => {
    const rig = await rigOf({ contacts: { demo: [0] }, callee: () => busy })
    await rig.signIn()
    await rig.until(1)
    expect(rig.stateOf('anna')).toBe('free')
    expect(rig.desk.story('anna').slice(-2)).toEqual(['1 state free', '1 released'])
  })
})

describe('the longest free operator', () => {
  it('comes first, whoever signed in first', async () => {
    const rig = await rigOf({
      operators: OPERATORS,
      contacts: { demo: [0, 1, 2] },
      callee: () => person(seconds(3), { talk: seconds(20) }),
      campaigns: [{ hours: { ...daily(600, 1440) } }],
      start: START - seconds(60),
    })
    for (const operator of ['clara', 'anna', 'boris']) {
      await rig.signIn(operator)
      await rig.until(rig.timeline.monotonic() / 1000 + 1)
    }
    await rig.until(60)
    const records = await rig.records()
    expect(records.map(one => one.reservedFor)).toEqual(['clara', 'anna', 'boris'])
  })

  it('is the one whose last card was closed first', async () => {
    const contacts = { demo: [0, 1, 2, 3, 4, 5] }
    const rig = await rigOf({ operators: OPERATORS, contacts, callee: () => answers })
    await rig.signIn()
    await rig.until(23)
    for (const operator of ['boris', 'clara', 'anna']) {
      await rig.closeCard(operator)
      await rig.until(rig.timeline.monotonic() / 1000 + 1)
    }
    const records = await rig.records()
    expect(records.map(one => one.reservedFor).slice(3)).toEqual(['boris', 'clara', 'anna'])
  })

  it('keeps the place when the person hung up before anybody was heard', async () => {
    const gone = person(seconds(1), { leavesAfter: 0 })
    const operators = { anna: ['demo'], boris: ['demo'] }
    const rig = await rigOf({
      operators,
      contacts: { demo: [0, 1, 2, 3, 4, 5, 6] },
      callee: n => (n === 0 ? gone : unreached('busy', seconds(60))),
      connectDelay: 50,
    })
    await rig.signIn('anna')
    await rig.until(0.5)
    await rig.signIn('boris')
    await rig.until(2)
    const core = rig.core
    expect(core.operators.get('anna')!.freeSince).toBe(0)
    expect(core.operators.get('boris')!.freeSince).toBe(500)
    expect(rig.counts()).toEqual([0, 1])
  })
})
