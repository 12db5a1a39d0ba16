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
  )

describe('a replay in words', () => {
  it('says what its figures may be taken for', () => {
    const last = (...of: Parameters<typeof words>) =>
      words(...of)
        .split('\n')
        .slice(-2)
    const same = 'the day is the same, call by call.'
    expect(last({})[1]).toBe(`  Under the policy that was recorded ${same}`)
    const own = 'somebody came up whom only their own operator may call; here they are dialed'
    expect(last({ promised: 1 })[1]).toBe(`  Once ${own} as any other: until then ${same}`)
    expect(last({ promised: 2 }, [DAY], 'ratio:3')).toEqual([
      '  Each dial meets the next person of the same quarter of an hour.',
      `  2 times ${own} as any other.`,
    ])
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
