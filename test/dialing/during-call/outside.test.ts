import { describe, expect, it } from 'vitest'
import { millis, seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { campaignOf } from '../../support/campaigns.ts'
import { phoneOf } from '../../support/rig.ts'
import {
  done,
  INVITE,
  LINE,
  type OutsideTalk,
  PATIENT,
  refusals,
  TRANSFER,
  TRANSFERS,
  talkTo,
  used,
} from './talk-outside.ts'

describe('an operator and somebody outside', () => {
  it('is not told of the end of a talk that they have left: they may be in another', async () => {
    const { rig, act, said } = await talkTo({
      outside: person(seconds(3), { ...PATIENT, talk: seconds(5) }),
    })
    await act(TRANSFER)
    await rig.until(8)
    expect(said().at(-1)).toBe('given')
    await rig.closeCard('anna', 'done')
    await rig.until(30)
    expect(rig.events.some(({ kind }) => kind === 'outside.ended')).toBe(true)
    expect(said().at(-1)).toBe('given')
  })

  it('talks to them alone while the person is on hold, then leaves the two together', async () => {
    const { rig, act, said } = await talkTo()
    await act({ kind: 'hold', on: true })
    await act(INVITE)
    expect(said()).toEqual(['called'])
    expect(used(rig)).toBe(2)
    await rig.until(5)
    expect(said()).toEqual(['called', 'rings', 'there'])
    expect(rig.engine.snapshot().calls).toMatchObject([
      { state: 'talking', operator: 'anna', outside: { answered: true } },
    ])
    await rig.until(10)
    await act({ kind: 'transfer', to: phoneOf(LINE) })
    expect(said().at(-1)).toBe('given')
    expect(rig.stateOf('anna')).toBe('wrapUp')
    expect(rig.engine.snapshot().calls).toMatchObject([{ state: 'given', operator: null }])
    await rig.closeCard('anna', 'done')
    expect(rig.stateOf('anna')).toBe('free')
    expect(used(rig)).toBe(2)
    await rig.until(70)
    expect(used(rig)).toBe(0)
    expect(rig.engine.snapshot().calls).toEqual([])
    expect((await rig.records()).map(({ outcome }) => outcome)).toEqual(['connected'])
    expect(rig.counts()).toEqual([1, 0])
  })

  it('is one of three, sends them away, and talks on', async () => {
    const { rig, act, said } = await talkTo()
    await act(INVITE)
    await rig.until(6)
    await act({ kind: 'invite', to: 'boris' })
    await act(INVITE)
    expect(refusals(rig)).toEqual(['invite guestThere', 'invite guestThere'])
    await act({ kind: 'dismiss' })
    expect(said().at(-1)).toBe('gone hungUp')
    expect([rig.stateOf('anna'), used(rig)]).toEqual(['talking', 1])
    await act({ kind: 'dismiss' })
    expect(refusals(rig).at(-1)).toBe('dismiss noGuest')
  })

  it('gives the person away unseen: they hear music until it is answered', async () => {
    const { rig, act, said } = await talkTo()
    await act(TRANSFER)
    expect(done(rig)).toEqual(['held'])
    expect(rig.stateOf('anna')).toBe('talking')
    await rig.until(6)
    expect(said()).toEqual(['called', 'rings', 'given'])
    expect(rig.stateOf('anna')).toBe('wrapUp')
    expect(rig.events.filter(({ kind }) => kind === 'attempt.left')).toMatchObject([
      { from: 'anna' },
    ])
  })

  it('is recorded with all who are in the call, until they leave', async () => {
    const recording = campaignOf({}).recording
    const all = { ...TRANSFERS, recording: { ...recording, which: { kind: 'all' } as const } }
    const { rig, act } = await talkTo({ campaigns: [all] })
    await act(INVITE)
    await rig.until(7)
    const commands = () =>
      rig.commands.flatMap(({ name, recording }) => (name === 'record' ? [recording!.kind] : []))
    expect(commands()).toEqual(['start'])
    await act({ kind: 'transfer', to: 'second-line' })
    expect(commands()).toEqual(['start', 'stop'])
    await rig.until(70)
    const [record] = await rig.records()
    expect(record?.recordings?.map(({ endedAt }) => endedAt !== undefined)).toEqual([true])
  })

  it('leaves a card without wrap-up closed as they leave', async () => {
    const wrapUp = { limit: 0, extension: 0, extensionsMax: 0, disposition: 'done' }
    const { rig, act } = await talkTo({ campaigns: [{ ...TRANSFERS, wrapUp }] })
    await act(TRANSFER)
    await rig.until(7)
    expect(rig.engine.snapshot().calls).toMatchObject([{ state: 'given' }])
    expect(rig.stateOf('anna')).toBe('free')
  })

  it.each(['busy', 'refused', 'unanswered', 'invalid'] as const)(
    'has the person back when the number is %s, and is told why',
    async how => {
      const { rig, act, said } = await talkTo({ outside: unreached(how, seconds(4)) })
      await act(TRANSFER)
      await rig.until(9)
      const why = how === 'unanswered' ? 'noAnswer' : how
      expect(said().at(-1)).toBe(`gone ${why}`)
      expect(done(rig)).toEqual(['held', 'resumed'])
      expect([rig.stateOf('anna'), used(rig)]).toEqual(['talking', 1])
    },
  )

  it('has them called no longer than the campaign lets anybody ring', async () => {
    const { rig, act, said } = await talkTo({ outside: unreached('unanswered', seconds(90)) })
    await act(TRANSFER)
    await rig.until(26)
    expect(said().at(-1)).toBe('rings')
    await rig.until(28)
    expect(said().at(-1)).toBe('gone noAnswer')
    expect(done(rig)).toEqual(['held', 'resumed'])
  })

  it('takes the person back while it rings, and the three talk when it is answered', async () => {
    const { rig, act, said } = await talkTo()
    await act(TRANSFER)
    await act({ kind: 'hold', on: false })
    await rig.until(6)
    expect(said().at(-1)).toBe('there')
    expect(rig.stateOf('anna')).toBe('talking')
  })

  it('calls a blind transfer off, and has the person back', async () => {
    const { rig, act, said } = await talkTo()
    await act(TRANSFER)
    await rig.until(3)
    await act({ kind: 'dismiss' })
    expect(said().at(-1)).toBe('gone calledOff')
    expect(done(rig)).toEqual(['held', 'resumed'])
    await rig.until(8)
    expect(used(rig)).toBe(1)
  })
})

describe('nobody outside is called', () => {
  it('whom the campaign does not name, and no number of theirs is recorded', async () => {
    const heard: string[] = []
    const { rig, act } = await talkTo({
      record: entry => void heard.push(JSON.stringify(entry)),
    })
    await act({ kind: 'invite', to: '+12125550177' })
    await act({ kind: 'transfer', to: '+12125550177' })
    await act({ kind: 'transfer', to: 'nobody' })
    expect(refusals(rig)).toEqual(['invite notAllowed', 'transfer notAllowed', 'transfer unknown'])
    await act({ kind: 'invite', to: phoneOf(LINE + 1) })
    expect(heard.join('\n')).not.toMatch(/\+1212555/)
    expect(used(rig)).toBe(2)
  })

  it('who is on the stop list: the operator is told, and has the person', async () => {
    const { rig, act, said } = await talkTo({ contacts: { demo: [0, LINE] } })
    const [line] = rig.core.numbers.keys()
    await rig.store.stopNumbers([line === 1 ? 2 : 1], 'asked', 0)
    await act(TRANSFER)
    expect(said()).toEqual(['called', 'gone stopList'])
    expect(done(rig).at(-1)).toBe('resumed')
    expect(rig.commands.filter(({ name }) => name === 'originate')).toHaveLength(1)
    expect(used(rig)).toBe(1)
  })

  it('without a line, nor when nothing can be written', async () => {
    const { rig, act, said } = await talkTo({
      trunks: [{ id: 'main', lines: 1, callsPerSecond: 50 }],
    })
    await act(INVITE)
    expect(refusals(rig)).toEqual(['invite noLine'])
    rig.exchange.setLines('main', 1)
    expect(said()).toEqual([])
    expect(used(rig)).toBe(1)
  })

  it('before the store has it', async () => {
    const { rig, attempt, act, said } = await talkTo()
    rig.faults.add('beginOutside')
    await act(TRANSFER)
    expect(said()).toEqual(['called', 'gone failed'])
    expect(done(rig).at(-1)).toBe('resumed')
    rig.faults.clear()
    await rig.until(10)
    rig.held.add('beginOutside')
    rig.desk.act({ operator: 'anna', attempt, ...TRANSFER } as never)
    rig.desk.act({ operator: 'anna', attempt, kind: 'dismiss' })
    rig.held.clear()
    await rig.until(14)
    expect(said().at(-1)).toBe('gone calledOff')
    expect(rig.commands.filter(({ name }) => name === 'originate')).toHaveLength(1)
    expect(rig.core.outsides.size).toBe(0)
  })
})

describe('when somebody goes', () => {
  /** Where it may have come to: ringing, just answered, in the call, and with the person. */
  const moments: readonly (readonly [string, object, number])[] = [
    ['ringing, blind', TRANSFER, 3],
    ['ringing', INVITE, 3],
    ['answered this instant', INVITE, 5],
    ['answered this instant, blind', TRANSFER, 5],
    ['in the call', INVITE, 6],
  ]
  const went = async ([, what, at]: readonly [string, object, number]): Promise<OutsideTalk> => {
    const one = await talkTo({ connectDelay: millis(60) })
    await one.act(what)
    await one.rig.until(at)
    return one
  }
  const nothingLeft = async ({ rig }: OutsideTalk): Promise<void> => {
    await rig.until(75)
    expect([used(rig), rig.core.outsides.size]).toEqual([0, 0])
    expect(rig.engine.snapshot().calls).toEqual([])
    expect(rig.counts()).toEqual([1, 0])
  }

  const seen = moments.filter(([moment]) => !moment.includes('blind'))
  it.each(seen)('the operator, by hanging up (%s), ends all of it', async (...moment) => {
    const one = await went(moment)
    await one.rig.hangUp('anna')
    expect(one.rig.stateOf('anna')).toBe('wrapUp')
    await one.rig.until(8)
    expect(used(one.rig)).toBe(0)
    await nothingLeft(one)
  })

  it.each(moments)('the person (%s), so does who is outside', async (...moment) => {
    const one = await went(moment)
    one.rig.tell({ kind: 'ended', attempt: one.attempt, cause: 'hangUp', from: 'callee' })
    one.rig.exchange.hangUp(one.attempt)
    await one.rig.until(8)
    expect(one.rig.stateOf('anna')).toBe('wrapUp')
    expect(used(one.rig)).toBe(0)
    await nothingLeft(one)
  })

  it.each(moments)('the operator’s leg (%s): the person is not left alone', async (...moment) => {
    const one = await went(moment)
    one.rig.exchange.dropOperator('anna')
    await one.rig.until(6.5)
    const [call] = one.rig.engine.snapshot().calls
    const isTheirs = moment[0] === 'in the call' || moment[0].includes('blind')
    expect(call?.state).toBe(isTheirs ? 'given' : 'talking')
    expect(used(one.rig)).toBe(isTheirs ? 2 : 1)
    await nothingLeft(one)
  })

  it.each(['callee', 'outside'] as const)('the %s, once they are by themselves', async who => {
    const one = await went(moments[4]!)
    await one.act({ kind: 'transfer', to: 'second-line' })
    await one.rig.until(7)
    expect(one.rig.engine.snapshot().calls).toMatchObject([{ state: 'given' }])
    const [outside] = one.rig.core.outsides.keys()
    one.rig.exchange.hangUp(who === 'callee' ? one.attempt : outside!)
    await one.rig.until(8)
    expect(used(one.rig)).toBe(0)
    await nothingLeft(one)
  })

  it('the network without a word: after 3 s the call is ended', async () => {
    const one = await talkTo()
    one.rig.deaf.add('unite')
    await one.act(TRANSFER)
    await one.rig.until(9)
    expect(one.rig.stateOf('anna')).toBe('wrapUp')
    await nothingLeft(one)
  })

  it('the network with a word of its own: it is told, and nothing is owed', async () => {
    const one = await talkTo()
    one.rig.deaf.add('unite')
    await one.act(TRANSFER)
    await one.rig.until(5)
    const [outside] = one.rig.core.outsides.keys()
    one.rig.tell({ kind: 'notUnited', attempt: one.attempt, outside: outside! })
    await one.rig.until(6)
    expect([one.rig.stateOf('anna'), used(one.rig)]).toEqual(['talking', 1])
    expect(done(one.rig)).toEqual(['held', 'resumed'])
    await nothingLeft(one)
  })

  it('the one outside as the two are united: the person is with the operator again', async () => {
    const one = await talkTo()
    one.rig.deaf.add('unite')
    await one.act(TRANSFER)
    await one.rig.until(5)
    const [outside] = one.rig.core.outsides.keys()
    one.rig.exchange.hangUp(outside!)
    await one.rig.settle()
    one.rig.deaf.add('connect')
    one.rig.tell({ kind: 'united', attempt: one.attempt, outside: outside! })
    await one.rig.settle()
    one.rig.tell({ kind: 'connected', attempt: one.attempt, operator: 'anna' })
    await one.rig.settle()
    expect([one.rig.stateOf('anna'), used(one.rig)]).toEqual(['talking', 1])
    await nothingLeft(one)
  })

  it('a trunk’s news: a carrier that is full is heard on this call as on any', async () => {
    const { rig, act } = await talkTo({ outside: unreached('congestion', millis(200)) })
    await act(INVITE)
    await rig.until(4)
    expect(rig.engine.snapshot().trunks).toMatchObject([{ congested: 1, used: 1 }])
  })

  it('everybody, as the engine is stopped now', async () => {
    const one = await went(moments[4]!)
    await one.act({ kind: 'transfer', to: 'second-line' })
    await one.rig.until(7)
    one.rig.engine.control({ kind: 'stopNow' })
    await one.rig.until(8)
    expect(used(one.rig)).toBe(0)
    await nothingLeft(one)
  })
})
