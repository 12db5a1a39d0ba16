import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { journalCall } from '../../../src/sim/journal/journal-call.ts'
import type { AttemptRecord } from '../../../src/store/records.ts'
import { attempt, NINE, talked } from '../../reports/fixtures.ts'

const RULES = {
  ring: { limit: seconds(25), minimum: seconds(15) },
  connectWithin: seconds(2),
}
const read = (about: Partial<AttemptRecord>) =>
  journalCall(attempt({ placedAt: NINE, ...about }), RULES)
const at = (sec: number) => NINE + seconds(sec)

describe('what the journal knows of a call', () => {
  it('of a person who was connected: ring, wait, talk and wrap-up', () => {
    expect(journalCall(talked(60, 1), RULES)).toEqual({
      at: NINE,
      to: at(8 + 1 + 60 + 20),
      call: {
        fate: 'person',
        rang: seconds(8),
        waited: seconds(1),
        left: false,
        joined: true,
        over: true,
      },
      operator: 'anna',
      talk: seconds(60),
      wrapUp: seconds(20),
    })
  })

  it.each([
    ['busy', 'busy'],
    ['invalid', 'invalid'],
    ['refused', 'refused'],
    ['congestion', 'congestion'],
    ['failed', 'congestion'],
    ['cancelled', 'cut'],
    ['lost', 'cut'],
    ['machine', 'machine'],
    ['abandoned', 'unknown'],
  ] as const)('%s is %s', (outcome, fate) => {
    expect(read({ outcome, endedAt: at(7) })?.call).toMatchObject({ fate, rang: seconds(7) })
  })

  it('lost from sight while it rang it says nothing, and of who had answered that they did', () => {
    const lost = { outcome: 'lost', answeredAt: at(5) } as const
    expect(read({ ...lost, endedAt: at(9) })?.call).toMatchObject({ fate: 'unknown', rang: 5000 })
    const talking = read({ ...lost, connectedAt: at(6) })
    expect(talking).toMatchObject({ call: { fate: 'person' }, talk: null, wrapUp: null })
  })

  it('a ring that our limit ended would have gone on; one the network ended would not', () => {
    const ours = read({ outcome: 'noAnswer', endedAt: at(25), endedBy: 'us' })
    expect(ours?.call).toMatchObject({ fate: 'unanswered', rang: Infinity })
    const theirs = read({ outcome: 'noAnswer', endedAt: at(30), endedBy: 'network' })
    expect(theirs?.call).toMatchObject({ fate: 'unanswered', rang: seconds(30) })
  })

  it('who left before anybody could speak showed their patience, and nobody else did', () => {
    const left = { outcome: 'abandoned', answeredAt: at(5), endedBy: 'callee' } as const
    expect(read({ ...left, endedAt: at(6) })?.call).toMatchObject({ waited: 1000, left: true })
    expect(read({ ...left, endedAt: at(15) })?.call).toMatchObject({ waited: 2000, left: false })
    const ours = read({ ...left, endedAt: at(6), endedBy: 'us' })
    expect(ours?.call).toMatchObject({ waited: 1000, left: false })
  })

  it('the card says who it was', () => {
    expect(journalCall(talked(6, 0, { machine: true }), RULES)?.call.fate).toBe('machine')
    const late = talked(60, 3, { outcome: 'abandoned' })
    expect(journalCall(late, RULES)?.call).toMatchObject({ fate: 'person', waited: seconds(2) })
  })

  it('nothing of one that goes on, or was never placed', () => {
    expect(read({})).toBeNull()
    expect(read({ outcome: 'notPlaced' })).toBeNull()
    expect(journalCall(attempt({ outcome: 'busy' }), RULES)).toBeNull()
  })

  it('no length is below nothing where the clock was set back', () => {
    const back = journalCall(talked(-90, 0), RULES)
    expect(back).toMatchObject({ talk: 0, wrapUp: seconds(20) })
  })
})
