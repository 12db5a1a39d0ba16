import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { NOT_RESPONDING } from '../../../src/desk/operator.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { START } from '../../support/campaigns.ts'
import { type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const ALONE = { limit: 0, extension: 0, extensionsMax: 0, disposition: 'done' }

/** Anna talks to contact 0 from 3 to 13 s, and then has its card to close. */
async function talkOf(more: Partial<RigOptions> = {}): Promise<Rig> {
  const rig = await rigOf({
    contacts: { demo: [0, 1, 2, 3] },
    callee: () => person(seconds(3), { talk: seconds(10) }),
    ...more,
  })
  await rig.signIn()
  await rig.until(5)
  return rig
}

const act = (rig: Rig, kind: string, more: object = {}) =>
  rig.desk.act({ operator: 'anna', kind, attempt: rig.attemptTo(0), ...more } as never)

describe('a wrap-up', () => {
  it('ends with the card: its operator is free only then', async () => {
    const rig = await talkOf()
    await rig.until(40)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    expect(rig.desk.shown('anna', 'callEnded')).toMatchObject([
      { wrapUpUntil: START + seconds(73) },
    ])
    await rig.closeCard('anna')
    expect(rig.dialed()).toEqual(['0 0', '40 1'])
    expect(rig.desk.story('anna').slice(-5)).toEqual([
      '40 cardClosed',
      '40 state free',
      '40 state reserved',
      '40 reserved',
      '40 card dialing',
    ])
  })

  it('past its limit puts the operator on a break and keeps the card', async () => {
    const rig = await talkOf()
    await rig.until(20)
    act(rig, 'saveCard', { answers: { note: 'half' } })
    await rig.until(72.9)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    await rig.until(73)
    expect(rig.desk.shown('anna', 'state').at(-1)).toMatchObject({
      state: 'break',
      why: NOT_RESPONDING,
    })
    act(rig, 'ready')
    await rig.until(74)
    expect(rig.desk.shown('anna', 'card').at(-1)).toMatchObject({
      phase: 'wrapUp',
      card: { answers: { note: 'half' } },
    })
    await rig.closeCard('anna')
    expect(rig.stateOf('anna')).toBe('reserved')
  })

  it('of a card taken up again is as long as any, and can be extended', async () => {
    const rig = await talkOf()
    await rig.until(80)
    act(rig, 'ready')
    await rig.until(81)
    const wrapUpUntil = START + seconds(140)
    expect(rig.desk.shown('anna', 'card').at(-1)).toMatchObject({ phase: 'wrapUp', wrapUpUntil })
    act(rig, 'extendWrapUp')
    await rig.until(169)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    await rig.until(170)
    expect(rig.desk.shown('anna', 'state').at(-1)).toMatchObject({ why: NOT_RESPONDING })
  })

  it('can be extended as often as the campaign says', async () => {
    const rig = await talkOf()
    await rig.until(60)
    act(rig, 'extendWrapUp')
    act(rig, 'extendWrapUp')
    await rig.settle()
    const until = START + seconds(103)
    expect(rig.desk.shown('anna', 'wrapUpExtended')).toMatchObject([{ until }])
    await rig.until(102)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    await rig.until(103)
    expect(rig.stateOf('anna')).toBe('break')
  })

  it('cannot be extended by whoever has no card in hand, or with the card of another', async () => {
    const rig = await talkOf({
      operators: { anna: ['demo'], boris: ['demo'] },
      callee: n => person(seconds(3), { talk: seconds(n === 0 ? 10 : 500) }),
    })
    act(rig, 'extendWrapUp')
    await rig.until(20)
    for (const attempt of ['unknown', rig.attemptTo(1)])
      rig.desk.act({ operator: 'anna', kind: 'extendWrapUp', attempt })
    await rig.settle()
    expect(rig.desk.shown('anna', 'wrapUpExtended')).toEqual([])
  })

  it('that cannot be extended says why', async () => {
    const rig = await talkOf()
    act(rig, 'extendWrapUp')
    await rig.until(20)
    for (const _ of [1, 2]) act(rig, 'extendWrapUp')
    await rig.settle()
    const said = rig.desk.shown('anna', 'state').filter(({ why }) => why !== null)
    expect(said).toMatchObject([
      { state: 'talking', why: 'there is no wrap-up of this card to extend' },
      { state: 'wrapUp', why: 'it cannot be extended once more' },
    ])
  })

  it('is what "ready" says comes first, to whoever it does nothing else for', async () => {
    const rig = await talkOf()
    await rig.until(20)
    act(rig, 'ready')
    await rig.settle()
    const said = { state: 'wrapUp', why: 'close the card first' }
    expect(rig.desk.shown('anna', 'state').at(-1)).toMatchObject(said)
    act(rig, 'signOut')
    act(rig, 'ready')
    await rig.settle()
    expect(rig.desk.story('anna').slice(-3)).toEqual(['20 state wrapUp', '20 later', '20 later'])
    expect(rig.desk.shown('anna', 'later').at(-1)).toMatchObject({ what: null })
  })

  it('that ran out does not make the operator stay who had asked to go', async () => {
    const rig = await talkOf()
    await rig.until(20)
    act(rig, 'signOut')
    await rig.until(73)
    expect(rig.stateOf('anna')).toBe('break')
    act(rig, 'ready')
    await rig.settle()
    expect(rig.desk.story('anna').slice(-3)).toEqual([
      '73 state wrapUp',
      '73 card wrapUp',
      '73 later',
    ])
    await rig.closeCard('anna')
    expect(rig.stateOf('anna')).toBe('signedOut')
  })

  it('closed is a sign of life, whatever else its operator did not do', async () => {
    const rig = await talkOf()
    for (const second of [13, 26, 39]) {
      await rig.until(second)
      expect(rig.stateOf('anna')).toBe('wrapUp')
      await rig.closeCard('anna')
    }
    expect(rig.stateOf('anna')).toBe('reserved')
  })
})

describe("the operator's own hang-up", () => {
  it('ends the call and begins the wrap-up', async () => {
    const rig = await talkOf()
    await rig.hangUp('anna')
    expect(rig.stateOf('anna')).toBe('wrapUp')
    expect(rig.exchange.liveCalls).toBe(0)
    await rig.until(6)
    expect((await rig.records())[0]).toMatchObject({ outcome: 'connected', endedBy: 'us' })
  })

  it('ends no call but their own', async () => {
    const rig = await talkOf({ operators: { anna: ['demo'], boris: ['demo'] } })
    rig.desk.act({ operator: 'anna', kind: 'hangUp', attempt: rig.attemptTo(1) })
    rig.desk.act({ operator: 'anna', kind: 'hangUp', attempt: 'unknown' })
    await rig.until(6)
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['talking', 'talking'])
  })
})

describe('a break asked for in a call', () => {
  it.each(['break', 'signOut'] as const)('by %s begins when the card is closed', async kind => {
    const rig = await talkOf()
    act(rig, kind, { reason: 'tea' })
    await rig.until(20)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    await rig.closeCard('anna')
    expect(rig.stateOf('anna')).toBe(kind === 'break' ? 'break' : 'signedOut')
    expect(rig.dialed()).toHaveLength(1)
  })

  it('by a supervisor does too, and is known as theirs', async () => {
    const rig = await talkOf()
    rig.engine.control({ kind: 'breakFor', operator: 'anna', reason: 'meeting' })
    await rig.until(20)
    await rig.closeCard('anna')
    expect(rig.core.operators.get('anna')!.operator.state).toMatchObject({
      name: 'break',
      by: 'supervisor',
    })
  })
})

describe('a campaign without wrap-up', () => {
  it('closes the card with the call, as it is, and goes on', async () => {
    const rig = await talkOf({ campaigns: [{ wrapUp: ALONE }] })
    act(rig, 'saveCard', { answers: { note: 'typed in talk' } })
    await rig.until(14)
    expect((await rig.records())[0]).toMatchObject({
      disposition: 'done',
      answers: { note: 'typed in talk' },
    })
    expect(rig.dialed()).toEqual(['0 0', '13 1'])
  })

  it('gives the next person to the operator only when the call before is over', async () => {
    const rig = await talkOf({
      campaigns: [{ wrapUp: ALONE, mode: 'power', powerRatio: 2 }],
      callee: n => person(seconds(n === 0 ? 3 : 9), { talk: minutes(5) }),
    })
    await rig.until(9.5)
    await rig.hangUp('anna')
    await rig.until(10)
    expect([rig.stateOf('anna'), ...rig.counts()]).toEqual(['talking', 2, 0])
  })

  it('puts an operator who does nothing at all for two calls on a break', async () => {
    const rig = await talkOf({ campaigns: [{ wrapUp: ALONE }] })
    await rig.until(25.9)
    expect(rig.stateOf('anna')).toBe('talking')
    await rig.until(27)
    expect(rig.stateOf('anna')).toBe('break')
    expect(rig.events.filter(one => one.kind === 'operator.notResponding')).toHaveLength(1)
    expect((await rig.records())[1]).toMatchObject({ disposition: 'done' })
    act(rig, 'ready')
    await rig.until(28)
    expect(rig.stateOf('anna')).toBe('reserved')
  })

  it.each(['saveCard', 'hangUp'])('keeps whoever gives a sign of life by %s', async kind => {
    const rig = await talkOf({ campaigns: [{ wrapUp: ALONE }] })
    await rig.until(20)
    act(rig, kind, { answers: {} })
    await rig.until(38)
    expect(rig.stateOf('anna')).toBe('talking')
  })

  it('closes the card of whoever vanished as well', async () => {
    const rig = await talkOf({ campaigns: [{ wrapUp: ALONE }] })
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.until(20)
    expect((await rig.records())[0]).toMatchObject({ disposition: 'done', outcome: 'connected' })
    expect(rig.engine.snapshot().campaigns[0]!.openCards).toBe(0)
  })
})
