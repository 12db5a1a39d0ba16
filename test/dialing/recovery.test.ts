import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '../../src/base/duration.ts'
import type { Campaign, IncomingRules } from '../../src/campaign/campaign.ts'
import { machine, person, unreached } from '../../src/telephony/virtual/callee.ts'
import { retryAfterMinute, START } from '../support/campaigns.ts'
import { phoneOf, type Rig, type RigOptions, rigOf } from '../support/rig.ts'
import { callIn } from './incoming/calling-in.ts'

const BACK = START + hours(1)
const CAMPAIGNS: readonly Partial<Campaign>[] = [{ retry: retryAfterMinute('lost', 'abandoned') }]

/** An engine that crashes at this second, and one that takes up what it left, an hour later. */
async function crashAt(second: number, options: RigOptions, before?: (rig: Rig) => Promise<void>) {
  const first = await rigOf({ campaigns: CAMPAIGNS, contacts: { demo: [0] }, ...options })
  await first.signIn()
  await first.until(second)
  await before?.(first)
  return rigOf({ campaigns: CAMPAIGNS, ...options, store: first.crash(), start: BACK })
}

const talks = person(seconds(3), { talk: minutes(3) })
const day = (rig: Rig) => rig.store.budgetCounts('budget', START - hours(10), START + hours(14))

describe('an attempt that was alive when the engine crashed', () => {
  it('is lost when nothing is known of its end, at its worst, and its contact waits', async () => {
    const rig = await crashAt(5, { callee: () => unreached('unanswered', seconds(20)) })
    expect(await rig.outcomes()).toEqual(['0 lost'])
    expect(rig.counts()).toEqual([0, 1])
    expect(await rig.contact(0)).toMatchObject({
      state: 'waiting',
      nextAt: BACK + minutes(1),
      contact: { attempts: 1, counts: { lost: 1 } },
    })
    await rig.signIn()
    await rig.until(59)
    expect(rig.dialed()).toEqual([])
    await rig.until(62)
    expect(rig.dialed()).toHaveLength(1)
  })

  it('is abandoned when the person had answered and was not connected', async () => {
    const rig = await crashAt(3.5, { callee: () => talks, connectDelay: 1900 })
    expect(await rig.outcomes()).toEqual(['0 abandoned'])
    expect(rig.counts()).toEqual([0, 1])
  })

  it('is connected when they talked, and its card comes back as it was', async () => {
    const rig = await crashAt(10, { callee: () => talks }, async first => {
      const attempt = first.attemptTo(0)
      const answers = { note: 'half' }
      first.desk.act({ operator: 'anna', kind: 'saveCard', attempt, answers })
      await first.until(11)
    })
    expect(await rig.outcomes()).toEqual(['0 connected'])
    expect(rig.counts()).toEqual([1, 0])
    expect(await rig.contact(0)).toMatchObject({ state: 'atOperator' })
    await rig.signIn()
    expect(rig.stateOf('anna')).toBe('wrapUp')
    const [card] = rig.desk.shown('anna', 'card')
    expect(card).toMatchObject({
      phase: 'wrapUp',
      card: { answers: { note: 'half' }, phone: '+12125550100', data: { name: 'Contact 0' } },
    })
    await rig.closeCard('anna')
    expect(rig.stateOf('anna')).toBe('free')
    expect(await rig.contact(0)).toMatchObject({ finished: 'disposition' })
  })

  it('is abandoned when they were connected too late, and has its card all the same', async () => {
    const rig = await crashAt(10, { callee: () => talks, connectDelay: 2500 })
    expect(await rig.outcomes()).toEqual(['0 abandoned'])
    expect(await rig.contact(0)).toMatchObject({ state: 'atOperator' })
    await rig.signIn()
    expect(rig.stateOf('anna')).toBe('wrapUp')
  })

  it('does not take its contact back to the operator when the card was closed', async () => {
    const rig = await crashAt(10, { callee: () => talks }, async first => {
      const attempt = first.attemptTo(0)
      const close = { kind: 'closeCard', disposition: 'done', answers: {} } as const
      first.desk.act({ operator: 'anna', kind: 'hangUp', attempt })
      first.desk.act({ operator: 'anna', attempt, ...close })
      await first.engine.settled()
    })
    expect(await rig.outcomes()).toEqual(['0 connected'])
    expect(await rig.contact(0)).toMatchObject({ state: 'finished', finished: 'disposition' })
  })

  it('of a campaign that is not run now waits for a day', async () => {
    const campaigns = [{ id: 'other' }]
    const phones = [phoneOf(0), phoneOf(1)]
    const options = { contacts: { other: [{ phones }] }, operators: { anna: ['other'] } }
    const rigs: RigOptions = { ...options, campaigns, callee: () => talks }
    const first = await rigOf(rigs)
    await first.signIn()
    await first.until(1)
    const rig = await rigOf({ ...rigs, campaigns: [{}], store: first.crash(), start: BACK })
    expect(await rig.outcomes('other')).toEqual(['0 lost'])
    expect(await rig.contact(0, 'other')).toMatchObject({
      nextAt: BACK + hours(24),
      contact: { attempts: 1, counts: { lost: 1 }, phones: [{ attempts: 1 }, { attempts: 0 }] },
    })
  })
})

describe('what else an engine finds when it starts', () => {
  it('contacts that were leased and not called can be called', async () => {
    const contacts = { demo: [0, 1, 2, 3] }
    const rig = await crashAt(5, { contacts, callee: () => unreached('unanswered', seconds(20)) })
    await rig.signIn()
    await rig.until(1)
    expect(rig.dialed()).toEqual(['0 1'])
  })

  it('the budget as it stood', async () => {
    const rig = await crashAt(
      30,
      { callee: () => person(seconds(3), { talk: seconds(4) }) },
      first => first.closeCard('anna'),
    )
    expect(rig.counts()).toEqual([1, 0])
    expect(await day(rig)).toEqual({ connected: 1, abandoned: 0 })
  })

  it('all the cards of an operator, one after another', async () => {
    const message = { text: 'word '.repeat(50), stopKey: null }
    const rig = await crashAt(
      5,
      { contacts: { demo: [0, 1] }, callee: () => talks, campaigns: [{ message }] },
      async first => {
        first.desk.act({ operator: 'anna', kind: 'gone' })
        await first.until(8)
        await first.signIn()
        await first.until(20)
      },
    )
    await rig.signIn()
    for (const name of ['Contact 0', 'Contact 1']) {
      expect(rig.desk.shown('anna', 'card').at(-1)!.card.data.name).toBe(name)
      await rig.closeCard('anna')
    }
    expect(rig.stateOf('anna')).toBe('free')
  })

  it('cards of operators and campaigns that are not here now, which it leaves alone', async () => {
    const first = await rigOf({
      campaigns: [{ id: 'demo' }, { id: 'other' }],
      operators: { anna: ['demo'], boris: ['other'] },
      contacts: { demo: [0], other: [1] },
      callee: () => talks,
    })
    await first.signIn()
    await first.until(10)
    const rig = await rigOf({
      operators: { clara: ['demo'] },
      callee: () => talks,
      store: first.crash(),
      start: BACK,
    })
    await rig.signIn()
    await rig.until(1)
    expect(rig.stateOf('clara')).toBe('free')
    expect(rig.engine.snapshot().campaigns).toMatchObject([{ openCards: 1 }])
    expect(rig.engine.quiet()).toBe(true)
  })

  it('a card that turns out to be a machine, which is no connection then', async () => {
    const rig = await crashAt(10, {
      callee: () => machine(seconds(3)),
      detectsMachines: false,
    })
    expect(rig.counts()).toEqual([1, 0])
    await rig.signIn()
    await rig.closeCard('anna', 'machine')
    await rig.until(1)
    expect(rig.counts()).toEqual([0, 0])
    expect(await day(rig)).toEqual({ connected: 0, abandoned: 0 })
    // The tally is of this engine alone: the connection was never in it.
    expect(rig.engine.snapshot().campaigns[0]!.tally.connected).toBe(0)
  })

  it.each([
    ['was on', minutes(3)],
    ['was over', seconds(4)],
  ])(
    'a machine that was joined too late, in a call that %s: nobody is taken back',
    async (_, talk) => {
      const rig = await crashAt(12, {
        callee: () => machine(seconds(3), { talk }),
        detectsMachines: false,
        connectDelay: 2500,
      })
      expect(rig.counts()).toEqual([0, 1])
      await rig.signIn()
      await rig.closeCard('anna', 'machine')
      await rig.until(1)
      expect(rig.counts()).toEqual([0, 1])
      expect(await day(rig)).toEqual({ connected: 0, abandoned: 1 })
    },
  )

  it('the card of somebody who called us, whom no budget ever counted', async () => {
    const incoming: IncomingRules = {
      to: 'operators',
      wait: seconds(20),
      unknown: 'message',
      message: null,
    }
    const rig = await crashAt(
      12,
      {
        campaigns: [{ ...CAMPAIGNS[0], incoming }],
        callee: () => unreached('unanswered', seconds(5)),
        detectsMachines: false,
      },
      async first => {
        await callIn(first, 0)
        await first.until(14)
        expect(first.stateOf('anna')).toBe('talking')
      },
    )
    await rig.signIn()
    await rig.closeCard('anna', 'machine')
    await rig.until(1)
    expect(rig.counts()).toEqual([0, 0])
  })

  it('a card whose call was over, which is taken back where it was counted', async () => {
    const rig = await crashAt(12, {
      callee: () => machine(seconds(3), { talk: seconds(4) }),
      detectsMachines: false,
    })
    expect(rig.counts()).toEqual([1, 0])
    await rig.signIn()
    await rig.closeCard('anna', 'machine')
    await rig.until(1)
    expect(rig.counts()).toEqual([0, 0])
  })
})
