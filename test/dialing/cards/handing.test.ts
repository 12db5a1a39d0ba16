import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '../../../src/base/duration.ts'
import type { Campaign } from '../../../src/campaign/campaign.ts'
import type { CardAnswers } from '../../../src/campaign/card.ts'
import { noOpenCard } from '../../../src/dialing/intake/card-door.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { campaignOf, START } from '../../support/campaigns.ts'
import { type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const OPERATORS = { anna: ['demo'], boris: ['demo'] }
const CARD: Campaign['card'] = {
  script: { start: null, steps: [] },
  fields: [{ ...campaignOf().card.fields[0]!, required: true }],
}

/** Anna has left a card open with a note, and went home; Boris is not there yet. */
async function leftOpen(more: Partial<RigOptions> = {}): Promise<Rig> {
  const rig = await rigOf({
    operators: OPERATORS,
    contacts: { demo: [0, 1, 2] },
    campaigns: [{ card: CARD }],
    callee: n =>
      n === 0 ? person(seconds(3), { talk: seconds(5) }) : unreached('busy', seconds(10)),
    ...more,
  })
  await rig.signIn('anna')
  await rig.until(9)
  const answers = { note: 'half' }
  rig.desk.act({ operator: 'anna', kind: 'saveCard', attempt: rig.attemptTo(0), answers })
  await rig.settle()
  rig.desk.act({ operator: 'anna', kind: 'gone' })
  await rig.settle()
  return rig
}

const hand = (rig: Rig, to: string) => rig.engine.cards.hand('demo', rig.attemptTo(0), to)
const lastCard = (rig: Rig, who: string) => rig.desk.shown(who, 'card').at(-1)

describe('an open card that is handed to somebody else', () => {
  it('waits until they sign in, and is theirs as it was left', async () => {
    const rig = await leftOpen()
    expect(hand(rig, 'boris')).toEqual([])
    await rig.signIn('boris')
    expect(rig.stateOf('boris')).toBe('wrapUp')
    expect(lastCard(rig, 'boris')).toMatchObject({
      phase: 'wrapUp',
      card: { answers: { note: 'half' }, data: { name: 'Contact 0' } },
    })
    await rig.closeCard('boris', 'done', { answers: { note: 'all' } })
    expect(await rig.contact(0)).toMatchObject({ finished: 'disposition' })
    await rig.signIn('anna')
    expect(rig.stateOf('anna')).toBe('reserved')
  })

  it('is to be closed within the wrap-up of its campaign from when it is taken up', async () => {
    const rig = await leftOpen({ contacts: { demo: [0] } })
    hand(rig, 'boris')
    await rig.until(100)
    await rig.signIn('boris')
    const wrapUpUntil = START + seconds(160)
    expect(lastCard(rig, 'boris')).toMatchObject({ phase: 'wrapUp', wrapUpUntil })
    await rig.until(159)
    expect(rig.stateOf('boris')).toBe('wrapUp')
    await rig.until(160)
    expect(rig.stateOf('boris')).toBe('break')
    expect(rig.events).toContainEqual(
      expect.objectContaining({ kind: 'operator.notResponding', operator: 'boris' }),
    )
  })

  it('has no limit where the campaign sets none', async () => {
    const wrapUp = { limit: 0, extension: 0, extensionsMax: 0, disposition: 'done' }
    const first = await leftOpen({ contacts: { demo: [0] } })
    const campaigns = [{ card: CARD, wrapUp }]
    const rig = await rigOf({
      operators: OPERATORS,
      callee: () => person(1),
      campaigns,
      store: first.crash(),
      start: LATER,
    })
    await rig.signIn('anna')
    expect(lastCard(rig, 'anna')).toMatchObject({ phase: 'wrapUp', wrapUpUntil: null })
    await rig.until(600)
    expect(rig.stateOf('anna')).toBe('wrapUp')
  })

  it('comes to somebody free at once, and to whoever is rung for when that is over', async () => {
    const free = await leftOpen({ contacts: { demo: [0] } })
    await free.signIn('boris')
    expect(free.stateOf('boris')).toBe('free')
    hand(free, 'boris')
    expect(free.stateOf('boris')).toBe('wrapUp')
    const rung = await leftOpen()
    await rung.signIn('boris')
    hand(rung, 'boris')
    await rung.until(12)
    expect(rung.stateOf('boris')).toBe('reserved')
    await rung.until(20)
    expect(rung.stateOf('boris')).toBe('wrapUp')
    expect(rung.counts()).toEqual([1, 0])
  })

  it('is taken out of the hands of whoever has it, who goes on working', async () => {
    const rig = await leftOpen()
    await rig.signIn()
    expect(rig.stateOf('anna')).toBe('wrapUp')
    expect(rig.stateOf('boris')).toBe('reserved')
    hand(rig, 'boris')
    expect(rig.desk.shown('anna', 'cardHandedOn')).toHaveLength(1)
    await rig.settle()
    expect(rig.stateOf('anna')).toBe('reserved')
    const attempt = rig.attemptTo(0)
    rig.desk.act({ operator: 'anna', kind: 'saveCard', attempt, answers: { note: 'mine' } })
    rig.desk.act({ operator: 'anna', kind: 'closeCard', attempt, disposition: 'done', answers: {} })
    await rig.until(20)
    expect(lastCard(rig, 'boris')).toMatchObject({ card: { answers: { note: 'half' } } })
  })

  it('stays where it is when it is handed to whoever has it, or to nobody', async () => {
    const rig = await leftOpen()
    await rig.signIn('anna')
    for (const to of ['anna', 'clara'])
      rig.engine.control({ kind: 'handCard', attempt: rig.attemptTo(0), to })
    await rig.settle()
    expect(rig.stateOf('anna')).toBe('wrapUp')
    expect(rig.desk.shown('anna', 'cardHandedOn')).toEqual([])
    expect(rig.events.filter(one => one.kind === 'card.handed')).toEqual([])
  })

  it('is theirs after a crash', async () => {
    const first = await leftOpen()
    hand(first, 'boris')
    await first.until(11)
    const store = first.crash()
    const rig = await rigOf({ operators: OPERATORS, callee: () => person(1), store, start: LATER })
    await rig.signIn()
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['reserved', 'wrapUp'])
  })

  it('is for nobody unknown, of another campaign, or who has it, nor closed or in a call', async () => {
    const rig = await leftOpen({ operators: { ...OPERATORS, dora: ['other'] } })
    expect(hand(rig, 'clara')).toEqual([
      'There is no operator "clara" here; there are: anna, boris, dora.',
    ])
    expect(hand(rig, 'dora')).toEqual([
      'dora does not serve the campaign "demo"; these do: anna, boris.',
    ])
    expect(hand(rig, 'anna')).toEqual(["The card is anna's already."])
    expect(rig.engine.cards.hand('demo', 'a9', 'boris')).toEqual([noOpenCard('a9', 'demo')])
    await rig.signIn('anna')
    rig.held.add('closeCard')
    rig.desk.act({
      operator: 'anna',
      kind: 'closeCard',
      attempt: rig.attemptTo(0),
      disposition: 'later',
      answers: {},
    })
    expect(hand(rig, 'boris')[0]).toContain('has just been closed')
    rig.held.clear()
    await rig.settle()
    expect(hand(rig, 'boris')[0]).toContain('There is no open card')
    const talking = await rigOf({ callee: () => person(seconds(1), { talk: minutes(5) }) })
    await talking.signIn()
    await talking.until(3)
    expect(hand(talking, 'anna')[0]).toContain('is still on')
  })
})

const LATER = START + hours(1)

const CLOSED = { problems: [], leftOut: [] }

describe('an open card of another campaign than the one named', () => {
  it('is neither handed nor closed, whether its call is on or over', async () => {
    const rig = await rigOf({
      operators: { anna: ['demo', 'other'], boris: ['demo', 'other'] },
      campaigns: [{ card: CARD }, { id: 'other', card: CARD }],
      contacts: { demo: [0] },
      callee: () => person(seconds(3), { talk: seconds(5) }),
    })
    await rig.signIn('anna')
    const attempt = rig.attemptTo(0)
    const closing = { attempt, answers: { note: 'x' }, disposition: 'done', callback: null }
    for (const second of [5, 10]) {
      await rig.until(second)
      const problems = [noOpenCard(attempt, 'other')]
      expect(rig.engine.cards.hand('other', attempt, 'boris')).toEqual(problems)
      expect(rig.engine.cards.close('other', closing)).toEqual({ problems, leftOut: [] })
    }
    expect(rig.engine.cards.hand('third', attempt, 'boris')).toEqual([
      'The engine that runs here runs demo, other, and not "third": end it first.',
    ])
    expect(rig.stateOf('anna')).toBe('wrapUp')
    expect(rig.engine.cards.close('demo', closing)).toEqual(CLOSED)
    await rig.settle()
    expect(rig.stateOf('anna')).toBe('free')
  })
})

describe('an open card that a supervisor closes', () => {
  const close = (rig: Rig, more: object) =>
    rig.engine.cards.close('demo', {
      attempt: rig.attemptTo(0),
      answers: {},
      disposition: 'done',
      callback: null,
      ...more,
    })

  it('keeps what was filled in, with what is added', async () => {
    const rig = await leftOpen()
    expect(close(rig, {})).toEqual(CLOSED)
    await rig.settle()
    expect((await rig.records())[0]).toMatchObject({
      disposition: 'done',
      answers: { note: 'half' },
    })
    expect(await rig.contact(0)).toMatchObject({ finished: 'disposition' })
    await rig.signIn('anna')
    expect(rig.stateOf('anna')).toBe('reserved')
  })

  it('must fit its definition, and is left as it is when it does not', async () => {
    const rig = await leftOpen()
    expect(close(rig, { answers: { note: '', more: 1 } }).problems).toEqual([
      'Note: must be filled in to finish the contact.',
      'The card has no field "more".',
    ])
    expect(close(rig, { disposition: 'sold' }).problems[0]).toContain(
      'There is no disposition "sold"',
    )
    expect(close(rig, { disposition: 'callback' }).problems).toEqual(['Say when to call back.'])
    expect(close(rig, { attempt: 'a9' }).problems).toEqual([noOpenCard('a9', 'demo')])
    await rig.signIn('anna')
    expect(lastCard(rig, 'anna')).toMatchObject({ card: { answers: { note: 'half' } } })
  })

  it('is closed without what was in a field that the card has no more, and with the rest', async () => {
    const other = { ...CARD.fields[0]!, id: 'other', required: false }
    const first = await leftOpen({
      campaigns: [{ card: { ...CARD, fields: [...CARD.fields, other] } }],
    })
    const answers = { note: 'half', other: 'gone' }
    await first.signIn('anna')
    first.desk.act({ operator: 'anna', kind: 'saveCard', attempt: first.attemptTo(0), answers })
    await first.until(10)
    const rig = await rigOf({
      operators: OPERATORS,
      campaigns: [{ card: CARD }],
      callee: () => person(1),
      store: first.crash(),
      start: LATER,
    })
    await rig.signIn('anna')
    expect(lastCard(rig, 'anna')!.card.answers).toEqual({ note: 'half' })
    const closeAs = (answers: CardAnswers) => {
      const closing = { attempt: first.attemptTo(0), answers, disposition: 'done', callback: null }
      return rig.engine.cards.close('demo', closing)
    }
    expect(closeAs({ other: 'again' }).problems).toEqual(['The card has no field "other".'])
    expect(closeAs({})).toEqual({ problems: [], leftOut: ['other'] })
    await rig.settle()
    expect((await rig.records())[0]).toMatchObject({ answers: { note: 'half' } })
  })

  it('may lead to a callback', async () => {
    const rig = await leftOpen()
    const at = rig.timeline.wall() + minutes(10)
    expect(close(rig, { disposition: 'callback', callback: { at, own: false } })).toEqual(CLOSED)
    await rig.settle()
    expect(await rig.contact(0)).toMatchObject({ state: 'waiting', nextAt: at })
  })
})

describe('what is seen of open cards', () => {
  it('says how many are in hand, wait, and wait for nobody who is here', async () => {
    const rig = await leftOpen()
    const seen = () => {
      const { openCards, waitingCards, leftCards } = rig.engine.snapshot().campaigns[0]!
      return [openCards, waitingCards, leftCards]
    }
    expect(seen()).toEqual([1, 1, 0])
    await rig.signIn('anna')
    expect(seen()).toEqual([1, 0, 0])
    await rig.until(10)
    const options = { operators: { boris: ['demo'] }, callee: () => person(1) }
    const other = await rigOf({ ...options, store: rig.crash(), start: LATER })
    expect(other.engine.snapshot().campaigns).toMatchObject([
      { openCards: 1, waitingCards: 1, leftCards: 1 },
    ])
    expect(other.engine.cards.hand('demo', rig.attemptTo(0), 'boris')).toEqual([])
    await other.signIn()
    expect(other.stateOf('boris')).toBe('wrapUp')
  })
})
