import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { SOUND_PHONES } from '../../../src/telephony/virtual/legs.ts'
import { START } from '../../support/campaigns.ts'
import { Eye } from '../../support/eye.ts'
import { rigOf } from '../../support/rig.ts'

/** Anna talks from second 2 on; Boris and Clara are free. */
async function threeAtWork() {
  const eye = new Eye({ startAt: [1] })
  const rig = await rigOf({
    campaigns: [{ mode: 'predictive' }],
    operators: { anna: ['demo'], boris: ['demo'], clara: ['demo'] },
    callee: () => person(seconds(1)),
    policyOf: () => eye.policy,
  })
  await rig.signIn()
  await rig.until(3)
  const leaveAt = async (operator: string, second: number | null) => {
    const at = second === null ? null : START + second * 1000
    rig.desk.act({ operator, kind: 'leaveAt', at })
    await rig.settle()
  }
  return { rig, eye, leaveAt, seen: () => eye.last.departures }
}

describe('a policy knows who will be away', () => {
  it('from which moment on and how many, the soonest first', async () => {
    const { seen, leaveAt } = await threeAtWork()
    expect(seen()).toEqual([])
    await leaveAt('boris', 60)
    await leaveAt('anna', 30)
    await leaveAt('clara', 60)
    expect(seen()).toEqual([
      { at: 30_000, operators: 1 },
      { at: 60_000, operators: 2 },
    ])
  })

  it('of operators who could be joined, not of those whose phones have to be rung first', async () => {
    const eye = new Eye()
    const rig = await rigOf({
      campaigns: [{ mode: 'predictive' }],
      operators: { anna: ['demo'], boris: ['demo'] },
      contacts: { demo: [0] },
      callee: () => person(seconds(1)),
      policyOf: () => eye.policy,
      legOf: operator => (operator === 'boris' ? 'callback' : 'held'),
      phones: { ...SOUND_PHONES, ring: of => ({ result: 'up', after: of === 'boris' ? 9999 : 0 }) },
    })
    await rig.signIn()
    for (const operator of ['anna', 'boris'])
      rig.desk.act({ operator, kind: 'leaveAt', at: START + seconds(60) })
    await rig.until(3)
    expect(eye.last.departures).toEqual([{ at: 60_000, operators: 1 }])
  })

  it('of its own operators, not of those who are given to another campaign', async () => {
    const eyes = { demo: new Eye(), other: new Eye() }
    const rig = await rigOf({
      campaigns: [{ mode: 'predictive' }, { id: 'other', mode: 'predictive' }],
      operators: { anna: ['demo'], boris: ['other'] },
      callee: () => person(seconds(1)),
      policyOf: ({ id }) => (id === 'demo' ? eyes.demo : eyes.other).policy,
    })
    await rig.signIn('anna')
    await rig.signIn('boris')
    rig.desk.act({ operator: 'boris', kind: 'leaveAt', at: START + 60_000 })
    await rig.until(3)
    expect(eyes.demo.last.departures).toEqual([])
    expect(eyes.other.last.departures).toEqual([{ at: 60_000, operators: 1 }])
  })

  it('until they take it back', async () => {
    const { seen, leaveAt } = await threeAtWork()
    await leaveAt('boris', 60)
    await leaveAt('boris', null)
    expect(seen()).toEqual([])
  })

  it('until they sign out', async () => {
    const { rig, seen, leaveAt } = await threeAtWork()
    await leaveAt('boris', 60)
    rig.desk.act({ operator: 'boris', kind: 'signOut' })
    await rig.settle()
    expect(seen()).toEqual([])
    await rig.signIn('boris')
    expect(seen()).toEqual([])
  })

  it('but not of those who have asked to go after the call: they are expected by nobody', async () => {
    const { rig, seen, leaveAt } = await threeAtWork()
    await leaveAt('anna', 60)
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    await rig.settle()
    expect(seen()).toEqual([])
  })

  it('also when they take another break before', async () => {
    const { rig, seen, leaveAt } = await threeAtWork()
    await leaveAt('boris', 60)
    rig.desk.act({ operator: 'boris', kind: 'break', reason: 'tea' })
    await rig.settle()
    expect(seen()).toEqual([])
    rig.desk.act({ operator: 'boris', kind: 'ready' })
    await rig.settle()
    expect(seen()).toEqual([{ at: 60_000, operators: 1 }])
  })

  it.each([
    ['when it began after the moment', 61],
    ['when it began a little before', 59],
  ])('and no more after the break that it was about, %s', async (_, second) => {
    const { rig, seen, leaveAt } = await threeAtWork()
    await leaveAt('boris', 60)
    await rig.until(second)
    rig.desk.act({ operator: 'boris', kind: 'break', reason: 'lunch' })
    await rig.until(90)
    rig.desk.act({ operator: 'boris', kind: 'ready' })
    await rig.settle()
    expect(rig.stateOf('boris')).toBe('free')
    expect(seen()).toEqual([])
  })

  it('and nothing of those who are not at work', async () => {
    const { rig, seen, leaveAt } = await threeAtWork()
    rig.desk.act({ operator: 'boris', kind: 'signOut' })
    await leaveAt('boris', 60)
    await rig.signIn('boris')
    expect(seen()).toEqual([])
  })
})
