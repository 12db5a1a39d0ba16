import { describe, expect, it } from 'vitest'
import { hours, seconds } from '../../../src/base/duration.ts'
import { unreached } from '../../../src/telephony/virtual/callee.ts'
import { START } from '../../support/campaigns.ts'
import { type Rig, rigOf } from '../../support/rig.ts'

const CAMPAIGNS = [{ id: 'demo' }, { id: 'other' }]
const OPTIONS = {
  campaigns: CAMPAIGNS,
  operators: { anna: ['demo'], boris: ['other'] },
  contacts: { demo: [0, 1, 2, 3, 4], other: [5, 6, 7] },
  callee: () => unreached('unanswered', seconds(20)),
}
const stop = { kind: 'stop', campaign: 'demo' } as const
const start = { kind: 'start', campaign: 'demo' } as const

const states = (rig: Rig) => rig.engine.snapshot().campaigns.map(one => one.state)

/** The engine that comes after one that crashed. */
const nextAfter = (rig: Rig) => rigOf({ ...OPTIONS, store: rig.crash(), start: START + hours(1) })

describe('a campaign that somebody stopped', () => {
  it('is stopped in the next engine too, and the others are dialed', async () => {
    const first = await rigOf(OPTIONS)
    await first.signIn()
    first.engine.control(stop)
    await first.until(1)
    const rig = await nextAfter(first)
    await rig.signIn()
    await rig.until(30)
    expect(states(rig)).toEqual(['stopped', 'running'])
    expect(rig.dialed()).toEqual(['0 6', '20 7'])
  })

  it('is dialed again from the moment somebody starts it, and in the engine after', async () => {
    const first = await rigOf(OPTIONS)
    first.engine.control(stop)
    await first.until(1)
    const second = await nextAfter(first)
    await second.signIn()
    await second.until(2)
    second.engine.control(start)
    await second.until(3)
    expect(states(second)).toEqual(['running', 'running'])
    expect(second.dialed()).toContain('2 0')
    expect(states(await nextAfter(second))).toEqual(['running', 'running'])
  })

  it('is written down as it is wanted last, however often the store refuses', async () => {
    const rig = await rigOf(OPTIONS)
    rig.faults.add('setStopped')
    rig.engine.control(stop)
    await rig.until(1)
    rig.engine.control(start)
    await rig.until(1.5)
    rig.faults.clear()
    await rig.until(10)
    expect(await rig.store.isStopped('demo')).toBe(false)
    expect(rig.engine.snapshot().storeTrouble).toBeNull()
  })

  it('is not written down as it was wanted before, when that is asked for again too late', async () => {
    const rig = await rigOf(OPTIONS)
    rig.faults.add('setStopped')
    rig.engine.control(stop)
    await rig.until(1)
    rig.faults.clear()
    rig.engine.control(start)
    await rig.until(10)
    expect(await rig.store.isStopped('demo')).toBe(false)
  })

  it('is written down even when the engine was ending, and not before', async () => {
    const rig = await rigOf(OPTIONS)
    await rig.signIn()
    rig.engine.control({ kind: 'windDown' })
    await rig.until(30)
    expect(states(rig)).toEqual(['stopped', 'stopped'])
    expect(rig.dialed()).toEqual(['0 0', '0 5'])
    expect(await rig.store.isStopped('demo')).toBe(false)
    rig.engine.control(stop)
    await rig.settle()
    expect(await rig.store.isStopped('demo')).toBe(true)
    expect(await rig.store.isStopped('other')).toBe(false)
  })

  it('is left to the next engine when it is started while this one ends', async () => {
    const rig = await rigOf(OPTIONS)
    await rig.signIn()
    rig.engine.control(stop)
    rig.engine.control({ kind: 'windDown' })
    rig.engine.control({ kind: 'stopNow' })
    rig.engine.control(start)
    await rig.until(60)
    expect(states(rig)).toEqual(['stopped', 'stopped'])
    expect(rig.dialed()).toEqual(['0 0', '0 5'])
    expect(await rig.store.isStopped('demo')).toBe(false)
  })
})
