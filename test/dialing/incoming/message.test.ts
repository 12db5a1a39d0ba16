import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import type { Campaign } from '../../../src/campaign/campaign.ts'
import { unreached } from '../../../src/telephony/virtual/callee.ts'
import { retryAfterMinute } from '../../support/campaigns.ts'
import { rigOf } from '../../support/rig.ts'
import { callIn } from './calling-in.ts'

const TOLD = { to: 'message', wait: 0, unknown: 'message' } as const
const OWN = { text: 'Carillon called you about your order.', stopKey: '5' }

/** Contact 0 was called at 0 s and did not answer; now it is 10 s. */
async function called(over: Partial<Campaign>, contacts: readonly number[] = [0]) {
  const rig = await rigOf({
    campaigns: [{ retry: retryAfterMinute('noAnswer'), ...over }],
    contacts: { demo: contacts },
    callee: () => unreached('unanswered', seconds(5)),
  })
  await rig.signIn('anna')
  await rig.until(10)
  return rig
}

const PRESSES = { announcement: { kind: 'pressesStop', after: 500 } } as const

describe('a campaign that tells callers who called', () => {
  it('plays its message to them at once, and hangs up', async () => {
    const rig = await called({ incoming: { ...TOLD, message: null } })
    await callIn(rig, 0)
    expect(rig.stateOf('anna')).toBe('free')
    await rig.until(20)
    const [, incoming] = await rig.records()
    expect(incoming).toMatchObject({ outcome: 'unserved', mode: 'incoming', endedBy: 'us' })
    expect(incoming!.messageEndedAt! - incoming!.messageStartedAt!).toBe(1000)
    expect(incoming!.placedAt).toBeUndefined()
    expect(rig.counts()).toEqual([0, 0])
  })

  it('puts whoever presses the key on the stop list, and never calls them again', async () => {
    const rig = await called({ incoming: { ...TOLD, message: OWN } })
    await callIn(rig, 0, { habits: PRESSES })
    await rig.until(200)
    expect(await rig.contact(0)).toMatchObject({ finished: 'stopList', stopped: [0] })
    expect(rig.dialed()).toEqual(['0 0'])
  })

  it('calls whoever does not press it as the plan says', async () => {
    const rig = await called({ incoming: { ...TOLD, message: OWN } })
    await callIn(rig, 0)
    await rig.until(66)
    expect(rig.dialed()).toEqual(['0 0', '65 0'])
    expect((await rig.contact(0)).contact.attempts).toBe(1)
  })

  it('tells strangers too, whose key counts for all campaigns', async () => {
    const rig = await called({ incoming: { ...TOLD, message: OWN } })
    await callIn(rig, 7, { habits: PRESSES })
    await rig.until(20)
    expect(await rig.contact(1)).toMatchObject({ finished: 'stopList', stopped: [0] })
  })

  it('lets whoever is on the stop list call', async () => {
    const rig = await called({ incoming: { ...TOLD, message: OWN } })
    await callIn(rig, 0, { habits: PRESSES })
    await rig.until(20)
    expect(await callIn(rig, 0)).toEqual([])
    await rig.until(30)
    expect((await rig.outcomes()).slice(1)).toEqual(['0 unserved', '0 unserved'])
  })

  it('serves them outside its calling hours, which bind its own calls', async () => {
    const day = [{ from: 0, to: 60 }]
    const hours = { week: Array(7).fill(day), holidays: new Set<string>(), zone: 'UTC' }
    const rig = await called({ incoming: { ...TOLD, message: OWN }, hours } as never)
    await callIn(rig, 0)
    await rig.until(20)
    expect(rig.dialed()).toEqual([])
    expect(await rig.outcomes()).toEqual(['0 unserved'])
  })
})

describe('a campaign that says nothing of callers', () => {
  it('tells them who called where it has a sound for that', async () => {
    const message = { text: 'Sorry', file: 'sorry.wav', stopKey: '9' }
    const rig = await called({ message })
    await callIn(rig, 0)
    expect(rig.commands.at(-1)).toMatchObject({ name: 'announce' })
  })

  it('is found busy without one', async () => {
    const rig = await called({})
    expect(await callIn(rig, 0)).toEqual(['busy'])
    expect(await callIn(rig, 5)).toEqual(['busy'])
    await rig.until(66)
    expect(rig.dialed()).toEqual(['0 0', '65 0'])
  })
})

describe('a caller nobody can serve', () => {
  it('is turned away: the number they call is nobody’s', async () => {
    const rig = await called({ incoming: { ...TOLD, message: OWN } })
    expect(await callIn(rig, 5, { to: '+12125550198' })).toEqual(['unknownNumber'])
    expect(await rig.outcomes()).toEqual(['0 noAnswer'])
  })

  it('is known by a number that their campaign does not show any more', async () => {
    const rig = await called({ incoming: { ...TOLD, message: OWN } })
    const store = rig.crash()
    const again = await rigOf({
      campaigns: [{ incoming: { ...TOLD, message: OWN }, callerId: '+12125550197' }],
      callee: () => unreached('busy', 0),
      store,
      start: rig.timeline.wall(),
    })
    expect(await callIn(again, 0)).toEqual([])
    await again.until(10)
    expect((await again.outcomes()).at(-1)).toBe('0 unserved')
  })
})
