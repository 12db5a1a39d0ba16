import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { LiveObservation } from '../../../src/dialing/feed/observe.ts'
import { machine, person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { retryAfterMinute } from '../../support/campaigns.ts'
import { Eye, type Script } from '../../support/eye.ts'
import { type RigOptions, rigOf } from '../../support/rig.ts'

const never = unreached('unanswered', seconds(60))
const CONTACTS = { demo: Array.from({ length: 20 }, (_, n) => n) }
const POWER = [{ mode: 'power' }] as const

/** Lines for nobody in particular, by a script. */
async function ringing(script: Script, more: Partial<RigOptions> = {}) {
  const eye = new Eye(script)
  const rig = await rigOf({
    campaigns: POWER,
    contacts: CONTACTS,
    callee: () => never,
    policyOf: () => eye.policy,
    ...more,
  })
  return { rig, eye }
}

const ONE: Script = { startAt: [1] }

describe('a policy sees the lines that ring', () => {
  it('with the moment each was placed, the oldest first', async () => {
    const { rig, eye } = await ringing({ startAt: [1, 3, 5] })
    await rig.until(10)
    expect(eye.last).toMatchObject({ ringing: 3, ringingSince: [1000, 3000, 5000] })
  })

  it('as of now while they are on their way to the disk', async () => {
    const { rig } = await ringing({ startAt: [1, 1] })
    rig.held.add('beginAttempts')
    const reached = rig.until(1)
    while (rig.core.campaigns.get('demo')!.ringing === 0) await Promise.resolve()
    const later = { ...rig.core, now: 3000 }
    const seen = new LiveObservation(later, rig.core.campaigns.get('demo')!)
    expect(seen.ringingSince).toEqual([3000, 3000])
    rig.held.clear()
    await reached
  })

  it('but not those that have an operator of their own, abandoned or not', async () => {
    const { rig, eye } = await ringing(ONE, {
      campaigns: [
        {
          mode: 'power',
          afterAbandoned: { lockout: seconds(90), demandOperator: true },
          retry: retryAfterMinute('abandoned'),
        },
      ],
      contacts: { demo: [0] },
      callee: (_, time) => person(seconds(time === 0 ? 1 : 5)),
    })
    await rig.until(50)
    await rig.signIn()
    await rig.until(66)
    expect(rig.dialed()).toHaveLength(2)
    const before = eye.newsOf('abandoned').length
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.until(90)
    expect(await rig.outcomes()).toEqual(['0 abandoned', '0 abandoned'])
    expect(eye.newsOf('abandoned')).toHaveLength(before)
  })

  it('until they are answered', async () => {
    const { rig, eye } = await ringing(
      { startAt: [1, 1] },
      { callee: n => (n === 0 ? person(seconds(3)) : never) },
    )
    await rig.until(4)
    expect(eye.last).toMatchObject({ ringing: 1, ringingSince: [1000], waiting: 1 })
  })

  it('but not those that have an operator of their own', async () => {
    const { rig, eye } = await ringing(ONE, {
      campaigns: [
        {
          mode: 'power',
          afterAbandoned: { lockout: seconds(90), demandOperator: true },
          retry: retryAfterMinute('abandoned'),
        },
      ],
      contacts: { demo: [0] },
      callee: (_, time) =>
        time === 0 ? person(seconds(1)) : person(seconds(5), { talk: seconds(10) }),
    })
    await rig.until(50)
    await rig.signIn()
    await rig.until(66)
    expect(rig.dialed()).toHaveLength(2)
    expect(eye.last).toMatchObject({ ringing: 0, ringingSince: [], free: 0 })
    await rig.until(90)
    expect(eye.newsOf('answered', 'abandoned')).toHaveLength(2)
    expect(eye.newsOf('talked')).toEqual([{ kind: 'talked', lasted: 10_000 }])
    await rig.closeCard('anna')
    expect(eye.newsOf('wrapped')).toMatchObject([{ rang: 5000, heard: 'person' }])
  })
})

describe('a policy is told what became of a line', () => {
  it.each([
    ['busy', unreached('busy', seconds(2)), { kind: 'refused', rang: 2000 }],
    ['refused', unreached('refused', seconds(4)), { kind: 'refused', rang: 4000 }],
    ['never answered', never, { kind: 'unanswered', rang: 25_000, dropped: false }],
    ['answered by a machine', machine(seconds(3)), { kind: 'answered', rang: 3000 }],
  ])('once, when it was %s', async (_, callee, news) => {
    const { rig, eye } = await ringing(ONE, { callee: () => callee })
    await rig.until(40)
    expect(eye.news).toEqual([news])
  })

  it('when a person answered, and when nobody came to them', async () => {
    const { rig, eye } = await ringing(ONE, { callee: () => person(seconds(3)) })
    await rig.until(40)
    expect(eye.news).toEqual([
      { kind: 'answered', rang: 3000 },
      { kind: 'abandoned', rang: 3000, waited: 2000 },
    ])
  })

  it('when they did not wait so long', async () => {
    const { rig, eye } = await ringing(ONE, {
      callee: () => person(seconds(3), { patience: seconds(1) }),
    })
    await rig.until(40)
    expect(eye.news[1]).toEqual({ kind: 'abandoned', rang: 3000, waited: 1000 })
  })

  it('and for how long they waited at first, though their operator went in mid-talk', async () => {
    const { rig, eye } = await ringing(ONE, {
      operators: { anna: ['demo'], boris: ['demo'] },
      callee: () => person(seconds(3)),
    })
    await rig.until(5)
    await rig.signIn('anna')
    await rig.until(10)
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.until(11)
    await rig.signIn('boris')
    await rig.until(20)
    expect(rig.stateOf('boris')).toBe('talking')
    await rig.hangUp('boris')
    await rig.closeCard('boris')
    await rig.until(21)
    expect(eye.newsOf('wrapped')).toMatchObject([{ rang: 3000, waited: 1000 }])
  })

  it('when the network lost it', async () => {
    const { rig, eye } = await ringing(ONE)
    await rig.until(7)
    rig.lose(0)
    await rig.until(8)
    expect(eye.news).toEqual([{ kind: 'unanswered', rang: 6000, dropped: false }])
  })
})

describe('lines a policy wants dropped', () => {
  it('are taken back, the longest ringing first, and never before the minimum ring', async () => {
    const { rig, eye } = await ringing({ startAt: [1, 3, 5], dropAt: [0, Infinity] })
    // The network says that it rings 150 ms after the call was placed: only that counts.
    await rig.until(16)
    expect(eye.last.ringing).toBe(3)
    await rig.until(18)
    expect(eye.last.ringingSince).toEqual([3000, 5000])
    await rig.until(30)
    const hangUps = rig.commands.filter(one => one.name === 'hangUp')
    expect(hangUps.map(one => one.sec)).toEqual([17, 19, 21])
    expect(eye.news).toEqual(Array(3).fill({ kind: 'unanswered', rang: 16_000, dropped: true }))
  })

  it('are left alone as long as nobody knows that they ring', async () => {
    const silent = { ...never, provisional: { trying: 20, ringing: null, earlyMedia: null } }
    const { rig, eye } = await ringing({ startAt: [1], dropAt: [0, 1] }, { callee: () => silent })
    await rig.until(25)
    expect(eye.last.ringing).toBe(1)
    expect(rig.commands.filter(one => one.name === 'hangUp')).toEqual([])
  })

  it('are as many as it says', async () => {
    const { rig } = await ringing({ startAt: [1, 1, 1], dropAt: [18, 2] })
    await rig.until(20)
    expect(await rig.outcomes()).toEqual(['0 cancelled', '1 cancelled', '2 alive'])
  })

  it('reach nobody: the budget counts no one, and the plan calls them again', async () => {
    const { rig } = await ringing(
      { startAt: [1, 80], dropAt: [18, 1] },
      {
        campaigns: [{ mode: 'power', retry: retryAfterMinute('cancelled') }],
        contacts: { demo: [0] },
      },
    )
    await rig.until(20)
    expect(rig.counts()).toEqual([0, 0])
    expect((await rig.contact(0)).contact).toMatchObject({ attempts: 1 })
    await rig.until(81)
    expect(rig.dialed()).toEqual(['1 0', '80 0'])
  })

  it('may be answered before the network has ended them: the person is abandoned', async () => {
    const late = { ...never, answersCancel: { by: 'person', after: 50 } } as never
    const { rig, eye } = await ringing({ startAt: [1], dropAt: [18, 1] }, { callee: () => late })
    await rig.until(20)
    expect(rig.counts()).toEqual([0, 1])
    expect(eye.news).toEqual([
      { kind: 'answered', rang: 17_050 },
      { kind: 'abandoned', rang: 17_050, waited: 0 },
    ])
  })

  it('may have ended by themselves: the network is believed', async () => {
    const { rig, eye } = await ringing({ startAt: [1], dropAt: [18, 1] })
    await rig.until(17)
    rig.deaf.add('hangUp')
    await rig.until(18)
    rig.tell({ kind: 'ended', attempt: rig.attemptTo(0), cause: 'busy', from: 'callee' })
    rig.exchange.hangUp(rig.attemptTo(0))
    await rig.until(19)
    expect(eye.news).toEqual([{ kind: 'refused', rang: 17_000 }])
  })
})
