import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { Eye } from '../../support/eye.ts'
import { type RigOptions, rigOf } from '../../support/rig.ts'

const CONTACTS = { demo: Array.from({ length: 20 }, (_, n) => n) }
const OPERATORS = { anna: ['demo'], boris: ['demo'] }

/** Anna and Boris are called for at seconds 1 and 2, and hear people a second later. */
async function twoTalks(more: Partial<RigOptions> = {}) {
  const eye = new Eye({ startAt: [1, 2] })
  const rig = await rigOf({
    campaigns: [{ mode: 'predictive' }],
    operators: OPERATORS,
    contacts: CONTACTS,
    callee: () => person(seconds(1)),
    policyOf: () => eye.policy,
    ...more,
  })
  await rig.signIn('anna', 'boris')
  return { rig, eye }
}

describe('a policy sees the busy operators', () => {
  it('who talk, and who wrap up, each since when', async () => {
    const { rig, eye } = await twoTalks()
    await rig.until(5)
    expect(eye.last).toMatchObject({ free: 0, busy: 2, talkingSince: [2000, 3000] })
    await rig.hangUp('boris')
    await rig.until(7)
    expect(eye.last).toMatchObject({ busy: 2, talkingSince: [2000], wrappingSince: [5000] })
    await rig.closeCard('boris')
    await rig.until(8)
    expect(eye.last).toMatchObject({ free: 1, busy: 1, talkingSince: [2000], wrappingSince: [] })
  })

  it('but not since when, of those who will go, until they take it back', async () => {
    const { rig, eye } = await twoTalks()
    await rig.until(5)
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    rig.desk.act({ operator: 'boris', kind: 'signOut' })
    await rig.until(6)
    expect(eye.last).toMatchObject({ busy: 2, talkingSince: [] })
    rig.desk.act({ operator: 'anna', kind: 'ready' })
    await rig.until(7)
    expect(eye.last).toMatchObject({ busy: 2, talkingSince: [2000] })
  })

  it('with the same wrap-up, in its place, when it was extended', async () => {
    const { rig, eye } = await twoTalks()
    await rig.until(5)
    await rig.hangUp('anna')
    const { attempt } = rig.desk.shown('anna', 'card').at(-1)!
    await rig.until(7)
    await rig.hangUp('boris')
    await rig.until(9)
    rig.desk.act({ operator: 'anna', kind: 'extendWrapUp', attempt })
    await rig.until(10)
    expect(eye.last.wrappingSince).toEqual([5000, 7000])
  })

  it('as reserved for the campaign, with no line of their own, in mode predictive', async () => {
    const { rig } = await twoTalks({ callee: () => unreached('unanswered', seconds(60)) })
    await rig.until(5)
    expect(rig.desk.story('anna').slice(-1)).toEqual(['1 reserved for demo'])
    expect(await rig.records()).toMatchObject(Array(2).fill({ reservedFor: null }))
  })
})

describe('a policy is told what operators did', () => {
  it('how long they talked and wrapped up, and that they heard a person', async () => {
    const { rig, eye } = await twoTalks()
    await rig.until(7)
    await rig.hangUp('anna')
    await rig.until(11)
    await rig.closeCard('anna')
    await rig.until(12)
    expect(eye.newsOf('talked', 'wrapped')).toMatchObject([
      { kind: 'talked', lasted: 5000 },
      { kind: 'wrapped', lasted: 4000, rang: 1000, heard: 'person' },
    ])
  })

  it('that they heard a machine, by the disposition', async () => {
    const { rig, eye } = await twoTalks()
    await rig.until(7)
    await rig.hangUp('anna')
    await rig.closeCard('anna', 'machine')
    await rig.until(8)
    expect(eye.newsOf('wrapped')).toMatchObject([{ heard: 'machine' }])
  })

  it('once each, the oldest first', async () => {
    const { rig, eye } = await twoTalks()
    await rig.until(5)
    await rig.hangUp('anna')
    await rig.until(60)
    expect(eye.news.map(one => one.kind)).toEqual(['answered', 'answered', 'talked'])
  })
})
