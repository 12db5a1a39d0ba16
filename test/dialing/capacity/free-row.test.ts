import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FreeRow, type Waiting } from '../../../src/dialing/capacity/free-row.ts'

describe('the row of free operators', () => {
  it('has the longest free first, and names for those who are free since the same moment', () => {
    const row = new FreeRow<Waiting>()
    for (const [id, freeSince] of [
      ['c', 5],
      ['b', 9],
      ['a', 5],
      ['d', 1],
    ] as const)
      row.add({ id, freeSince })
    expect([...row].map(one => one.id)).toEqual(['d', 'a', 'c', 'b'])
    expect(row.first()!.id).toBe('d')
    expect(row.size).toBe(4)
  })

  it('lets go of whoever is in it, and of nobody else', () => {
    const row = new FreeRow<Waiting>()
    const anna = { id: 'anna', freeSince: 1 }
    row.add(anna)
    expect(row.remove({ id: 'anna', freeSince: 1 })).toBe(false)
    expect(row.remove(anna)).toBe(true)
    expect([row.first(), row.size]).toEqual([undefined, 0])
  })

  it('is in order whatever comes and goes', () => {
    const act = fc.record({ since: fc.nat(20), leave: fc.option(fc.nat(30)) })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60, size: 'max' }), acts => {
        const row = new FreeRow<Waiting>()
        let model: Waiting[] = []
        acts.forEach(({ since, leave }, n) => {
          const leaver = leave === null ? undefined : model[leave]
          if (leaver !== undefined) {
            row.remove(leaver)
            model = model.filter(one => one !== leaver)
          } else {
            const newcomer = { id: String(n).padStart(3, '0'), freeSince: since }
            row.add(newcomer)
            model.push(newcomer)
          }
        })
        model.sort((a, b) => a.freeSince - b.freeSince || (a.id < b.id ? -1 : 1))
        expect([...row]).toEqual(model)
      }),
    )
  })
})
