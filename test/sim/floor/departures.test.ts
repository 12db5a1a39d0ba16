import { describe, expect, it } from 'vitest'
import { chooseLeavers, type Doing, staying } from '../../../src/sim/floor/departures.ts'

const floor = (
  [
    ['idle long', 'idle', 1, false],
    ['idle short', 'idle', 9, false],
    ['wrap long', 'wrap', 2, false],
    ['wrap short', 'wrap', 8, false],
    ['talk long', 'talk', 3, false],
    ['talk short', 'talk', 7, false],
    ['tea', 'break', 0, false],
    ['away', 'away', 0, false],
    ['going', 'idle', 0, true],
  ] as const satisfies readonly (readonly [string, Doing, number, boolean])[]
).map(([id, doing, since, leaving]) => ({ id, doing, since, leaving, announced: false }))

const names = (count: number, leave: 'at_once' | 'after_call') =>
  chooseLeavers(floor, count, leave).map(it => it.id)

describe('who goes when fewer operators are wanted', () => {
  it('at once: the longest free, then the longest in wrap-up, then the longest in talk', () => {
    expect(names(7, 'at_once')).toEqual([
      'idle long',
      'idle short',
      'wrap long',
      'wrap short',
      'talk long',
      'talk short',
      'tea',
    ])
  })

  it('after the call: the longest in wrap-up, then in talk, and the free ones last', () => {
    expect(names(5, 'after_call')).toEqual([
      'wrap long',
      'wrap short',
      'talk long',
      'talk short',
      'idle long',
    ])
  })

  it('is whoever has said so, before all others', () => {
    const told = floor.map(it => ({ ...it, announced: it.id === 'talk short' }))
    const [first, second] = chooseLeavers(told, 2, 'at_once')
    expect([first?.id, second?.id]).toEqual(['talk short', 'idle long'])
  })

  it('is nobody twice, and nobody who is not there', () => {
    expect(staying(floor)).toHaveLength(7)
    expect(names(100, 'at_once')).not.toContain('going')
    expect(names(-3, 'at_once')).toEqual([])
  })
})
