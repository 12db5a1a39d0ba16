import { describe, expect, it } from 'vitest'
import { hours, seconds } from '../../../src/base/duration.ts'
import type { Campaign } from '../../../src/campaign/campaign.ts'
import type { Policy } from '../../../src/pacing/policy.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { daily } from '../../support/campaigns.ts'
import { phoneOf, type RigOptions, rigOf } from '../../support/rig.ts'

const never = unreached('unanswered', hours(1))
const ringLong = { ring: { limit: hours(2), minimum: seconds(15) } }
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n)
const CONTACTS = { one: numbers(0, 20), two: numbers(40, 20) }

const staff = (count: number, campaigns: readonly string[]) =>
  Object.fromEntries(numbers(1, count).map(n => [`operator-${n}`, campaigns]))

const POWER: Partial<Campaign> = { mode: 'power', powerRatio: 2 }

/** A policy that rings one line, whoever is there. */
const EAGER: Policy = {
  name: 'eager',
  initial: null,
  rhythm: 0,
  decide: (state, { ringing }) => ({
    state,
    launches: ringing === 0 ? 1 : 0,
    drops: 0,
    because: { rule: 'eager', target: 1, limitedBy: 'nothing' },
  }),
}

/** Campaigns `one` and `two` with twenty contacts each, and operators who serve both. */
const twoOf = (
  [one, two]: readonly [object, object],
  operators: number,
  more: Partial<RigOptions> = {},
) =>
  rigOf({
    campaigns: [
      { id: 'one', ...ringLong, ...one },
      { id: 'two', ...ringLong, ...two },
    ],
    operators: staff(operators, ['one', 'two']),
    contacts: CONTACTS,
    callee: () => never,
    ...more,
  })

/** How many calls each of the two campaigns has placed. */
function shares({
  commands,
}: {
  readonly commands: Awaited<ReturnType<typeof rigOf>>['commands']
}) {
  const placed = commands.filter(one => one.name === 'originate')
  const ofTwo = placed.filter(one => Number(one.request!.to.slice(-4)) >= 140).length
  return [placed.length - ofTwo, ofTwo]
}

describe('operators who serve two campaigns', () => {
  it('are shared out by weight where both have the same priority', async () => {
    const rig = await twoOf([{ weight: 2 }, { weight: 1 }], 6)
    await rig.signIn()
    expect(shares(rig)).toEqual([4, 2])
  })

  it('go to the better priority first, and to the other when it has nobody to call', async () => {
    const rig = await twoOf([{ priority: 1 }, { priority: 2 }], 6, {
      contacts: { ...CONTACTS, one: numbers(0, 4) },
    })
    await rig.signIn()
    await rig.until(1)
    expect(shares(rig)).toEqual([4, 2])
  })

  it('are given anew after each task', async () => {
    const rig = await twoOf([{ priority: 1, hours: daily(601, 1440) }, { priority: 2 }], 1, {
      callee: n => (n >= 40 ? person(seconds(1), { talk: seconds(100) }) : never),
    })
    await rig.signIn()
    await rig.until(120)
    expect(shares(rig)).toEqual([0, 1])
    await rig.closeCard('operator-1')
    await rig.until(121)
    expect(shares(rig)).toEqual([1, 1])
  })

  it('are given anew after each task even where lines ring for them', async () => {
    const rig = await twoOf([{ ...POWER, priority: 2 }, { priority: 1 }], 1, {
      contacts: { one: numbers(0, 20), two: [] },
      callee: n => (n === 0 ? person(seconds(1), { talk: seconds(5) }) : never),
    })
    await rig.signIn()
    await rig.until(7)
    const plain = { key: null, zone: 'UTC', priority: 5, data: {} }
    await rig.store.addContacts('two', [{ ...plain, phones: [phoneOf(40)] }], 0)
    await rig.until(10)
    await rig.closeCard('operator-1')
    await rig.until(11)
    expect(shares(rig)).toEqual([2, 1])
  })

  it('go where they are wanted first as they sign in, whatever rings elsewhere', async () => {
    const rig = await twoOf([{ ...POWER, priority: 2 }, { priority: 1 }], 2, {
      operators: { boris: ['one'], anna: ['one', 'two'] },
    })
    await rig.signIn('boris')
    await rig.until(1)
    await rig.signIn('anna')
    await rig.until(2)
    expect(shares(rig)).toEqual([2, 1])
  })

  it('are not kept by a campaign that cannot place a call', async () => {
    const rig = await twoOf([{ priority: 1, trunks: ['down'] }, { priority: 2 }], 2, {
      trunks: [
        { id: 'main', lines: 50, callsPerSecond: 50 },
        { id: 'down', lines: 0, callsPerSecond: 50 },
      ],
    })
    await rig.signIn()
    await rig.until(1)
    expect(shares(rig)).toEqual([0, 2])
  })

  it('are shown as reserved for one campaign at a time', async () => {
    const rig = await twoOf([POWER, POWER], 2)
    await rig.signIn()
    await rig.until(1)
    const shown = ['operator-1', 'operator-2'].map(id =>
      rig.desk.shown(id, 'reserved').map(one => one.campaign),
    )
    expect(shown).toEqual([['one'], ['two']])
  })
})

describe('a person of one campaign', () => {
  it('is taken by a free operator who counts for another one but serves both', async () => {
    const rig = await rigOf({
      campaigns: [
        { id: 'one', ...ringLong, ...POWER },
        { id: 'two', ...ringLong, ...POWER },
      ],
      operators: { anna: ['one'], boris: ['one', 'two'] },
      contacts: { one: [0, 1], two: [40, 41] },
      callee: n => (n < 2 ? person(seconds(n + 2)) : never),
    })
    await rig.signIn()
    await rig.until(1)
    expect(rig.core.operators.get('boris')!.allotted!.id).toBe('two')
    await rig.until(4)
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['talking', 'talking'])
    expect(rig.core.operators.get('boris')!.allotted!.id).toBe('one')
    expect(rig.counts()).toEqual([2, 0])
  })

  const HURRIED = { connectWithin: seconds(10) }
  const PATIENT = { connectWithin: seconds(30) }

  /** Both campaigns call one person each, though nobody is there; the first one answers first. */
  const waitingOf = (one: object, two: object) =>
    twoOf(
      [
        { ...POWER, ...HURRIED, ...one },
        { ...POWER, ...HURRIED, ...two },
      ],
      1,
      {
        contacts: { one: [0], two: [40] },
        policyOf: () => EAGER,
        callee: n => person(seconds(n === 0 ? 1 : 2), { patience: seconds(60) }),
      },
    )

  it.each([
    ['with the better priority', { priority: 2 }, { priority: 1 }, 'two'],
    ['with the better priority, however long', { priority: 1, ...PATIENT }, { priority: 2 }, 'one'],
    ['who must be spoken to soonest', PATIENT, {}, 'two'],
    ['who must be spoken to soonest', {}, PATIENT, 'one'],
  ])('%s goes first when an operator comes free', async (_, one, two, first) => {
    const rig = await waitingOf(one, two)
    await rig.until(5)
    await rig.signIn()
    await rig.until(6)
    expect(rig.desk.shown('operator-1', 'card')).toMatchObject([{ card: { campaign: first } }])
  })
})
