import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { rigOf } from '../../support/rig.ts'

const answers = person(seconds(5), { talk: seconds(20) })
const silent = unreached('busy', seconds(5))

/** What an operator asks for, what they are told, and where they are then. */
const ASKED = [
  ['break', 'break', 'break'],
  ['signOut', 'signOut', 'signedOut'],
] as const

describe.each(ASKED)(
  'an operator who asks for %s while a line rings for them',
  (kind, what, end) => {
    const asking = async (callee: typeof answers, more = {}) => {
      const rig = await rigOf({ callee: () => callee, ...more })
      await rig.signIn()
      await rig.until(2)
      rig.desk.act({ operator: 'anna', kind, reason: 'tea' })
      await rig.until(3)
      return rig
    }

    it('is told that it waits, and leaves when nobody answered', async () => {
      const rig = await asking(silent)
      expect(rig.stateOf('anna')).toBe('reserved')
      expect(rig.desk.shown('anna', 'later')).toEqual([{ kind: 'later', what, after: 'line' }])
      await rig.until(6)
      expect(rig.stateOf('anna')).toBe(end)
      expect(rig.dialed()).toEqual(['0 0'])
      expect(rig.counts()).toEqual([0, 0])
    })

    it('takes whoever answers, and leaves after the card', async () => {
      const rig = await asking(answers)
      await rig.until(26)
      expect(rig.stateOf('anna')).toBe('wrapUp')
      expect(rig.counts()).toEqual([1, 0])
      await rig.closeCard('anna')
      expect(rig.stateOf('anna')).toBe(end)
      expect(rig.dialed()).toHaveLength(1)
    })

    it('goes on working when they take it back', async () => {
      const rig = await asking(silent)
      rig.desk.act({ operator: 'anna', kind: 'ready' })
      await rig.until(6)
      expect(rig.desk.shown('anna', 'later').at(-1)).toMatchObject({ what: null })
      expect(rig.dialed()).toEqual(['0 0', '5 1'])
    })

    it('leaves at once when the line is not their own: pacing answers for it', async () => {
      const rig = await asking(answers, { campaigns: [{ mode: 'power', powerRatio: 2 }] })
      expect(rig.stateOf('anna')).toBe(end)
    })

    it('leaves at once a card that is only read', async () => {
      const rig = await asking(answers, { campaigns: [{ mode: 'preview' }] })
      expect(rig.stateOf('anna')).toBe(end)
    })

    it('leaves at once before the call is placed, and it is not', async () => {
      const rig = await rigOf({ callee: () => answers })
      rig.held.add('beginAttempts')
      rig.desk.act({ operator: 'anna', kind: 'signIn', campaigns: ['demo'] })
      for (let turn = 0; turn < 50 && rig.core.attempts.size === 0; turn++) {
        if (rig.timeline.nextAt() === rig.timeline.monotonic()) rig.timeline.step()
        await Promise.resolve()
      }
      rig.desk.act({ operator: 'anna', kind, reason: 'tea' })
      expect(rig.stateOf('anna')).toBe(end)
      rig.held.clear()
      await rig.settle()
      expect(rig.dialed()).toEqual([])
    })
  },
)

describe('an operator who vanishes while a line rings for them', () => {
  it('is gone at once', async () => {
    const rig = await rigOf({ callee: () => answers })
    await rig.signIn()
    await rig.until(2)
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.settle()
    expect(rig.stateOf('anna')).toBe('signedOut')
  })
})
