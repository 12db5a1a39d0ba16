import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { SOUND_PHONES } from '../../../src/telephony/virtual/legs.ts'
import { type Rig, rigOf } from '../../support/rig.ts'

/**
 * Anna by herself. Her leg drops in her talk with contact 0, for too long to have them back: they
 * hear the message, and are gone as she talks to contact 1. Then her leg drops again, and that call
 * is lost with it.
 */
async function twoDrops(): Promise<Rig> {
  let times = 0
  const ring = () => ({ result: 'up', after: times++ === 1 ? seconds(3) : 0 }) as const
  const rig = await rigOf({
    contacts: { demo: [0, 1] },
    callee: () => person(seconds(1), { patience: seconds(60), talk: seconds(60) }),
    phones: { ...SOUND_PHONES, ring },
  })
  rig.deaf.add('announce')
  await rig.signIn()
  await rig.until(5)
  rig.exchange.dropOperator('anna')
  await rig.until(11)
  rig.lose(0)
  await rig.until(20)
  expect(rig.stateOf('anna')).toBe('talking')
  rig.exchange.dropOperator('anna')
  await rig.settle()
  rig.lose(1)
  await rig.until(21)
  return rig
}

/** The numbers of the cards that Anna was shown, and how. */
const cardsOf = (rig: Rig): readonly string[] =>
  rig.desk.shown('anna', 'card').map(({ attempt, phase }) => {
    return `${attempt === rig.attemptTo(0) ? 0 : 1} ${phase}`
  })

describe('an operator whose talks drop one after the other', () => {
  it('sees the card that is in hand, then the other one, and closes both', async () => {
    const rig = await twoDrops()
    expect([rig.stateOf('anna'), cardsOf(rig).at(-1)]).toEqual(['wrapUp', '0 wrapUp'])
    await rig.closeCard('anna')
    expect([rig.stateOf('anna'), cardsOf(rig).at(-1)]).toEqual(['wrapUp', '1 wrapUp'])
    await rig.closeCard('anna')
    expect(rig.stateOf('anna')).toBe('free')
    expect((await rig.records()).map(one => one.disposition)).toEqual(['done', 'done'])
  })

  it('has as long for the first as for any', async () => {
    const rig = await twoDrops()
    await rig.until(79)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    await rig.until(80)
    expect(rig.stateOf('anna')).toBe('break')
  })

  it('is told why a card that comes later cannot be closed yet', async () => {
    const rig = await twoDrops()
    const attempt = rig.attemptTo(1)
    const close = () =>
      rig.desk.act({
        operator: 'anna',
        kind: 'closeCard',
        attempt,
        disposition: 'done',
        answers: {},
      })
    close()
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    await rig.closeCard('anna')
    close()
    rig.desk.act({ operator: 'anna', kind: 'signOut' })
    await rig.settle()
    close()
    await rig.settle()
    const said = rig.desk.shown('anna', 'cardRefused').flatMap(one => one.problems)
    expect(said.map(one => one.problem)).toEqual([
      'Another card comes first. Close that one: this one comes after it.',
      'You are on a break. End it, then close the card.',
      'You are not at work. Sign in, then close the card.',
    ])
  })
})
