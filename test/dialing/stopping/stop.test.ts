import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const OPERATORS = { anna: ['demo'], boris: ['demo'], clara: ['demo'] }

/** At 5 s: Anna talks to contact 0, contact 1 rings for Boris, Clara is on a break. */
async function midway(more: Partial<RigOptions> = {}): Promise<Rig> {
  const rig = await rigOf({
    operators: OPERATORS,
    contacts: { demo: [0, 1, 2, 3, 4] },
    callee: n =>
      n === 0 ? person(seconds(3), { talk: minutes(2) }) : unreached('unanswered', seconds(20)),
    ...more,
  })
  await rig.signIn('anna', 'boris')
  await rig.until(5)
  return rig
}

const stop = { kind: 'stop', campaign: 'demo' } as const
const stateOf = (rig: Rig) => rig.engine.snapshot().campaigns[0]!.state

describe('a campaign that is stopped', () => {
  it('places no call from that instant on; those in flight are listed and end by themselves', async () => {
    const rig = await midway()
    rig.engine.control(stop)
    await rig.signIn('clara')
    const calls = rig.engine.snapshot().calls
    expect(calls.map(one => [one.contact, one.state, one.operator])).toEqual([
      [1, 'talking', 'anna'],
      [2, 'placed', 'boris'],
    ])
    expect(stateOf(rig)).toBe('stopping')
    await rig.until(150)
    expect(rig.dialed()).toEqual(['0 0', '0 1'])
    expect(rig.commands.map(one => one.name)).not.toContain('hangUp')
    expect(await rig.outcomes()).toEqual(['0 connected', '1 noAnswer'])
  })

  it('has stopped when the last call is over and the last card in hand is closed', async () => {
    const rig = await midway()
    rig.engine.control(stop)
    await rig.until(130)
    expect([rig.stateOf('anna'), stateOf(rig)]).toEqual(['wrapUp', 'stopping'])
    await rig.closeCard('anna')
    expect(stateOf(rig)).toBe('stopped')
    expect(rig.events.filter(one => one.kind === 'campaign.stopped')).toHaveLength(1)
  })

  it('has stopped although an operator went home with a card', async () => {
    const rig = await midway()
    rig.engine.control(stop)
    await rig.until(130)
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.until(131)
    expect(stateOf(rig)).toBe('stopped')
    expect(rig.engine.quiet()).toBe(true)
    expect(rig.engine.snapshot().campaigns[0]!.openCards).toBe(1)
  })

  it('gives back the contacts it had at hand', async () => {
    const rig = await midway()
    rig.engine.control(stop)
    await rig.until(6)
    const { leased, ready } = await rig.store.funnel('demo', rig.timeline.wall())
    expect([leased, ready]).toEqual([1, { UTC: 3 }])
    expect(rig.core.book.size).toBe(2)
  })

  it('lets its operators go free', async () => {
    const rig = await midway()
    rig.engine.control(stop)
    await rig.until(30)
    expect(rig.stateOf('boris')).toBe('free')
  })

  it('goes on where it stopped when it is started', async () => {
    const rig = await midway()
    rig.engine.control(stop)
    await rig.until(30)
    rig.engine.control({ kind: 'start', campaign: 'demo' })
    await rig.until(32)
    expect(rig.dialed().slice(2)).toEqual(['30 2'])
    expect(stateOf(rig)).toBe('running')
    rig.engine.control({ kind: 'start', campaign: 'demo' })
    rig.engine.control({ kind: 'start', campaign: 'nowhere' })
    await rig.settle()
    expect(rig.events.filter(one => one.kind === 'campaign.started')).toHaveLength(1)
  })

  it('changes nothing by being stopped again', async () => {
    const rig = await midway()
    rig.engine.control(stop)
    rig.engine.control(stop)
    await rig.until(150)
    rig.engine.control(stop)
    await rig.closeCard('anna')
    rig.engine.control(stop)
    await rig.settle()
    expect(rig.events.filter(one => one.kind === 'campaign.stopped')).toHaveLength(1)
  })

  it('leaves the previews of other campaigns alone', async () => {
    const rig = await rigOf({
      campaigns: [{ mode: 'preview' }, { id: 'other', mode: 'preview' }],
      operators: { anna: ['demo'], boris: ['other'] },
      contacts: { demo: [0], other: [1] },
      callee: () => unreached('busy', 1),
    })
    await rig.signIn()
    rig.engine.control(stop)
    await rig.settle()
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['free', 'reserved'])
  })
})

describe('an attempt on its way to the disk', () => {
  /** An attempt of Anna's that the store has written and not yet confirmed. */
  async function written(): Promise<Rig> {
    const rig = await rigOf({ contacts: { demo: [0] }, callee: () => person(seconds(3)) })
    rig.held.add('beginAttempts')
    rig.desk.act({ operator: 'anna', kind: 'signIn', campaigns: ['demo'] })
    rig.timeline.step()
    expect(rig.engine.snapshot().calls).toMatchObject([{ state: 'beginning' }])
    return rig
  }

  it('is not placed when the campaign is stopped meanwhile', async () => {
    const rig = await written()
    rig.engine.control(stop)
    rig.held.clear()
    await rig.until(1)
    expect(rig.dialed()).toEqual([])
    expect(await rig.outcomes()).toEqual(['0 notPlaced'])
    expect((await rig.contact(0)).contact.attempts).toBe(0)
  })

  it('is not placed when everything is stopped at once', async () => {
    const rig = await written()
    rig.engine.control({ kind: 'stopNow' })
    rig.held.clear()
    await rig.until(1)
    expect(rig.dialed()).toEqual([])
  })

  it('is not placed when the operator it was promised to has left', async () => {
    const rig = await written()
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    rig.held.clear()
    await rig.until(1)
    expect(await rig.outcomes()).toEqual(['0 notPlaced'])
  })
})

describe('stopping everything at once', () => {
  it('ends every call; who was connected stays so, and cards are closed by people', async () => {
    const rig = await midway()
    rig.engine.control({ kind: 'stopNow' })
    await rig.until(6)
    expect(await rig.outcomes()).toEqual(['0 connected', '1 cancelled'])
    expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['wrapUp', 'free'])
    await rig.closeCard('anna')
    expect(stateOf(rig)).toBe('stopped')
  })
})
