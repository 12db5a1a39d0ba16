import { describe, expect, it } from 'vitest'
import { replayWords } from '../../../src/cli/replay-words.ts'
import { type DayResult, totalOf } from '../../../src/sim/result.ts'

const DAY: DayResult = {
  day: 0,
  dialed: 400,
  answered: 100,
  connected: 97,
  abandoned: 3,
  machines: 0,
  cancelled: 9,
  operatorSec: 7200,
  idleSec: 970,
  talkSec: 5000,
  wrapSec: 1230,
  maxLines: 7,
  answerToOperatorMsP50: 0,
  answerToOperatorMsP99: 0,
  overLimit: false,
}
const RECORDED = { promised: 0, policy: 'ratio:2', limits: { abandonment: 0.03 } as never }

const words = (recorded: object, days: readonly DayResult[] = [DAY], policy = 'ratio:2') =>
  replayWords(
    { world: 'demo', policy, seed: 1, days, total: totalOf(days, 1, 1), recorded: DAY },
    { ...RECORDED, ...recorded },
    policy.startsWith('predictive') ? 'predictive' : 'power',
  )

describe('a replay in words', () => {
  const below = (text: string) => text.slice(text.indexOf('lines at most')).split('\n').slice(1)
  const own = 'somebody came up whom only their own operator may call; here they are dialed as any'
  const SAME = '  Under the policy that was recorded the day comes out the same.'
  const DIFFERENT = [
    '  The policy is the one that was recorded, and yet the days differ.',
    '  A run that began with what earlier days taught is replayed from nothing, and what a recording lacks is lacking here.',
  ]

  it('says that the day is the same where it is, and where each of several is', () => {
    expect(below(words({}))).toEqual([SAME])
    expect(below(words({ promised: 2 }, [DAY, DAY]))).toEqual([SAME])
  })

  it.each(['dialed', 'answered', 'connected', 'abandoned'] as const)(
    'says that the days differ when as many were not %s, and why that may be',
    figure => {
      const other = { ...DAY, [figure]: DAY[figure] + 1 }
      expect(below(words({}, [other]))).toEqual(DIFFERENT)
      // The mean of two others may be the same figure.
      const less = { ...DAY, [figure]: DAY[figure] - 1 }
      expect(below(words({}, [other, less]))).toEqual(DIFFERENT)
    },
  )

  it('says how often somebody was not dialed as any other', () => {
    const other = { ...DAY, dialed: 399 }
    const [first, last] = DIFFERENT
    expect(below(words({ promised: 1 }, [other]))).toEqual([first, `  Once ${own} other.`, last])
    expect(below(words({ promised: 2 }, [DAY], 'ratio:3'))).toEqual([
      '  Each dial meets the next person of the same quarter of an hour.',
      `  2 times ${own} other.`,
    ])
  })

  it('says that nobody may be abandoned under a limit of 0, where that makes it progressive', () => {
    const limits = { abandonment: 0 }
    const zero =
      '  A limit of 0 % lets nobody be abandoned: there is one line for each free operator.'
    expect(below(words({ limits }, [DAY], 'predictive'))[0]).toBe(zero)
    expect(words({ limits })).not.toContain(zero)
    expect(words({}, [DAY], 'predictive')).not.toContain(zero)
  })

  it('has lines dropped, and a dash where nobody was connected', () => {
    const nobody = { ...DAY, connected: 0, abandoned: 0, cancelled: 0 }
    expect(words({}, [nobody])).toMatch(/\n {2}dropped +9 +0\n/)
    expect(words({}, [nobody])).toMatch(/\n {2}idle seconds a call +10\.0 +–\n/)
  })

  it('shows that a day was over the limit', () => {
    const over = { ...DAY, connected: 32_320, abandoned: 1001, overLimit: true }
    expect(words({}, [over])).toMatch(/\n {2}abandonment +3\.00 % +3\.004 %\n/)
    expect(words({}, [over])).toContain('Over the abandonment limit: 1 of 1.')
  })

  it('means several days', () => {
    const busy = { ...DAY, dialed: 500, connected: 194, idleSec: 1940 }
    expect(words({}, [DAY, busy])).toMatch(/\n {2}dialed +400 +450\n/)
    expect(words({}, [DAY, busy])).toContain('seed 1, mean of 2')
  })
})
