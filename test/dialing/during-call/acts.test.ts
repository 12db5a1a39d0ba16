import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { type Rig, rigOf } from '../../support/rig.ts'

const OPERATORS = { anna: ['demo'], boris: ['demo'], vera: ['demo'] }

/** Anna talks to contact 0 for a minute; Boris is free, Vera is on a break. */
async function talk(): Promise<{ rig: Rig; attempt: string; act: (act: object) => Promise<void> }> {
  const rig = await rigOf({
    operators: OPERATORS,
    contacts: { demo: [0] },
    callee: () => person(seconds(1), { talk: seconds(60) }),
  })
  await rig.signIn('anna')
  await rig.until(2)
  await rig.signIn('boris', 'vera')
  rig.desk.act({ operator: 'vera', kind: 'break', reason: 'tea' })
  await rig.settle()
  expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['talking', 'free'])
  const attempt = rig.attemptTo(0)
  const act = async (act: object) => {
    rig.desk.act({ operator: 'anna', attempt, ...act } as never)
    await rig.settle()
  }
  return { rig, attempt, act }
}

const refusals = (rig: Rig, who = 'anna') =>
  rig.desk.shown(who, 'actRefused').map(({ act, why }) => `${act} ${why}`)
const saved = (rig: Rig, attempt: string, operator: string, note: string) =>
  rig.desk.act({ operator, kind: 'saveCard', attempt, answers: { note } })

describe('an operator in a call', () => {
  it('holds, mutes and presses keys, and is told when it is done', async () => {
    const { rig, attempt, act } = await talk()
    await act({ kind: 'hold', on: true })
    await act({ kind: 'hold', on: false })
    await act({ kind: 'mute', on: true })
    await act({ kind: 'mute', on: false })
    await act({ kind: 'sendDigits', digits: '12#' })
    expect(rig.desk.shown('anna', 'done').map(({ what }) => what)).toEqual([
      'held',
      'resumed',
      'muted',
      'unmuted',
      'digitsSent',
    ])
    rig.tell({ kind: 'digit', attempt, digit: '5' })
    await rig.settle()
    expect(rig.desk.shown('anna', 'digit')).toEqual([{ kind: 'digit', attempt, digit: '5' }])
  })

  it('is told why not, and nothing reaches the network', async () => {
    const { rig, act } = await talk()
    const before = rig.commands.length
    await act({ kind: 'sendDigits', digits: 'x' })
    await act({ kind: 'dismiss' })
    await act({ kind: 'transfer', to: 'anna' })
    await act({ kind: 'transfer', to: 'nobody' })
    await act({ kind: 'invite', to: 'vera' })
    rig.desk.act({ operator: 'boris', attempt: rig.attemptTo(0), kind: 'hold', on: true })
    await rig.settle()
    expect(refusals(rig)).toEqual([
      'digits noKeys',
      'dismiss noGuest',
      'transfer unknown',
      'transfer unknown',
      'invite busy',
    ])
    expect(refusals(rig, 'boris')).toEqual(['hold notYours'])
    expect(rig.commands).toHaveLength(before)
  })

  it('gives the person and the card as it is to another one, and is free', async () => {
    const { rig, attempt, act } = await talk()
    saved(rig, attempt, 'anna', 'wants a call')
    await rig.until(12)
    await act({ kind: 'transfer', to: 'boris' })
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['free', 'talking'])
    expect(rig.desk.shown('anna', 'cardHandedOn')).toHaveLength(1)
    const card = rig.desk.shown('boris', 'card').at(-1)
    expect(card).toMatchObject({ attempt, phase: 'talking' })
    expect(card!.card.answers).toEqual({ note: 'wants a call' })
    expect(rig.events.filter(({ kind }) => kind === 'attempt.transferred')).toMatchObject([
      { attempt, from: 'anna', to: 'boris' },
    ])
    // Whose it was fills in nothing more.
    saved(rig, attempt, 'anna', 'lost')
    await rig.until(70)
    expect(rig.stateOf('boris')).toBe('wrapUp')
    await rig.closeCard('boris', 'done', { answers: { note: 'called' } })
    expect((await rig.records()).map(({ operator, outcome }) => `${operator} ${outcome}`)).toEqual([
      'boris connected',
    ])
    expect(rig.counts()).toEqual([1, 0])
  })

  it('asks another one in, who sees the card, and then gives them the person', async () => {
    const { rig, attempt, act } = await talk()
    await act({ kind: 'hold', on: true })
    await act({ kind: 'invite', to: 'boris' })
    expect(rig.stateOf('boris')).toBe('talking')
    expect(rig.desk.shown('boris', 'card').at(-1)).toMatchObject({ attempt, phase: 'guest' })
    expect(rig.desk.shown('anna', 'guest').at(-1)).toMatchObject({ guest: 'boris', isThere: true })
    await act({ kind: 'invite', to: 'boris' })
    expect(refusals(rig)).toEqual(['invite guestThere'])
    await act({ kind: 'transfer', to: 'boris' })
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['free', 'talking'])
  })

  it('sends the guest back, or the guest goes, and the call goes on', async () => {
    const { rig, attempt, act } = await talk()
    await act({ kind: 'invite', to: 'boris' })
    await act({ kind: 'dismiss' })
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['talking', 'free'])
    await act({ kind: 'invite', to: 'boris' })
    rig.desk.act({ operator: 'boris', kind: 'hangUp', attempt })
    await rig.settle()
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['talking', 'free'])
  })

  it('hangs up with a guest in the call: the card is theirs, the guest is free', async () => {
    const { rig, act } = await talk()
    await act({ kind: 'invite', to: 'boris' })
    await rig.hangUp('anna')
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['wrapUp', 'free'])
  })

  it('whose phone drops leaves the person to the guest, with the card', async () => {
    const { rig, attempt, act } = await talk()
    await act({ kind: 'invite', to: 'boris' })
    rig.exchange.dropOperator('anna')
    await rig.settle()
    expect(rig.stateOf('boris')).toBe('talking')
    expect(rig.desk.shown('boris', 'card').at(-1)).toMatchObject({ attempt, phase: 'talking' })
    await rig.until(70)
    expect(rig.stateOf('boris')).toBe('wrapUp')
  })

  it.each(['invite', 'transfer'] as const)('keeps the person when %s fails', async kind => {
    const { rig, attempt, act } = await talk()
    rig.deaf.add(kind)
    await act({ kind, to: 'boris' })
    expect(rig.stateOf('boris')).toBe('talking')
    rig.tell({ kind: 'actFailed', attempt, act: kind, why: 'failed' })
    await rig.settle()
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['talking', 'free'])
    expect(refusals(rig)).toEqual([`${kind} failed`])
  })

  it('keeps the card when the person goes in the middle of a transfer', async () => {
    const { rig, attempt, act } = await talk()
    rig.deaf.add('transfer')
    await act({ kind: 'transfer', to: 'boris' })
    rig.tell({ kind: 'ended', attempt, cause: 'hangUp', from: 'callee' })
    rig.exchange.hangUp(attempt)
    await rig.settle()
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['wrapUp', 'free'])
  })

  it.each(['at once', 'as the guest'])(
    'has the person back when the phone drops of whom they gave them to, %s',
    async how => {
      const { rig, act } = await talk()
      if (how === 'as the guest') await act({ kind: 'invite', to: 'boris' })
      rig.deaf.add('transfer')
      await act({ kind: 'transfer', to: 'boris' })
      rig.exchange.dropOperator('boris')
      await rig.until(8)
      expect(rig.engine.snapshot().calls).toMatchObject([{ state: 'talking', operator: 'anna' }])
      expect(rig.stateOf('boris')).toBe('free')
    },
  )

  it('has the call ended when the network says nothing of a transfer for 3 s', async () => {
    const { rig, act } = await talk()
    rig.deaf.add('transfer')
    await act({ kind: 'transfer', to: 'boris' })
    await rig.until(6)
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['wrapUp', 'free'])
  })
})
