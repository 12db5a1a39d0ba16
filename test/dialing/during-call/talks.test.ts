import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { START } from '../../support/campaigns.ts'
import type { Rig } from '../../support/rig.ts'
import { talkTo } from './talk-outside.ts'

/** Who was in the talk of the one call, in seconds; `card`: they then had its card to close. */
async function talksOf(rig: Rig): Promise<readonly string[] | null> {
  const [record] = await rig.records()
  const second = (at: number | undefined) => (at === undefined ? '' : (at - START) / 1000)
  const said = record?.talks?.map(
    ({ operator, from, to, wrapsUp }) =>
      `${operator} ${second(from)}-${second(to)}${wrapsUp ? ' card' : ''}`,
  )
  return said ?? null
}

describe('who was in a talk', () => {
  it('is not written where it was one operator from its beginning to its end', async () => {
    const { rig, act } = await talkTo()
    await act({ kind: 'hangUp' })
    await rig.until(10)
    expect(await talksOf(rig)).toBeNull()
  })

  it('is each operator for their own time, as a guest too, and the last one’s the card', async () => {
    const { rig, attempt, act } = await talkTo({ lasts: seconds(600), atWork: ['boris'] })
    await rig.until(5)
    await act({ kind: 'invite', to: 'boris' })
    await rig.until(8)
    await act({ kind: 'transfer', to: 'boris' })
    await rig.until(9)
    expect(await talksOf(rig)).toEqual(['anna 1-8', 'boris 5-'])
    await rig.until(20)
    rig.desk.act({ operator: 'boris', kind: 'transfer', attempt, to: 'second-line' })
    await rig.until(40)
    await rig.closeCard('boris')
    await rig.until(41)
    expect(await talksOf(rig)).toEqual(['anna 1-8', 'boris 5-23 card'])
    expect((await rig.records())[0]).toMatchObject({ operator: 'boris', closedAt: START + 40_000 })
  })

  it('is not whoever was to have the person and never had', async () => {
    const { rig } = await talkTo({ lasts: seconds(600), atWork: ['boris'] })
    await rig.until(5)
    rig.exchange.dropOperator('anna')
    await rig.settle()
    await rig.until(15)
    expect(await talksOf(rig)).toEqual(['anna 1-5', 'boris 5-'])
    rig.deaf.add('connect')
    rig.exchange.dropOperator('boris')
    await rig.until(16)
    expect(rig.stateOf('anna')).toBe('talking')
    await rig.until(30)
    expect(await talksOf(rig)).toEqual(['anna 1-5', 'boris 5-15'])
  })

  it('is a guest without a break who takes the person over', async () => {
    const { rig, act } = await talkTo({ atWork: ['boris'], connectDelay: 500 })
    await rig.until(5)
    await act({ kind: 'invite', to: 'boris' })
    await rig.until(8)
    rig.exchange.dropOperator('anna')
    await rig.until(10)
    expect(await talksOf(rig)).toEqual(['anna 1.5-8', 'boris 5-'])
  })

  it('has who left while it rings outside at the card, and out of the talk', async () => {
    const { rig, act } = await talkTo({ lasts: seconds(600) })
    await act({ kind: 'transfer', to: 'second-line' })
    await rig.until(3)
    await act({ kind: 'hangUp' })
    await rig.until(10)
    expect(await talksOf(rig)).toEqual(['anna 1-3 card'])
  })
})
