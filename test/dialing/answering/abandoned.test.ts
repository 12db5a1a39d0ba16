import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { machine, person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { SOUND_PHONES } from '../../../src/telephony/virtual/legs.ts'
import { type RigOptions, rigOf } from '../../support/rig.ts'

/** One call to contact 0, by Anna, who is all there is. */
async function oneCall(more: Partial<RigOptions>) {
  const rig = await rigOf({ contacts: { demo: [0] }, callee: () => person(seconds(3)), ...more })
  await rig.signIn()
  return rig
}

/** Each case is reckoned with the store's own count of the budget when the test is over. */
describe('a person who answered is abandoned', () => {
  it('when no operator was free in time', async () => {
    const rig = await oneCall({})
    await rig.until(1)
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.until(10)
    expect(await rig.outcomes()).toEqual(['0 abandoned'])
    expect(rig.counts()).toEqual([0, 1])
  })

  it('when they hang up before an operator is there', async () => {
    const rig = await oneCall({ callee: () => person(seconds(3), { patience: seconds(1) }) })
    await rig.until(1)
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.until(5)
    expect(await rig.outcomes()).toEqual(['0 abandoned'])
    expect(rig.counts()).toEqual([0, 1])
    expect((await rig.records())[0]).toMatchObject({ endedBy: 'callee' })
    expect(rig.commands.map(one => one.name)).not.toContain('announce')
  })

  it('when they hang up while the operator is being joined, who is free again at once', async () => {
    const rig = await oneCall({
      callee: () => person(seconds(3), { leavesAfter: 200 }),
      connectDelay: 500,
    })
    await rig.until(3.1)
    expect(rig.stateOf('anna')).toBe('talking')
    await rig.until(4)
    expect(rig.stateOf('anna')).toBe('free')
    expect(rig.desk.shown('anna', 'card').map(one => one.phase)).toEqual(['dialing'])
    expect(rig.counts()).toEqual([0, 1])
  })

  it('when the operator is heard too late; they talk and the card is filled all the same', async () => {
    const rig = await oneCall({
      callee: () => person(seconds(3), { talk: seconds(5) }),
      connectDelay: 2100,
    })
    await rig.until(6)
    expect(rig.stateOf('anna')).toBe('talking')
    expect(rig.counts()).toEqual([0, 1])
    await rig.until(20)
    await rig.closeCard('anna')
    await rig.until(21)
    expect((await rig.records())[0]).toMatchObject({ outcome: 'abandoned', disposition: 'done' })
    expect(await rig.contact(0)).toMatchObject({ finished: 'disposition' })
    expect(rig.counts()).toEqual([0, 1])
  })

  it("when the operator's phone fails and nobody else is there", async () => {
    const rig = await oneCall({
      phones: { ...SOUND_PHONES, join: () => ({ joins: false, dropsAfter: null }) },
    })
    await rig.until(10)
    expect(await rig.outcomes()).toEqual(['0 abandoned'])
    expect(rig.stateOf('anna')).toBe('break')
  })

  it('when the answer crosses our cancel', async () => {
    const late = {
      ...unreached('unanswered', seconds(60)),
      answersCancel: { by: 'person', after: 50 },
    }
    const rig = await oneCall({ callee: () => late as never })
    await rig.until(30)
    expect(rig.counts()).toEqual([0, 1])
    expect((await rig.records())[0]).toMatchObject({ outcome: 'abandoned' })
    expect(rig.stateOf('anna')).toBe('free')
  })

  it('when everything is stopped at once while they wait', async () => {
    const rig = await oneCall({})
    await rig.until(1)
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.until(3.5)
    rig.engine.control({ kind: 'stopNow' })
    await rig.until(4)
    expect(await rig.outcomes()).toEqual(['0 abandoned'])
  })
})

describe('nobody is abandoned', () => {
  it('by a machine that is known to be one', async () => {
    const rig = await oneCall({ callee: () => machine(seconds(3)) })
    await rig.until(10)
    expect(await rig.outcomes()).toEqual(['0 machine'])
    expect(rig.counts()).toEqual([0, 0])
    expect(rig.desk.shown('anna', 'card').map(one => one.phase)).toEqual(['dialing'])
  })

  it('by a machine that the operator tells from a person: it is no connection either', async () => {
    const rig = await oneCall({ callee: () => machine(seconds(3)), detectsMachines: false })
    await rig.until(4)
    expect(rig.counts()).toEqual([1, 0])
    await rig.hangUp('anna')
    await rig.until(5)
    await rig.closeCard('anna', 'machine')
    await rig.until(6)
    expect(rig.counts()).toEqual([0, 0])
    expect((await rig.records())[0]).toMatchObject({ machine: true })
  })

  it('by a machine that was joined too late: nobody was connected who could be taken back', async () => {
    const rig = await oneCall({
      callee: () => machine(seconds(3)),
      detectsMachines: false,
      connectDelay: 2500,
    })
    await rig.until(6)
    expect(rig.counts()).toEqual([0, 1])
    await rig.hangUp('anna')
    await rig.until(7)
    await rig.closeCard('anna', 'machine')
    await rig.until(8)
    expect(rig.counts()).toEqual([0, 1])
    expect(rig.engine.snapshot().campaigns[0]!.tally).toMatchObject({ connected: 0, abandoned: 1 })
  })
})

describe('the window of a budget', () => {
  const BEFORE_MIDNIGHT = Date.parse('2026-03-03T23:59:50Z')

  it('begins anew at its end, and counts whoever answered before it nowhere but there', async () => {
    const rig = await oneCall({
      start: BEFORE_MIDNIGHT,
      callee: () => person(seconds(9.5), { talk: seconds(5) }),
      connectDelay: 1000,
    })
    await rig.until(20)
    expect((await rig.records())[0]).toMatchObject({ outcome: 'connected' })
    expect(rig.counts()).toEqual([0, 0])
    const day = await rig.store.budgetCounts('budget', BEFORE_MIDNIGHT, BEFORE_MIDNIGHT + 10_000)
    expect(day).toEqual({ connected: 1, abandoned: 0 })
  })

  it('begins at midnight, not at the next full second of the engine', async () => {
    const rig = await oneCall({
      start: BEFORE_MIDNIGHT + 500,
      callee: () => person(seconds(9.7), { talk: seconds(5) }),
    })
    await rig.until(20)
    expect((await rig.records())[0]).toMatchObject({ answeredAt: BEFORE_MIDNIGHT + 10_200 })
    expect(rig.counts()).toEqual([1, 0])
  })

  it('is not charged with a machine that answered before it', async () => {
    const rig = await oneCall({
      start: BEFORE_MIDNIGHT,
      callee: () => machine(seconds(1), { leavesAfter: seconds(3) }),
      detectsMachines: false,
    })
    await rig.until(9)
    expect(rig.counts()).toEqual([1, 0])
    await rig.until(15)
    await rig.closeCard('anna', 'machine')
    await rig.until(16)
    expect(rig.counts()).toEqual([0, 0])
  })
})
