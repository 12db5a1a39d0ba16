import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { Feed } from '../../../src/dialing/feed/feed.ts'
import { Pacer } from '../../../src/dialing/feed/pacer.ts'
import { NEWS_MAX } from '../../../src/dialing/limits.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { Eye } from '../../support/eye.ts'
import { seen } from '../../support/observations.ts'
import { type RigOptions, rigOf } from '../../support/rig.ts'

const never = unreached('unanswered', seconds(60))
const LISTS = { demo: [0, 1, 2, 3, 4], other: [10, 11, 12, 13, 14] }

describe('a policy is asked', () => {
  it('by its rhythm on the time of the inputs', async () => {
    const eye = new Eye({ rhythm: 3000, startAt: [1] })
    const rig = await rigOf({
      campaigns: [{ mode: 'predictive' }],
      callee: () => never,
      policyOf: () => eye.policy,
    })
    await rig.until(10)
    expect(eye.looks.map(look => look.at)).toEqual([0, 3000, 6000, 9000])
  })

  it('the moment an operator is free without a line', async () => {
    const eye = new Eye({ rhythm: 60_000 })
    const rig = await rigOf({
      campaigns: [{ mode: 'predictive' }],
      callee: () => never,
      policyOf: () => eye.policy,
    })
    await rig.until(5)
    expect(eye.looks).toHaveLength(1)
    await rig.signIn()
    expect(eye.last).toMatchObject({ at: 5000, free: 1 })
  })

  it('and it is said when it wants more lines than there are people to call', async () => {
    const wanting = async (contacts: number[]) => {
      const eye = new Eye({ rhythm: 1000, startAt: [1, 1] })
      const rig = await rigOf({
        campaigns: [{ mode: 'predictive' }],
        contacts: { demo: contacts },
        callee: () => never,
        policyOf: () => eye.policy,
      })
      await rig.until(1)
      return rig.engine.snapshot().campaigns[0]!.because?.limitedBy
    }
    expect(await wanting([0])).toBe('contacts')
    expect(await wanting([0, 1])).toBe('nothing')
  })

  it('and the engine stops if it throws: it has lost its own rules', async () => {
    const pacer = new Pacer(
      {
        name: 'broken',
        initial: null,
        rhythm: 0,
        decide: () => {
          throw new Error('a bug')
        },
      },
      () => seen(),
      { now: () => 0 },
    )
    pacer.begin(null)
    expect(() => pacer.glance({ free: 0, waiting: 0, ringing: 0, startable: 0 })).toThrow('a bug')
    pacer.close()
  })

  it('no more once its campaign is closed', () => {
    const eye = new Eye()
    const pacer = new Pacer(eye.policy, () => seen(), { now: () => 0 })
    pacer.begin(null)
    const glance = { free: 0, waiting: 0, ringing: 0, startable: 0 }
    expect(pacer.glance(glance)).toMatchObject({ launches: 0 })
    pacer.close()
    expect(pacer.glance(glance)).toBeNull()
    expect(eye.looks).toHaveLength(1)
  })
})

describe('news nobody asks for', () => {
  it('are kept up to a bound, the newest', () => {
    const feed = new Feed()
    for (let n = 0; n < NEWS_MAX + 5; n++) feed.tell({ kind: 'talked', lasted: n })
    const news = feed.takeNews()
    expect([news.length, news[0]]).toEqual([NEWS_MAX, { kind: 'talked', lasted: 5 }])
    expect(feed.takeNews()).toEqual([])
  })

  it('are not told twice, nor added to what was handed out', () => {
    const feed = new Feed()
    const none = feed.takeNews()
    feed.tell({ kind: 'talked', lasted: 1 })
    expect([none, feed.takeNews(), feed.takeNews()]).toEqual([
      [],
      [{ kind: 'talked', lasted: 1 }],
      [],
    ])
  })
})

describe('the risk that others bring to a shared budget', () => {
  /** What the policy of `demo` sees at second 2 while `other` has three lines. */
  async function risk(
    other: NonNullable<RigOptions['campaigns']>[number],
    more: Partial<RigOptions> = {},
  ) {
    const [eye, otherEye] = [new Eye(), new Eye({ startAt: [1, 1, 1] })]
    const rig = await rigOf({
      campaigns: [{ mode: 'predictive' }, { id: 'other', mode: 'predictive', ...other }],
      operators: { anna: ['other'] },
      contacts: LISTS,
      callee: n => (n === 10 ? person(seconds(2)) : never),
      policyOf: ({ id }) => (id === 'demo' ? eye : otherEye).policy,
      ...more,
    })
    return { rig, eye, risk: () => eye.last.budget.atRisk }
  }

  it('is that of lines and people beyond their free operators', async () => {
    const { rig, risk: at } = await risk({})
    await rig.until(2)
    expect(at()).toBe(3)
    await rig.signIn('anna')
    await rig.until(2.5)
    expect(at()).toBe(2)
  })

  it('is not made less by free operators whom the other has besides', async () => {
    const team = ['anna', 'boris', 'clara', 'dora']
    const operators = Object.fromEntries(team.map(name => [name, ['other']]))
    const { rig, risk: at } = await risk({}, { operators })
    for (const name of team) await rig.signIn(name)
    await rig.until(1.5)
    expect(rig.dialed()).toHaveLength(3)
    expect(at()).toBe(0)
  })

  it('has in it what cards have earned that nobody has in hand', async () => {
    const eye = new Eye({ startAt: [1] })
    const rig = await rigOf({
      campaigns: [{ mode: 'predictive' }],
      callee: () => person(seconds(1)),
      policyOf: () => eye.policy,
    })
    await rig.signIn()
    await rig.until(3)
    expect(eye.last.budget.atRisk).toBe(0)
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.until(20)
    expect(eye.last.busy).toBe(0)
    expect(eye.last.budget.atRisk).toBeCloseTo(0.03 / 0.97)
  })

  it('has in it the lines another starts in the same breath', async () => {
    const { rig, eye } = await risk({ priority: 1 })
    await rig.until(2)
    const atOne = eye.looks.filter(look => look.at === 1000)
    expect(atOne[0]?.budget.atRisk).toBe(3)
  })

  it('has in it what open cards have earned, as they may turn out to be of machines', async () => {
    const { rig, risk: at } = await risk({}, { callee: () => person(seconds(2)) })
    await rig.signIn('anna')
    await rig.until(3.5)
    // One of the three who answered is with Anna; the two others wait.
    expect(at()).toBeCloseTo(2 + 0.03 / 0.97)
  })

  it('counts people who wait for an operator', async () => {
    const { rig, risk: at } = await risk({})
    await rig.until(4)
    expect(at()).toBe(3)
    await rig.until(6)
    expect(at()).toBe(2)
  })

  it('goes on while the other campaign is stopping', async () => {
    const { rig, risk: at } = await risk({})
    await rig.until(2)
    rig.engine.control({ kind: 'stop', campaign: 'other' })
    await rig.until(3)
    expect(at()).toBe(3)
  })

  it('is none of a progressive one, until an operator is gone', async () => {
    const { rig, risk: at } = await risk({ mode: 'progressive' })
    await rig.signIn('anna')
    await rig.until(2)
    expect(rig.dialed()).toHaveLength(1)
    expect(at()).toBe(0)
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.settle()
    expect(at()).toBe(1)
  })
})
