import { filter, first } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { millis, minutes, seconds } from '../../../src/base/duration.ts'
import type { EngineEvent } from '../../../src/dialing/engine-event.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { campaignOf } from '../../support/campaigns.ts'
import {
  answering,
  done,
  INVITE,
  LINE,
  type OutsideTalk,
  PATIENT,
  type TalkOptions,
  TRANSFER,
  TRANSFERS,
  talkTo,
  used,
} from './talk-outside.ts'

/** How an operator may leave, and where they are when it is over. */
const WAYS: readonly (readonly [string, (talk: OutsideTalk) => void, string])[] = [
  ['puts their phone down', ({ rig }) => rig.exchange.dropOperator('anna', 'hungUp'), 'wrapUp'],
  ['hangs up on the desk', talk => void talk.act({ kind: 'hangUp' }), 'wrapUp'],
  ['loses their leg', ({ rig }) => rig.exchange.dropOperator('anna'), 'wrapUp'],
  ['vanishes', ({ rig }) => rig.desk.act({ operator: 'anna', kind: 'gone' }), 'signedOut'],
]
const busy = unreached('busy', seconds(4))

/** Anna has given the person away at second 2, and leaves at second 3 while it rings. */
async function left(leave: (talk: OutsideTalk) => void, more: TalkOptions = {}) {
  const talk = await talkTo({ lasts: minutes(5), ...more })
  await talk.act(TRANSFER)
  await talk.rig.until(3)
  leave(talk)
  await talk.rig.until(4)
  return talk
}
const [phoneDown] = WAYS.map(([, leave]) => leave)
const calls = ({ rig }: OutsideTalk) => rig.engine.snapshot().calls
const asked = ({ rig }: OutsideTalk) => rig.commands.map(({ name }) => name)

/** The seconds at which the message began. */
const heardMessage = ({ rig }: OutsideTalk) =>
  rig.commands.flatMap(({ name, sec }) => (name === 'announce' ? [sec] : []))

describe('an operator who leaves while it rings outside for a person they gave away', () => {
  it.each(WAYS)('and %s, leaves them to music until it is answered', async (_, leave, state) => {
    const talk = await left(leave)
    expect(calls(talk)).toMatchObject([
      { state: 'awaiting', operator: null, outside: { answered: false } },
    ])
    expect([talk.rig.stateOf('anna'), used(talk.rig)]).toEqual([state, 2])
    expect(asked(talk)).toContain('leaveOnHold')
    await talk.rig.until(6)
    expect(calls(talk)).toMatchObject([{ state: 'given', outside: { answered: true } }])
    expect(used(talk.rig)).toBe(2)
    expect(done(talk.rig)).toEqual(['held'])
    expect(asked(talk).filter(name => name === 'announce' || name === 'connect')).toHaveLength(1)
    expect(talk.rig.events.filter(({ kind }) => kind === 'attempt.left')).toMatchObject([
      { from: 'anna' },
    ])
    await talk.rig.until(310)
    expect([used(talk.rig), talk.rig.core.outsides.size]).toEqual([0, 0])
    expect(await talk.rig.outcomes()).toEqual(['0 connected'])
    expect(talk.rig.counts()).toEqual([1, 0])
  })

  it('has the card to close from that moment on, and sees how it stands', async () => {
    const talk = await left(phoneDown!)
    const { rig } = talk
    expect(rig.desk.shown('anna', 'callEnded')).toHaveLength(1)
    await rig.until(6)
    expect(talk.said()).toEqual(['called', 'rings', 'given'])
    expect(rig.stateOf('anna')).toBe('wrapUp')
    expect((await rig.records())[0]).toMatchObject({ operator: 'anna' })
    await rig.closeCard('anna')
    expect([rig.stateOf('anna'), used(rig)]).toEqual(['free', 2])
    expect(rig.desk.shown('anna', 'cardHandedOn')).toEqual([])
    await rig.until(310)
    expect(rig.engine.snapshot().campaigns[0]?.openCards).toBe(0)
  })

  it('is free for the next person at once, their leg too', async () => {
    const talk = await left(WAYS[1]![1], { contacts: { demo: [0, 1] } })
    await talk.rig.closeCard('anna')
    await talk.rig.until(5.5)
    expect(calls(talk)).toMatchObject([{ state: 'given' }, { state: 'talking', operator: 'anna' }])
    expect(talk.said()).toEqual(['called', 'rings'])
  })

  it('is recorded no longer', async () => {
    const recording = { ...campaignOf({}).recording, which: { kind: 'all' } as const }
    const talk = await left(phoneDown!, { campaigns: [{ ...TRANSFERS, recording }] })
    expect(talk.rig.commands.filter(({ name }) => name === 'record')).toMatchObject([
      { recording: { kind: 'start' } },
      { recording: { kind: 'stop' } },
    ])
  })

  it('is not taken out of rotation, however often', async () => {
    const talk = await left(phoneDown!)
    const anna = talk.rig.core.operators.get('anna')!
    expect([anna.phone, anna.droppedAt]).toEqual(['hungUp', -Infinity])
  })

  it('leaves a card without wrap-up, which closes as the two talk, and is free', async () => {
    const wrapUp = { limit: 0, extension: 0, extensionsMax: 0, disposition: 'done' }
    const talk = await left(WAYS[1]![1], { campaigns: [{ ...TRANSFERS, wrapUp }] })
    expect(talk.rig.stateOf('anna')).toBe('free')
    expect(talk.rig.engine.snapshot().campaigns[0]?.openCards).toBe(1)
    await talk.rig.until(6)
    expect(calls(talk)).toMatchObject([{ state: 'given' }])
    expect(talk.rig.engine.snapshot().campaigns[0]?.openCards).toBe(0)
  })

  it.each(['handing', 'uniting'])('ends nothing on the desk either once it is %s', async name => {
    const talk = await talkTo({ atWork: ['boris'], connectDelay: millis(200) })
    await talk.act(name === 'uniting' ? TRANSFER : { kind: 'transfer', to: 'boris' })
    if (name === 'uniting') await talk.rig.until(5.1)
    expect(calls(talk)).toMatchObject([{ state: name }])
    await talk.act({ kind: 'hangUp' })
    await talk.rig.until(8)
    const after = name === 'uniting' ? { state: 'given' } : { state: 'talking', operator: 'boris' }
    expect(calls(talk)).toMatchObject([after])
  })
})

describe('a person whose operator has left, and whom nobody outside takes', () => {
  const unanswered = { outside: busy, atWork: ['boris'] }

  it('goes to a free operator, with the card as it is filled in', async () => {
    const talk = await left(phoneDown!, unanswered)
    const { rig, attempt } = talk
    rig.desk.act({ operator: 'anna', kind: 'saveCard', attempt, answers: { note: 'wants more' } })
    await rig.until(7)
    expect(talk.said()).toEqual(['called', 'gone busy'])
    expect(calls(talk)).toMatchObject([{ state: 'talking', operator: 'boris', outside: null }])
    expect([rig.stateOf('anna'), used(rig)]).toEqual(['free', 1])
    expect(rig.desk.shown('anna', 'cardHandedOn')).toHaveLength(1)
    expect(rig.desk.shown('boris', 'card').at(-1)?.card.answers).toEqual({ note: 'wants more' })
    await rig.hangUp('boris')
    await rig.closeCard('boris')
    expect((await rig.records())[0]).toMatchObject({ operator: 'boris', outcome: 'connected' })
  })

  it('goes there though the card is closed in that very moment', async () => {
    const talk = await left(phoneDown!, { outside: person(seconds(20), PATIENT) })
    const { rig, attempt } = talk
    const [outside] = rig.core.outsides.keys()
    const closing = { disposition: 'done', answers: {} }
    const isBoris = (one: EngineEvent) =>
      one.kind === 'operator.changed' && one.operator === 'boris'
    // Both come in while the engine is at something else.
    rig.engine.events$.pipe(filter(isBoris), first()).subscribe(() => {
      rig.tell({ kind: 'ended', attempt: outside!, cause: 'busy', from: 'network' })
      rig.exchange.hangUp(outside!)
      rig.desk.act({ operator: 'anna', kind: 'closeCard', attempt, ...closing })
    })
    await rig.signIn('boris')
    expect(calls(talk)).toMatchObject([{ state: 'talking', operator: 'boris' }])
    await rig.hangUp('boris')
    await rig.closeCard('boris')
    expect(rig.desk.shown('boris', 'cardClosed')).toHaveLength(1)
  })

  it('goes back to the operator who left, where nobody else is free', async () => {
    const talk = await left(WAYS[1]![1], { outside: busy })
    await talk.rig.until(7)
    expect(calls(talk)).toMatchObject([{ state: 'talking', operator: 'anna' }])
  })

  it('hears the message where nobody is there, and the card is the operator’s again', async () => {
    const talk = await left(phoneDown!, { outside: busy })
    talk.rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    await talk.rig.until(60)
    expect(heardMessage(talk)).toEqual([8])
    expect(calls(talk)).toEqual([])
    talk.rig.desk.act({ operator: 'anna', kind: 'ready' })
    await talk.rig.until(70)
    expect(talk.rig.desk.shown('anna', 'card').at(-1)).toMatchObject({ phase: 'wrapUp' })
    expect(talk.rig.counts()).toEqual([1, 0])
  })

  it('hears the message where the card was closed meanwhile: nobody has it any more', async () => {
    const talk = await left(phoneDown!, unanswered)
    await talk.rig.closeCard('anna')
    await talk.rig.until(60)
    expect(heardMessage(talk)).toEqual([6])
    expect(talk.rig.stateOf('boris')).toBe('free')
    expect(await talk.rig.outcomes()).toEqual(['0 connected'])
  })

  it('is told so as well where the two could not be brought together', async () => {
    const talk = await left(phoneDown!, { atWork: ['boris'] })
    talk.rig.deaf.add('unite')
    await talk.rig.until(5)
    expect(calls(talk)).toMatchObject([{ state: 'uniting', operator: null }])
    const [outside] = talk.rig.core.outsides.keys()
    talk.rig.tell({ kind: 'notUnited', attempt: talk.attempt, outside: outside! })
    await talk.rig.until(7)
    expect(calls(talk)).toMatchObject([{ state: 'talking', operator: 'boris' }])
    expect([talk.rig.stateOf('anna'), used(talk.rig)]).toEqual(['free', 1])
  })

  it('is not waited for past the ring limit', async () => {
    const never = unreached('unanswered', seconds(90))
    const talk = await left(phoneDown!, { ...unanswered, outside: never })
    await talk.rig.until(26)
    expect(calls(talk)).toMatchObject([{ state: 'awaiting' }])
    await talk.rig.until(28)
    expect(talk.said().at(-1)).toBe('gone noAnswer')
    expect(calls(talk)).toMatchObject([{ state: 'talking', operator: 'boris' }])
  })

  it('is let go as the engine is stopped now, and both lines with them', async () => {
    const talk = await left(phoneDown!)
    talk.rig.engine.control({ kind: 'stopNow' })
    await talk.rig.until(8)
    expect([used(talk.rig), calls(talk)]).toEqual([0, []])
  })

  it('has patience while there is music', async () => {
    const callee = (number: number) =>
      number >= LINE ? answering : person(seconds(1), { talk: minutes(5), patience: seconds(1) })
    const talk = await left(phoneDown!, { callee })
    await talk.rig.until(6)
    expect(calls(talk)).toMatchObject([{ state: 'given' }])
  })

  it('may hang up: it rings for nobody then', async () => {
    const talk = await left(phoneDown!, { outside: person(seconds(20), PATIENT) })
    talk.rig.tell({ kind: 'ended', attempt: talk.attempt, cause: 'hangUp', from: 'callee' })
    talk.rig.exchange.hangUp(talk.attempt)
    await talk.rig.until(6)
    expect([used(talk.rig), talk.rig.core.outsides.size]).toEqual([0, 0])
    expect(talk.rig.stateOf('anna')).toBe('wrapUp')
  })
})

describe('an operator who leaves while it rings outside for themselves', () => {
  it('ends all of it by hanging up', async () => {
    const talk = await talkTo()
    await talk.act(INVITE)
    await talk.rig.until(3)
    await talk.act({ kind: 'hangUp' })
    await talk.rig.until(5)
    expect([used(talk.rig), calls(talk)]).toEqual([0, []])
  })
})
