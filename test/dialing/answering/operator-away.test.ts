import { beforeEach, describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { type OperatorPhones, SOUND_PHONES } from '../../../src/telephony/virtual/legs.ts'
import { type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const talks = person(seconds(3), { patience: seconds(30), talk: seconds(60) })
const BOTH = { anna: ['demo'], boris: ['demo'] }

/** Whose phones decline the next call. */
const broken = new Set<string>()
beforeEach(() => broken.clear())
const PHONES: OperatorPhones = {
  ...SOUND_PHONES,
  ring: operator => ({ result: broken.delete(operator) ? 'refused' : 'up', after: 0 }),
}

/** One call to contact 0; Anna is promised to it, Boris is free or not there. */
async function callOf(who: 'anna alone' | 'both', more: Partial<RigOptions> = {}): Promise<Rig> {
  const rig = await rigOf({
    operators: BOTH,
    contacts: { demo: [0] },
    callee: () => talks,
    phones: PHONES,
    ...more,
  })
  await rig.signIn('anna')
  if (who === 'both') await rig.signIn('boris')
  return rig
}

const gone = { operator: 'anna', kind: 'gone' } as const

/** The screen goes away, or the phone does. */
const vanish = {
  screen: (rig: Rig) => rig.desk.act(gone),
  phone: (rig: Rig) => dropForGood(rig),
}

/** Her leg drops, and her phone declines when it is rung again. */
function dropForGood(rig: Rig): void {
  broken.add('anna')
  rig.exchange.dropOperator('anna')
}

const LEFT = { screen: 'signedOut', phone: 'break' }
const WAYS = ['screen', 'phone'] as const

describe('an operator who vanishes while reserved', () => {
  it.each(WAYS)('by %s leaves the call to whoever else is free', async way => {
    const rig = await callOf('both')
    await rig.until(2)
    vanish[way](rig)
    await rig.until(4)
    expect(rig.stateOf('anna')).toBe(LEFT[way])
    expect(rig.stateOf('boris')).toBe('talking')
    expect(rig.counts()).toEqual([1, 0])
  })

  it('leaves the person to the message when nobody else is there', async () => {
    const rig = await callOf('anna alone')
    await rig.until(2)
    rig.desk.act(gone)
    await rig.until(10)
    expect(await rig.outcomes()).toEqual(['0 abandoned'])
  })
})

describe('an operator who vanishes while being joined', () => {
  const slow = { connectDelay: 1000 }
  const failing = {
    ...slow,
    phones: { ...PHONES, join: (of: string) => ({ joins: of !== 'anna', dropsAfter: null }) },
  }

  describe.each([
    ['in vain', failing],
    ['in time', slow],
  ])('%s', (_, how) => {
    it.each(WAYS)('by %s leaves the person to whoever else is free', async way => {
      const rig = await callOf('both', { ...how, campaigns: [{ connectWithin: seconds(5) }] })
      await rig.until(3.5)
      vanish[way](rig)
      await rig.until(6)
      expect(rig.stateOf('anna')).toBe(LEFT[way])
      expect(rig.stateOf('boris')).toBe('talking')
      expect(rig.counts()).toEqual([1, 0])
    })

    it.each(WAYS)('by %s leaves nothing behind when the person hangs up then', async way => {
      const callee = () => person(seconds(3), { leavesAfter: 600 })
      const rig = await callOf('anna alone', { ...how, callee })
      await rig.until(3.55)
      vanish[way](rig)
      await rig.until(10)
      expect(rig.stateOf('anna')).toBe(LEFT[way])
      expect(await rig.outcomes()).toEqual(['0 abandoned'])
    })
  })
})

describe('an operator whose leg was down before the news that they were joined', () => {
  it('is replaced', async () => {
    const rig = await callOf('both', { connectDelay: 500 })
    await rig.until(3.2)
    rig.tell({ kind: 'operatorDown', operator: 'anna', why: 'lost' })
    rig.deaf.add('connect')
    await rig.until(3.5)
    expect(rig.stateOf('anna')).toBe('free')
    expect(rig.commands.at(-1)).toMatchObject({ sec: 3.5, name: 'connect', operator: 'boris' })
  })
})

describe('an operator who vanishes in talk', () => {
  it.each(WAYS)('by %s is replaced, with what was filled in so far', async way => {
    const rig = await callOf('both')
    await rig.until(10)
    const attempt = rig.attemptTo(0)
    rig.desk.act({ operator: 'anna', kind: 'saveCard', attempt, answers: { note: 'half' } })
    vanish[way](rig)
    await rig.until(11)
    expect(rig.stateOf('anna')).toBe(LEFT[way])
    expect(rig.stateOf('boris')).toBe('talking')
    expect(rig.core.cards.get(attempt)).toMatchObject({
      operator: 'boris',
      answers: { note: 'half' },
    })
    expect(rig.desk.shown('boris', 'card').at(-1)!.card.answers).toEqual({ note: 'half' })
    await rig.until(70)
    await rig.closeCard('boris')
    await rig.until(71)
    expect((await rig.records())[0]).toMatchObject({ outcome: 'connected', operator: 'boris' })
    expect(rig.counts()).toEqual([1, 0])
  })

  it('leaves the person to the message; who was connected stays so, and the card comes back', async () => {
    const rig = await callOf('anna alone')
    await rig.until(10)
    rig.desk.act(gone)
    await rig.until(20)
    expect(rig.commands.map(one => one.name)).toContain('announce')
    expect(await rig.outcomes()).toEqual(['0 connected'])
    expect(await rig.contact(0)).toMatchObject({ state: 'atOperator' })
    await rig.signIn('anna')
    expect(rig.stateOf('anna')).toBe('wrapUp')
    expect(rig.desk.story('anna').slice(-2)).toEqual(['20 state wrapUp', '20 card wrapUp'])
    await rig.closeCard('anna')
    await rig.until(21)
    expect(rig.stateOf('anna')).toBe('free')
    expect(await rig.contact(0)).toMatchObject({ finished: 'disposition' })
  })

  it('is replaced within the same time as after an answer, by whoever comes free', async () => {
    const rig = await callOf('anna alone')
    await rig.until(10)
    rig.desk.act(gone)
    await rig.until(11.5)
    await rig.signIn('boris')
    expect(rig.stateOf('boris')).toBe('talking')
  })

  it('is missed by nobody when the person hangs up first', async () => {
    const rig = await callOf('anna alone', {
      callee: () => person(seconds(3), { talk: seconds(7), patience: 0 }),
    })
    await rig.until(9.999)
    rig.desk.act(gone)
    await rig.until(20)
    expect(await rig.outcomes()).toEqual(['0 connected'])
    await rig.signIn('anna')
    expect(rig.stateOf('anna')).toBe('wrapUp')
  })
})

describe('an operator who vanished by screen', () => {
  it('and is back is not taken to be gone when the phone fails next', async () => {
    const rig = await callOf('anna alone')
    rig.desk.act(gone)
    rig.desk.act(gone)
    await rig.signIn('anna')
    dropForGood(rig)
    await rig.until(1)
    expect(rig.stateOf('anna')).toBe('break')
  })
})

describe('an operator who vanishes in wrap-up', () => {
  it.each(WAYS)('by %s finds the card again as it was', async way => {
    const rig = await callOf('anna alone', {
      callee: () => person(seconds(3), { talk: seconds(7) }),
    })
    await rig.until(12)
    const attempt = rig.attemptTo(0)
    rig.desk.act({ operator: 'anna', kind: 'saveCard', attempt, answers: { note: 'half' } })
    vanish[way](rig)
    await rig.until(13)
    expect(rig.stateOf('anna')).toBe(LEFT[way])
    rig.desk.act({
      operator: 'anna',
      kind: way === 'phone' ? 'ready' : 'signIn',
      campaigns: ['demo'],
    })
    await rig.until(14)
    expect(rig.desk.shown('anna', 'card').at(-1)).toMatchObject({
      phase: 'wrapUp',
      card: { answers: { note: 'half' } },
    })
    await rig.closeCard('anna')
    await rig.until(15)
    expect(rig.stateOf('anna')).toBe('free')
  })
})

describe('an operator with two cards left open', () => {
  it('is given them one after another, and is free only then', async () => {
    const message = { text: 'word '.repeat(50), stopKey: null }
    const rig = await callOf('anna alone', { contacts: { demo: [0, 1] }, campaigns: [{ message }] })
    await rig.until(5)
    rig.desk.act(gone)
    // The first person hears the message while she is back and talks to the second.
    await rig.until(8)
    await rig.signIn('anna')
    await rig.until(72)
    expect(rig.desk.shown('anna', 'card').at(-1)!.card.data.name).toBe('Contact 1')
    await rig.closeCard('anna')
    expect(rig.stateOf('anna')).toBe('wrapUp')
    expect(rig.desk.shown('anna', 'card').at(-1)!.card.data.name).toBe('Contact 0')
    await rig.closeCard('anna')
    expect(rig.stateOf('anna')).toBe('free')
  })
})
