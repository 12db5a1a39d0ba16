import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import type { AttemptStart } from '../../../src/store/records.ts'
import { unreached } from '../../../src/telephony/virtual/callee.ts'
import { START } from '../../support/campaigns.ts'
import { phoneOf, type Rig, rigOf } from '../../support/rig.ts'

const busy = unreached('busy', seconds(1))

/** A contact with two phones is at hand; the first one is another contact's too. */
async function atHand(): Promise<Rig> {
  return rigOf({
    campaigns: [{}, { id: 'other' }],
    contacts: { demo: [{ phones: [phoneOf(0), phoneOf(1)] }], other: [0] },
    callee: () => busy,
  })
}

/** The store knows of an attempt that this engine has not made. */
const foreign = (more: Partial<AttemptStart>): AttemptStart => ({
  id: '00000000-0000-7000-8000-000000000000',
  contact: 1,
  campaign: 'demo',
  position: 0,
  number: 1,
  trunk: 'main',
  callerId: '+12125550199',
  budget: 'budget',
  mode: 'progressive',
  reservedFor: null,
  begunAt: START,
  rules: 'none',
  ...more,
})

describe('an attempt that the store refuses', () => {
  it.each([
    ['number', { contact: 2, campaign: 'other', number: 1 }],
    ['contact', { contact: 1, position: 1, number: 2 }],
  ])(
    'because its %s is in another call is made a minute later, with nothing counted',
    async (_, more) => {
      const rig = await atHand()
      const start = foreign(more)
      await rig.store.beginAttempts([start])
      await rig.signIn()
      await rig.until(1)
      expect(rig.dialed()).toEqual([])
      expect(rig.stateOf('anna')).toBe('free')
      expect(await rig.contact(0)).toMatchObject({
        state: 'waiting',
        nextAt: START + minutes(1),
        contact: { attempts: 0, counts: {} },
      })
      const marks = { outcome: 'failed' } as const
      await rig.store.record([{ kind: 'attempt', at: START, attempt: start.id, marks }])
      await rig.until(62)
      expect(rig.dialed()).toHaveLength(1)
    },
  )

  it('because the number is on the stop list goes on at once with another phone', async () => {
    const rig = await atHand()
    await rig.store.stopNumbers([1], 'asked', START)
    await rig.signIn()
    await rig.until(3)
    expect(rig.dialed().map(call => call.split(' ')[1])).toEqual(['1'])
    expect(await rig.contact(0)).toMatchObject({ stopped: [0], contact: { attempts: 1 } })
  })
})
