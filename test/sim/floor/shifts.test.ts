import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import type { DeskAction } from '../../../src/desk/port.ts'
import { Floor } from '../../../src/sim/floor/floor.ts'
import type { Habits } from '../../../src/sim/floor/habits.ts'
import { followProfile } from '../../../src/sim/floor/shifts.ts'
import type { ProfileStep } from '../../../src/sim/world/world.ts'

const HABITS: Habits = {
  talk: () => seconds(10),
  wrapUp: () => seconds(10),
  reading: () => 0,
  fill: () => ({ answers: {}, disposition: 'done' }),
  savesDrafts: false,
  lapse: () => null,
  awakening: () => 0,
}

/** What operators say, as `minute who kind`, on a floor where everybody signs in and stays free. */
function said(profile: readonly ProfileStep[]): readonly string[] {
  const timeline = new VirtualTimeline(0)
  const floor = new Floor({ timeline, habits: HABITS })
  const story: string[] = []
  floor.actions$.subscribe((action: DeskAction) => {
    const { operator, kind } = action
    const until = action.kind === 'leaveAt' ? ` ${(action.at ?? 0) / 60_000}` : ''
    if (kind !== 'signIn')
      story.push(`${timeline.monotonic() / 60_000} ${operator} ${kind}${until}`)
    const state = kind === 'signIn' ? 'free' : kind === 'signOut' ? 'signedOut' : null
    if (state !== null) floor.show(operator, { kind: 'state', state, why: null })
  })
  followProfile(floor, { profile, leave: 'at_once' }, ['world'], timeline)
  while ((timeline.nextAt() ?? Infinity) < Infinity) timeline.step()
  return story
}

const step = (at: number, count: number, announced = 0): ProfileStep => ({
  at: minutes(at),
  count,
  announced: minutes(announced),
})

describe('operators whose number falls', () => {
  it('say so before where the world has them say it, and are those who go', () => {
    expect(said([step(0, 3), step(60, 1, 20)])).toEqual([
      '40 op-1 leaveAt 60',
      '40 op-2 leaveAt 60',
      '60 op-1 signOut',
      '60 op-2 signOut',
    ])
  })

  it('go without a word otherwise', () => {
    expect(said([step(0, 2), step(60, 1)])).toEqual(['60 op-1 signOut'])
  })

  it('are not those who go before for another reason', () => {
    expect(said([step(0, 3), step(50, 2), step(60, 1, 20)])).toEqual([
      '40 op-1 leaveAt 60',
      '50 op-1 signOut',
      '60 op-2 signOut',
    ])
  })
})
