import { describe, expect, it } from 'vitest'
import { seconds } from '../../src/base/duration.ts'
import { person, unreached } from '../../src/telephony/virtual/callee.ts'
import { rigOf } from '../support/rig.ts'

const CONTACTS = { demo: [0, 1, 2, 3] }

describe('an engine that is closed', () => {
  it('writes everything down and gives back what it had at hand', async () => {
    const rig = await rigOf({ contacts: CONTACTS, callee: () => unreached('busy', seconds(1)) })
    await rig.signIn()
    await rig.until(1)
    expect((await rig.records())[0]!.outcome).toBeUndefined()
    await rig.close()
    expect((await rig.records())[0]!.outcome).toBe('busy')
    const { leased, ready } = await rig.store.funnel('demo', rig.timeline.wall())
    // One call is in flight: its end is for the next engine to settle.
    expect([leased, ready]).toEqual([1, { UTC: 2 }])
  })

  it('leaves nothing behind on the timeline but what others planned', async () => {
    const rig = await rigOf({
      contacts: CONTACTS,
      operators: { anna: ['demo'], boris: ['demo'] },
      callee: n => person(seconds(3), { talk: seconds(n === 0 ? 5 : 500) }),
    })
    await rig.signIn()
    await rig.until(20)
    await rig.close()
    while (rig.timeline.step());
    expect(rig.core.inbox.size).toBe(0)
  })

  it('tells nothing any more, and its stream of events is over', async () => {
    const rig = await rigOf({ contacts: CONTACTS, callee: () => unreached('busy', seconds(1)) })
    let over = false
    rig.engine.events$.subscribe({ complete: () => (over = true) })
    await rig.close()
    const before = rig.commands.length
    rig.desk.act({ operator: 'anna', kind: 'signIn', campaigns: ['demo'] })
    expect([over, rig.commands.length]).toEqual([true, before])
  })

  it('says what could not be written', async () => {
    const rig = await rigOf({ contacts: CONTACTS, callee: () => unreached('busy', seconds(1)) })
    await rig.signIn()
    await rig.until(1.05)
    rig.faults.add('record')
    await expect(rig.close()).rejects.toMatchObject({ code: 'STORE_BUSY' })
  })
})
