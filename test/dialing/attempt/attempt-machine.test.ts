import { describe, expect, it } from 'vitest'
import { previewedAttempt } from '../../../src/dialing/attempt/attempt.ts'
import {
  ANSWERED,
  announcing,
  BEGUN,
  CONNECTED,
  call,
  ended,
  FOUND,
  from,
  HUNG_UP,
  joining,
  Life,
  placed,
  seeking,
  talking,
  timeUp,
  WALL,
} from './life.ts'

describe('an attempt before its call', () => {
  it('is begun when its operator says so, and placed when it is on disk', () => {
    const life = new Life(previewedAttempt)
    life.see({ kind: 'startCall' }, BEGUN)
    expect(life.done).toEqual(['begin', 'originate'])
    expect(life.marks).toEqual({ placedAt: WALL })
  })

  it('is never placed when the gates have closed meanwhile', () => {
    const life = new Life().see({ kind: 'begun', allowed: false })
    expect(life.done).toEqual(['finish notPlaced'])
    expect(life.marks).toMatchObject({ outcome: 'notPlaced', endedBy: 'us' })
  })

  it('is never placed when it was taken back on its way to the disk', () => {
    const life = new Life().see({ kind: 'takenBack' }, BEGUN)
    expect(life.done).toEqual(['finish notPlaced'])
  })

  it('leaves no mark where the store refused it: nothing is written there', () => {
    const life = new Life().see({ kind: 'refused' })
    expect(life.done).toEqual(['finish notPlaced'])
    expect(life.marks).toEqual({})
  })
})

describe('a call that nobody takes', () => {
  it.each(['noAnswer', 'busy', 'invalid', 'congestion', 'refused', 'failed'] as const)(
    'ends as %s when the network says so, and keeps its causes',
    cause => {
      const life = placed().see(call({ kind: 'ended', cause, from: 'network', sip: 486, q850: 17 }))
      expect(life.done).toEqual(['originate', `finish ${cause}`])
      expect(life.marks).toMatchObject({ outcome: cause, sip: 486, q850: 17, endedBy: 'network' })
    },
  )

  it('ends as no answer when the far side hangs up while it rings', () => {
    expect(placed().see(HUNG_UP).outcome).toBe('noAnswer')
  })

  it('remembers the first sign of life of the network, and no later one', () => {
    const life = placed()
      .wait(20)
      .see(call({ kind: 'trying' }))
    life.wait(130).see(call({ kind: 'ringing' }), call({ kind: 'earlyMedia' }))
    expect(life.marks.provisionalAt).toBe(WALL + 20)
  })

  it('is ended by the engine 10 s after a ring limit that the adapter has missed', () => {
    const life = placed()
    expect(life.effects.at(-1)).toEqual({ do: 'plan', timer: 'ring', delay: 35_000 })
    expect(from(life.wait(35_000), it => it.see(timeUp('ring')))).toEqual(['hangUp'])
    expect(life.see(ended('cancelled', 'us')).outcome).toBe('noAnswer')
  })

  it('is taken back as cancelled, or as what the network said first', () => {
    expect(placed().see({ kind: 'takenBack' }, ended('cancelled', 'us')).outcome).toBe('cancelled')
    expect(placed().see({ kind: 'takenBack' }, ended('busy', 'callee')).outcome).toBe('busy')
  })

  it('is lost, and counts at its worst, when our end of it is never confirmed', () => {
    const life = placed().see({ kind: 'takenBack' }).wait(40_000).see(timeUp('end'))
    expect(life.done.slice(-2)).toEqual(['count abandoned', 'finish lost'])
  })
})

describe('a person who answers', () => {
  it('is connected when an operator is heard within the allowed time', () => {
    const life = talking()
    expect(life.done).toEqual([
      'originate',
      'seek',
      'stopSeeking',
      'connect anna',
      'count connected',
      'openCard anna',
    ])
    expect(life.marks).toEqual({
      placedAt: WALL,
      answeredAt: WALL + 5000,
      reservedAt: WALL + 5000,
      operator: 'anna',
      connectedAt: WALL + 5100,
    })
    expect(from(life, it => it.see(HUNG_UP))).toEqual(['callEnded anna', 'finish connected'])
    expect(life.marks).toMatchObject({ endedBy: 'callee', outcome: 'connected' })
  })

  it('is off the line when we hang up, not when their side has heard so seconds later', () => {
    const life = talking().wait(60_000).see({ kind: 'operatorHungUp' })
    life.wait(4000).see(ended('hangUp', 'us'))
    expect(life.marks.endedAt).toBe(life.marks.connectedAt! + 60_000)
  })

  it('is abandoned, and talks all the same, when the operator is heard too late', () => {
    const life = seeking().wait(1990).see(FOUND).wait(20).see(CONNECTED)
    expect(life.done.slice(-2)).toEqual(['count abandoned', 'openCard anna'])
    expect(life.see(HUNG_UP).outcome).toBe('abandoned')
    expect(life.effects.at(-1)).toEqual({ do: 'finish', outcome: 'abandoned', spoke: true })
  })

  it('hears the message when nobody is free in time, and is abandoned', () => {
    const life = announcing()
    expect(life.done.slice(2)).toEqual(['stopSeeking', 'count abandoned', 'announce'])
    const after = from(life.wait(3000), it => it.see(call({ kind: 'announced', completed: true })))
    expect(after).toEqual(['hangUp'])
    expect(life.see(ended('hangUp', 'us')).outcome).toBe('abandoned')
    expect(life.marks).toMatchObject({
      messageStartedAt: WALL + 7000,
      messageEndedAt: WALL + 10_000,
    })
  })

  it.each([
    ['while nobody is there yet', seeking, ['stopSeeking']],
    ['while an operator is being joined', joining, ['freeOperator anna']],
  ] as const)('is abandoned when they hang up %s', (_, life, before) => {
    expect(from(life(), it => it.see(HUNG_UP))).toEqual([
      ...before,
      'count abandoned',
      'finish abandoned',
    ])
  })

  it('stays abandoned, counted once, when they hang up during the message', () => {
    expect(from(announcing(), it => it.see(HUNG_UP))).toEqual(['finish abandoned'])
  })

  it('goes on the stop list by the stop key, and by no other', () => {
    const digit = (digit: string) => call({ kind: 'digit', digit })
    expect(from(announcing(), it => it.see(digit('1')))).toEqual([])
    expect(from(announcing(), it => it.see(digit('9')))).toEqual(['stopNumber', 'hangUp'])
  })

  it('is abandoned when the answer crosses our cancel', () => {
    const life = placed().see({ kind: 'takenBack' }, ANSWERED, ended('hangUp', 'us'))
    expect(life.done.slice(2)).toEqual(['count abandoned', 'finish abandoned'])
  })

  it('is abandoned when we end everything at once, and whoever was coming is free', () => {
    expect(from(joining(), it => it.see({ kind: 'takenBack' }))).toEqual([
      'freeOperator anna',
      'count abandoned',
      'hangUp',
    ])
    for (const life of [seeking(), joining(), announcing()]) {
      expect(life.see({ kind: 'takenBack' }, ended('hangUp', 'us')).outcome).toBe('abandoned')
    }
  })
})

describe('an answer by a machine', () => {
  it('is ended at once and counts as nobody', () => {
    const life = placed().see(call({ kind: 'answered', by: 'machine' }))
    expect(life.done).toEqual(['originate', 'hangUp'])
    expect(life.see(HUNG_UP).done.at(-1)).toBe('finish machine')
  })

  it('stays one when its end is not heard of', () => {
    const life = placed().see(call({ kind: 'answered', by: 'machine' }), call({ kind: 'lost' }))
    expect(life.done.slice(2)).toEqual(['finish machine'])
  })

  it('that crosses our cancel changes nothing', () => {
    const life = placed().see({ kind: 'takenBack' }, call({ kind: 'answered', by: 'machine' }))
    expect(life.see(ended('cancelled', 'us')).outcome).toBe('cancelled')
  })
})
