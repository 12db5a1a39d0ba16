import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { type Rig, rigOf } from '../../support/rig.ts'
import { callIn } from '../incoming/calling-in.ts'

/** Somebody has called in and talks to Anna; Boris is free, and is joined within half a second. */
async function withAnna(): Promise<Rig> {
  const rig = await rigOf({
    campaigns: [
      { incoming: { to: 'operators', wait: seconds(20), unknown: 'operators', message: null } },
    ],
    operators: { anna: ['demo'], boris: ['demo'] },
    contacts: { demo: [] },
    callee: () => person(seconds(1)),
    connectDelay: 500,
  })
  await rig.signIn('anna')
  await callIn(rig, 0, { habits: { talk: seconds(60) } })
  await rig.signIn('boris')
  await rig.until(10)
  expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['talking', 'free'])
  return rig
}

const dropAnna = async (rig: Rig, until: number) => {
  rig.exchange.dropOperator('anna')
  await rig.until(until)
}

describe('a person whose operator is gone', () => {
  it('and who is lost before anybody else has them stays that operator’s in the records', async () => {
    const rig = await withAnna()
    const before = rig.desk.story('boris').length
    await dropAnna(rig, 10.2)
    expect(rig.stateOf('boris')).toBe('talking')
    const [attempt] = await rig.records()
    rig.tell({ kind: 'lost', attempt: attempt!.id })
    rig.exchange.hangUp(attempt!.id)
    await rig.until(11)
    expect(rig.desk.story('boris').slice(before)).toEqual([])
    expect(rig.stateOf('boris')).toBe('free')
    await rig.closeCard('anna')
    expect(await rig.records()).toMatchObject([
      { operator: 'anna', outcome: 'served', disposition: 'done', reservedAt: attempt!.reservedAt },
    ])
  })

  it('is the next one’s who has them, and is told of them then', async () => {
    const rig = await withAnna()
    const before = rig.desk.story('boris').length
    await dropAnna(rig, 11)
    expect(rig.desk.story('boris').slice(before)).toEqual([
      '10.5 incoming',
      '10.5 state talking',
      '10.5 card talking',
    ])
    expect((await rig.records())[0]).toMatchObject({ operator: 'boris' })
  })
})
