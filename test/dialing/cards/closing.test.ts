import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { campaignOf, START } from '../../support/campaigns.ts'
import { type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const [note] = campaignOf().card.fields

/** Anna has the card of contact 0 to close from 8 s on. */
async function cardOf(more: Partial<RigOptions> = {}): Promise<Rig> {
  const rig = await rigOf({
    operators: { anna: ['demo'], boris: ['demo'] },
    contacts: { demo: [0] },
    campaigns: [{ card: { fields: [{ ...note!, required: true }], script: NO_SCRIPT } }],
    callee: () => person(seconds(3), { talk: seconds(5) }),
    ...more,
  })
  await rig.signIn('anna')
  await rig.until(10)
  return rig
}

const NO_SCRIPT = { start: null, steps: [] }
const FILLED = { answers: { note: 'agreed' } }

describe('a card', () => {
  it('is stored with its answers before its operator is free', async () => {
    const rig = await cardOf()
    await rig.closeCard('anna', 'done', FILLED)
    expect(rig.stateOf('anna')).toBe('free')
    expect((await rig.records())[0]).toMatchObject({
      disposition: 'done',
      answers: { note: 'agreed' },
      closedAt: START + seconds(10),
    })
    expect(await rig.contact(0)).toMatchObject({ finished: 'disposition' })
    expect(rig.events).toContainEqual(expect.objectContaining({ kind: 'card.closed' }))
  })

  it('that is not filled in as it must be goes back with everything that is wrong', async () => {
    const rig = await cardOf()
    await rig.closeCard('anna', 'done', { answers: { note: '', other: 1 } })
    const [refused] = rig.desk.shown('anna', 'cardRefused')
    expect(refused!.problems.map(one => one.field)).toEqual(['note', 'other'])
    expect(rig.stateOf('anna')).toBe('wrapUp')
    await rig.closeCard('anna', 'done', FILLED)
    expect(rig.stateOf('anna')).toBe('free')
  })

  it('is not closed while the call is on, and keeps what was typed', async () => {
    const rig = await cardOf({ callee: () => person(seconds(3), { talk: seconds(60) }) })
    await rig.closeCard('anna', 'done', FILLED)
    const [refused] = rig.desk.shown('anna', 'cardRefused')
    expect(refused!.problems[0]!.problem).toMatch(/still on/)
    expect(rig.stateOf('anna')).toBe('talking')
    expect(rig.core.cards.get(rig.attemptTo(0))!.answers).toEqual({ note: 'agreed' })
  })

  it('on a break is not closed either: its operator comes back first', async () => {
    const rig = await cardOf()
    await rig.until(70)
    expect(rig.stateOf('anna')).toBe('break')
    await rig.closeCard('anna', 'done', FILLED)
    const [refused] = rig.desk.shown('anna', 'cardRefused')
    expect(refused!.problems[0]!.problem).toMatch(/break/)
  })

  it('is closed once, however often it is asked for', async () => {
    const rig = await cardOf()
    const close = { operator: 'anna', kind: 'closeCard', disposition: 'done', ...FILLED } as const
    const attempt = rig.attemptTo(0)
    rig.desk.act({ ...close, attempt })
    rig.desk.act({ ...close, attempt, disposition: 'stop' })
    await rig.settle()
    rig.desk.act({ ...close, attempt })
    await rig.until(11)
    expect(rig.desk.shown('anna', 'cardClosed')).toHaveLength(1)
    expect((await rig.records())[0]).toMatchObject({ disposition: 'done' })
  })

  it('is closed once, even if a screen asks twice in one moment', async () => {
    const rig = await cardOf()
    rig.desk.react = (operator, notice) => {
      if (notice.kind !== 'card' || notice.phase !== 'wrapUp') return
      const close = { operator, kind: 'closeCard', attempt: notice.attempt, ...FILLED } as const
      rig.desk.act({ ...close, disposition: 'done' })
      rig.desk.act({ ...close, disposition: 'stop' })
    }
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.signIn('anna')
    await rig.until(11)
    expect((await rig.records())[0]).toMatchObject({ disposition: 'done' })
    expect(rig.stateOf('anna')).toBe('free')
  })

  it('is closed by nobody but its operator, and none that does not exist', async () => {
    const rig = await cardOf()
    await rig.signIn('boris')
    const close = { operator: 'boris', kind: 'closeCard', disposition: 'done', ...FILLED } as const
    rig.desk.act({ ...close, attempt: rig.attemptTo(0) })
    rig.desk.act({ ...close, attempt: 'unknown' })
    rig.desk.act({ operator: 'boris', kind: 'saveCard', attempt: rig.attemptTo(0), answers: {} })
    await rig.until(11)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    expect((await rig.records())[0]!.closedAt).toBeUndefined()
    expect(rig.desk.shown('boris', 'cardRefused')).toEqual([])
    expect(rig.core.cards.get(rig.attemptTo(0))!.answers).toEqual({})
  })

  it('is none before anybody was heard: what was typed then goes with the call', async () => {
    const rig = await cardOf({ callee: () => person(seconds(20), { leavesAfter: 0 }) })
    const attempt = rig.attemptTo(0)
    rig.desk.act({ operator: 'anna', kind: 'saveCard', attempt, answers: { note: 'early' } })
    await rig.until(12)
    expect((await rig.store.restore()).cards).toEqual([])
  })

  it('says what follows: a callback, another try, the stop list', async () => {
    const callback = { at: START + minutes(30), own: true }
    const closedAs = async (disposition: string, more: object = {}) => {
      const rig = await cardOf()
      await rig.closeCard('anna', disposition, more)
      return rig.contact(0)
    }
    expect(await closedAs('callback', { callback })).toMatchObject({
      nextAt: callback.at,
      contact: { demand: { why: 'callback', operator: 'anna' } },
    })
    expect(await closedAs('later')).toMatchObject({ nextAt: START + seconds(70) })
    expect(await closedAs('stop')).toMatchObject({ finished: 'stopList', stopped: [0] })
  })

  it('takes the personal data with it: nothing of it stays at hand', async () => {
    const rig = await cardOf()
    expect(rig.core.book.size).toBe(1)
    await rig.closeCard('anna', 'done', FILLED)
    expect(rig.core.book.size).toBe(0)
  })
})
