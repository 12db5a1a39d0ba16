import { expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { unreached } from '../../../src/telephony/virtual/callee.ts'
import { rigOf } from '../../support/rig.ts'

const NAMES = Array.from({ length: 6 }, (_, n) => n)

/** Two campaigns of one priority, six operators each, and six lines for both. */
const sharing = (weights: readonly [number, number], callsPerSecond: number) =>
  rigOf({
    operators: Object.fromEntries(
      NAMES.flatMap(n => [
        [`a-${n}`, ['demo']],
        [`b-${n}`, ['other']],
      ]),
    ),
    campaigns: [
      { id: 'demo', weight: weights[0] },
      { id: 'other', weight: weights[1] },
    ],
    trunks: [{ id: 'main', lines: 6, callsPerSecond }],
    contacts: {
      demo: Array.from({ length: 40 }, (_, n) => n),
      other: Array.from({ length: 40 }, (_, n) => 50 + n),
    },
    callee: n => unreached('unanswered', seconds(10 + (n % 7))),
  })

it.each([
  [[1, 1], 50, 0.5],
  [[1, 1], 1, 0.5],
  [[2, 1], 50, 2 / 3],
] as const)(
  'lines that come free one by one are shared by weight (%j, %i a second)',
  async (weights, callsPerSecond, share) => {
    const rig = await sharing(weights, callsPerSecond)
    await rig.signIn()
    await rig.until(100)
    const called = rig.dialed().map(call => Number(call.split(' ')[1]))
    const first = called.filter(number => number < 50).length
    expect(called.length).toBeGreaterThan(30)
    expect(first / called.length).toBeCloseTo(share, 1)
  },
)
