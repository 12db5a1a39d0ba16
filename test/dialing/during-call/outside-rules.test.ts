import { describe, expect, it } from 'vitest'
import { millis, minutes, seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { phoneOf, type RigOptions } from '../../support/rig.ts'
import { callIn } from '../incoming/calling-in.ts'
import {
  INVITE,
  LINE,
  refusals,
  type TalkOptions,
  TRANSFER,
  TRANSFERS,
  talkTo,
  used,
} from './talk-outside.ts'

const THIRD_LINE = phoneOf(LINE + 1)

/** For five minutes, with Boris at work. */
const talk = (more: TalkOptions = {}) => talkTo({ lasts: minutes(5), atWork: ['boris'], ...more })

describe('a talk with somebody outside', () => {
  it.each([INVITE, TRANSFER])('goes on past the ring limit ($kind)', async what => {
    const { rig, act, said } = await talk()
    await act(what)
    await rig.until(120)
    expect(said().at(-1)).toBe(what === INVITE ? 'there' : 'given')
    expect(used(rig)).toBe(2)
  })

  it('has no room for them beside another operator, and takes no line for them', async () => {
    const { rig, act } = await talk()
    await act({ kind: 'invite', to: 'boris' })
    await act(INVITE)
    await act(TRANSFER)
    expect(refusals(rig)).toEqual(['invite guestThere', 'transfer guestThere'])
    expect([rig.core.outsides.size, used(rig)]).toEqual([0, 1])
  })

  it('is given to nobody outside but whoever is in it', async () => {
    const { rig, act } = await talk()
    await act(INVITE)
    await rig.until(6)
    await act({ kind: 'transfer', to: THIRD_LINE })
    expect(refusals(rig)).toEqual(['transfer guestThere'])
    expect(rig.engine.snapshot().calls).toMatchObject([{ state: 'talking' }])
  })
})

describe('an answer that crosses the end we asked for', () => {
  it('is no answer, and that the end never comes is seen', async () => {
    const { rig, act, said } = await talk()
    await act(INVITE)
    await rig.until(3)
    const [outside] = rig.core.outsides.keys()
    rig.deaf.add('hangUp')
    await act({ kind: 'dismiss' })
    await rig.until(44)
    expect(rig.events.filter(({ kind }) => kind === 'outside.answered')).toEqual([])
    expect(said().at(-1)).toBe('gone failed')
    expect(rig.core.outsides.size).toBe(0)
    rig.deaf.clear()
    rig.exchange.hangUp(outside!)
    await rig.settle()
    expect(used(rig)).toBe(1)
  })
})

describe('an operator who puts the phone down once the person is on the way', () => {
  it('to another operator, does not take that back', async () => {
    const { rig, attempt, act } = await talk({ connectDelay: millis(200) })
    await act({ kind: 'transfer', to: 'boris' })
    expect(rig.engine.snapshot().calls).toMatchObject([{ state: 'handing' }])
    rig.exchange.dropOperator('anna', 'hungUp')
    await rig.until(5)
    expect(rig.engine.snapshot().calls).toMatchObject([
      { attempt, state: 'talking', operator: 'boris' },
    ])
  })

  it('to somebody outside, does not take that back', async () => {
    const { rig, attempt, act } = await talk({ connectDelay: millis(200) })
    await act(TRANSFER)
    await rig.until(5.1)
    expect(rig.engine.snapshot().calls).toMatchObject([{ state: 'uniting' }])
    rig.exchange.dropOperator('anna', 'hungUp')
    await rig.until(8)
    expect(rig.engine.snapshot().calls).toMatchObject([{ attempt, state: 'given' }])
    expect(used(rig)).toBe(2)
  })

  it.each([TRANSFER, { kind: 'transfer', to: 'boris' }])(
    'is not taken out of rotation for it, however often ($to)',
    async transfer => {
      const { rig, act } = await talk()
      rig.deaf.add('transfer')
      await act(transfer)
      const anna = rig.core.operators.get('anna')!
      rig.exchange.dropOperator('anna', 'hungUp')
      await rig.settle()
      // Only what was put down in the way that counts is remembered.
      expect([anna.phone, anna.droppedAt]).toEqual(['hungUp', -Infinity])
    },
  )
})

describe('a person who waits for somebody outside and is given to an operator instead', () => {
  it.each([
    ['for the transfer', TRANSFER, ['held', 'resumed']],
    ['by the operator before', { kind: 'hold', on: true }, ['held']],
  ] as const)('comes back from hold as it was asked for: %s', async (_, how, done) => {
    const { rig, attempt, act } = await talk()
    await act(how)
    rig.deaf.add('transfer')
    await act({ kind: 'transfer', to: 'boris' })
    expect(rig.core.outsides.size).toBe(0)
    rig.tell({ kind: 'actFailed', attempt, act: 'transfer', why: 'failed' })
    await rig.settle()
    expect(rig.engine.snapshot().calls).toMatchObject([{ state: 'talking', operator: 'anna' }])
    expect(rig.desk.shown('anna', 'done').map(({ what }) => what)).toEqual(done)
    expect([rig.stateOf('boris'), used(rig)]).toEqual(['free', 1])
  })
})

describe('a number that is a contact’s as well', () => {
  const BOTH = {
    contacts: { demo: [0, LINE] },
    operators: { anna: ['demo'], boris: ['demo'] },
  }

  it('is called from no talk while the contact is in a call', async () => {
    const { rig, act, said } = await talk({
      ...BOTH,
      callee: number => person(seconds(number >= LINE ? 10 : 1), { talk: minutes(5) }),
    })
    await rig.until(3)
    expect(rig.dialed()).toEqual(['0 0', `2 ${LINE}`])
    await act(INVITE)
    expect(refusals(rig)).toEqual(['invite numberBusy'])
    expect([rig.core.outsides.size, used(rig)]).toEqual([0, 2])
    await act({ kind: 'invite', to: THIRD_LINE })
    expect(said()).toEqual(['called'])
  })

  it('is not dialed for a campaign while it is in a talk, nor is its own call taken', async () => {
    const incoming = { to: 'operators', wait: seconds(20), unknown: 'message', message: null }
    const { rig, act } = await talk({
      ...BOTH,
      campaigns: [{ ...TRANSFERS, incoming } as NonNullable<RigOptions['campaigns']>[number]],
      atWork: [],
    })
    await act(INVITE)
    await rig.until(6)
    await rig.signIn('boris')
    expect(await callIn(rig, LINE)).toEqual(['busy'])
    await rig.until(20)
    const placed = () =>
      rig.events.flatMap(one => (one.kind === 'attempt.placed' ? [one.attempt] : []))
    expect(placed()).toHaveLength(1)
    await act({ kind: 'dismiss' })
    await rig.until(200)
    expect(placed()).toHaveLength(2)
  })
})
