import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { retryAfterMinute } from '../../support/campaigns.ts'
import { phoneOf, type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const never = unreached('unanswered', hours(1))
const ring = { limit: hours(2), minimum: seconds(15) }
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n)

/** Campaigns `one` and `two` with ten operators each and few lines for both. */
const sharingOf = (one: object, two: object, more: Partial<RigOptions> = {}) =>
  rigOf({
    campaigns: [
      { id: 'one', ring, ...one },
      { id: 'two', ring, ...two },
    ],
    operators: Object.fromEntries(
      numbers(0, 20).map(n => [`operator-${n}`, [n < 10 ? 'one' : 'two']]),
    ),
    contacts: { one: numbers(0, 20), two: numbers(40, 20) },
    trunks: [{ id: 'main', lines: 6, callsPerSecond: 50 }],
    callee: () => never,
    ...more,
  })

const placedOf = (rig: Rig) => rig.engine.snapshot().campaigns.map(one => one.tally.placed)

/** Both campaigns have contacts at hand and operators before the first line comes up. */
async function open(rig: Rig): Promise<void> {
  rig.exchange.setLines('main', 0)
  await rig.signIn()
  await rig.until(5)
  rig.exchange.setLines('main', 6)
  await rig.until(6)
}

describe('the lines of a shared trunk', () => {
  it('are shared out by weight', async () => {
    const rig = await sharingOf({ weight: 1 }, { weight: 2 })
    await open(rig)
    expect(placedOf(rig)).toEqual([2, 4])
  })

  it('go to the better priority first', async () => {
    const rig = await sharingOf({ priority: 2 }, { priority: 1 })
    await open(rig)
    expect(placedOf(rig)).toEqual([0, 6])
  })

  it('are not kept for a campaign that has nobody to call', async () => {
    const rig = await sharingOf(
      { weight: 9 },
      {},
      {
        contacts: { one: [], two: numbers(40, 20) },
      },
    )
    await open(rig)
    expect(placedOf(rig)).toEqual([0, 6])
  })

  it('are never more than the site allows or the network can carry', async () => {
    const rig = await sharingOf({}, {})
    rig.exchange.setLines('main', 4)
    await rig.signIn()
    await rig.until(1)
    expect(rig.exchange.linesInUse('main')).toBe(4)
    rig.exchange.setLines('main', 100)
    await rig.until(2)
    expect(rig.exchange.linesInUse('main')).toBe(6)
  })

  it('are taken in the order in which the campaign prefers its trunks', async () => {
    const rig = await sharingOf(
      { trunks: ['spare', 'main'] },
      { trunks: ['spare'] },
      {
        trunks: [
          { id: 'main', lines: 50, callsPerSecond: 50 },
          { id: 'spare', lines: 3, callsPerSecond: 50 },
        ],
      },
    )
    await rig.signIn(...numbers(0, 5).map(n => `operator-${n}`))
    const trunks = rig.commands.flatMap(({ request }) => request?.trunk ?? [])
    expect(trunks).toEqual(['spare', 'spare', 'spare', 'main', 'main'])
  })
})

describe('a telephone number', () => {
  const SAME = { one: [7], two: [7] }

  it('has one live call at a time, across all campaigns', async () => {
    const rig = await sharingOf(
      {},
      {},
      {
        contacts: SAME,
        callee: () => unreached('unanswered', seconds(24)),
      },
    )
    await rig.signIn()
    await rig.until(59)
    expect(rig.dialed()).toEqual(['0 7'])
    await rig.until(62)
    expect(rig.dialed()).toHaveLength(2)
    expect((await rig.contact(0, 'one')).contact.attempts).toBe(1)
    expect((await rig.contact(1, 'two')).contact.attempts).toBe(0)
  })

  it('that the person asked to stop is called for no campaign', async () => {
    const rig = await sharingOf(
      {},
      {},
      {
        contacts: SAME,
        callee: () => person(seconds(2), { talk: seconds(5) }),
      },
    )
    await rig.signIn()
    await rig.until(20)
    const operator = rig.stateOf('operator-0') === 'wrapUp' ? 'operator-0' : 'operator-10'
    await rig.closeCard(operator, 'stop')
    await rig.until(minutes(10) / 1000)
    expect(rig.dialed()).toHaveLength(1)
    const views = [await rig.contact(0, 'one'), await rig.contact(1, 'two')]
    expect(views.map(one => one.finished)).toEqual(['stopList', 'stopList'])
  })
})

describe('a contact', () => {
  it('is not called on another phone while the network has not ended the call before', async () => {
    const phones = [phoneOf(0), phoneOf(1)]
    const atOnce = { after: [0], max: 9, phone: 'next' } as const
    const rig = await rigOf({
      campaigns: [{ retry: { ...retryAfterMinute(), dispositions: { later: atOnce } } }],
      contacts: { demo: [{ phones }] },
      callee: () => person(seconds(1), { talk: minutes(5) }),
    })
    await rig.signIn()
    await rig.until(2)
    rig.deaf.add('hangUp')
    await rig.hangUp('anna')
    await rig.closeCard('anna', 'later')
    await rig.until(10)
    expect(rig.dialed()).toEqual(['0 0'])
    await rig.until(75)
    expect(rig.dialed()).toHaveLength(2)
    rig.exchange.hangUp(rig.attemptTo(0))
    await rig.until(76)
  })
})
