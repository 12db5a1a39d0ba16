import { describe, expect, it } from 'vitest'
import { runStorm } from '../../../src/sim/faults/run-storm.ts'
import { drawStorm } from '../../../src/sim/faults/storm.ts'

/** Many more: node bench/engine/storms.ts 1000 */
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1)

describe('a whole engine in a storm of faults', { timeout: 60_000 }, () => {
  it.each(SEEDS)(
    'keeps every rule and comes to its end: node bench/engine/storms.ts 1 %i',
    async seed => {
      const { problems, placed } = await runStorm(seed)
      expect(problems).toEqual([])
      expect(placed).toBeGreaterThan(0)
    },
  )

  it('goes the same way twice', async () => {
    expect(await runStorm(12)).toEqual(await runStorm(12))
  })

  it('meets every mode and every fault in one seed or another', () => {
    const storms = SEEDS.map(drawStorm)
    const modes = new Set(storms.flatMap(storm => storm.campaigns.map(({ mode }) => mode)))
    expect([...modes].sort()).toEqual(['power', 'preview', 'progressive'])
    const faults = Object.keys(storms[0]!.faults) as (keyof (typeof storms)[0]['faults'])[]
    for (const fault of faults)
      expect(storms.filter(storm => storm.faults[fault] > 0).length, fault).toBeGreaterThan(2)
  })
})
