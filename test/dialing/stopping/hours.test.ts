import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { daily, START } from '../../support/campaigns.ts'
import { phoneOf, rigOf } from '../../support/rig.ts'

const CONTACTS = { demo: Array.from({ length: 30 }, (_, n) => n) }
/** From ten o'clock, when these runs begin, to one minute past. */
const ONE_MINUTE = { hours: daily(600, 601) }

describe('when the calling hours close', () => {
  it('nobody is called any more, and who talks goes on talking', async () => {
    const rig = await rigOf({
      operators: { anna: ['demo'], boris: ['demo'] },
      campaigns: [ONE_MINUTE],
      contacts: CONTACTS,
      callee: n =>
        n === 0 ? person(seconds(3), { talk: seconds(90) }) : unreached('busy', seconds(7)),
    })
    await rig.signIn()
    await rig.until(92)
    expect(rig.stateOf('anna')).toBe('talking')
    const late = rig.dialed().filter(call => Number(call.split(' ')[0]) >= 60)
    expect(late).toEqual([])
    expect(rig.dialed().length).toBeGreaterThan(8)
  })

  it('contacts at hand go back until the hours open, with nothing counted', async () => {
    const rig = await rigOf({
      campaigns: [ONE_MINUTE],
      contacts: CONTACTS,
      callee: () => person(1),
    })
    await rig.until(61)
    await rig.signIn()
    await rig.until(62)
    expect(rig.dialed()).toEqual([])
    expect(await rig.contact(0)).toMatchObject({
      state: 'waiting',
      nextAt: START + 24 * 3600_000,
      contact: { attempts: 0 },
    })
  })

  it('contacts elsewhere are still called: it is their own clock that counts', async () => {
    const west = { phones: [phoneOf(50)], zone: 'America/New_York' }
    const rig = await rigOf({
      campaigns: [{ hours: daily(299, 301) }],
      contacts: { demo: [{ ...west, zone: 'UTC', phones: [phoneOf(51)] }, west] },
      callee: () => unreached('busy', seconds(1)),
    })
    await rig.signIn()
    await rig.until(5)
    expect(rig.dialed()).toEqual(['0 50'])
  })
})

describe('when the calling hours open', () => {
  it('dialing begins by itself', async () => {
    const rig = await rigOf({
      campaigns: [{ hours: daily(602, 1440) }],
      contacts: CONTACTS,
      callee: () => unreached('busy', seconds(1)),
    })
    await rig.signIn()
    await rig.until(119)
    expect(rig.dialed()).toEqual([])
    await rig.until(122)
    expect(rig.dialed().length).toBeGreaterThan(0)
  })
})
