import { describe, expect, it } from 'vitest'
import { bestRatio, bestVicidial, type Try } from '../../../src/sim/compare/hindsight.ts'
import { summaryOf } from '../../../src/sim/compare/summary.ts'

/** A world in which the more lines there are, the less is idle and the more is abandoned. */
function worldWhere(abandonment: (policy: string, n: number) => number) {
  const tried: string[] = []
  const run: Try = async policy => {
    tried.push(policy)
    const n = Number(/[\d.]+$/.exec(policy)![0])
    const none = summaryOf([])
    return {
      ...none,
      idle: { mean: 100 / n, halfWidth: 0 },
      abandonment: { mean: abandonment(policy, n), halfWidth: 0 },
    }
  }
  return { tried, run }
}

describe('the best ratio in hindsight', () => {
  it('is the largest that keeps the limit, in steps of a tenth, found in a few tries', async () => {
    const { tried, run } = worldWhere((_, k) => (k <= 2.9 ? 0.03 : 0.031))
    expect(await bestRatio(run, 0.03)).toEqual({
      policy: 'ratio:2.9',
      idleSecPerCall: 100 / 2.9,
      abandonment: 0.03,
    })
    expect(tried.length).toBeLessThan(12)
  })

  it('is found behind one that breaks the limit by chance', async () => {
    const { run } = worldWhere((_, k) => (k === 3.1 || k > 3.3 ? 0.031 : 0.03))
    expect((await bestRatio(run, 0.03))?.policy).toBe('ratio:3.3')
  })

  it('is none when even one line for each operator is too many', async () => {
    expect(await bestRatio(worldWhere(() => 0.01).run, 0)).toBeNull()
  })
})

describe("the best of VICIdial's rules", () => {
  it('is searched among all of them, and those that break the limit are left out', async () => {
    const keeps = 'vicidial:average,avail=Y'
    const { tried, run } = worldWhere((policy, n) =>
      policy.startsWith(keeps) && n <= 3.5 ? 0.02 : 0.2,
    )
    expect((await bestVicidial(run, 0.03))?.policy).toBe(`${keeps},max=3.5`)
    expect(new Set(tried.map(policy => policy.replace(/,max.*/, ''))).size).toBe(6)
  })

  it('is found behind one that breaks the limit, as its level does not simply grow', async () => {
    const { run } = worldWhere((policy, n) =>
      policy.startsWith('vicidial:tapered,avail=Y') && (n === 2 || n === 8) ? 0.02 : 0.2,
    )
    expect((await bestVicidial(run, 0.03))?.policy).toBe('vicidial:tapered,avail=Y,max=8')
  })

  it('is none when all break it', async () => {
    expect(await bestVicidial(worldWhere(() => 0.2).run, 0.03)).toBeNull()
  })
})
