import { describe, expect, it } from 'vitest'
import { type AttemptTimer, previewedAttempt } from '../../../src/dialing/attempt/attempt.ts'
import type { Cause } from '../../../src/telephony/cause.ts'
import { ANSWERED, BEGUN, CONNECTED, call, FOUND, HUNG_UP, Life, WALL } from './life.ts'

const timeUp = (timer: AttemptTimer) => ({ kind: 'timeUp', timer }) as const
const ended = (cause: Cause, from: 'callee' | 'us' | 'network') =>
  call({ kind: 'ended', cause, from })

const placed = () => new Life().see(BEGUN)
const seeking = () => placed().wait(5000).see(ANSWERED)
const joining = () => seeking().see(FOUND)
const talking = () => joining().wait(100).see(CONNECTED)
const announcing = () => seeking().wait(2000).see(timeUp('wait'))

/** What an attempt does from here on. */
function from(life: Life, act: (life: Life) => void): readonly string[] {
  const before = life.done.length
  act(life)
  return life.done.slice(before)
}

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

describe('an operator in a call', () => {
  it('whose phone fails is replaced while the time allows', () => {
    const failed = call({ kind: 'connectFailed', operator: 'anna' })
    const life = joining().wait(500)
    expect(from(life, it => it.see(failed))).toEqual(['freeOperator anna (phone failed)', 'seek'])
    expect(life.effects.at(-2)).toEqual({ do: 'plan', timer: 'wait', delay: 1500 })
    life.see({ kind: 'operatorFound', operator: 'boris' })
    expect(life.see(call({ kind: 'connected', operator: 'boris' })).done.at(-1)).toBe(
      'openCard boris',
    )
  })

  it('whose phone fails past the allowed time leaves the person to the message', () => {
    const life = seeking().wait(1900).see(FOUND).wait(200)
    expect(from(life, it => it.see(call({ kind: 'connectFailed', operator: 'anna' })))).toEqual([
      'freeOperator anna (phone failed)',
      'count abandoned',
      'announce',
    ])
  })

  it('of whom the network says nothing at all ends the call', () => {
    expect(from(joining().wait(3000), it => it.see(timeUp('join')))).toEqual([
      'freeOperator anna (phone failed)',
      'count abandoned',
      'hangUp',
    ])
  })

  it('who vanishes in talk is replaced, and the person stays connected', () => {
    const life = talking().wait(60_000)
    expect(from(life, it => it.see({ kind: 'operatorGone', operator: 'anna' }))).toEqual(['seek'])
    expect(life.effects.at(-2)).toEqual({ do: 'plan', timer: 'wait', delay: 2000 })
    expect(from(life.wait(2000), it => it.see(timeUp('wait')))).toEqual(['stopSeeking', 'announce'])
    expect(life.see(HUNG_UP).outcome).toBe('connected')
  })

  it('who takes over a person does not make another connection of it', () => {
    const life = talking().wait(60_000).see({ kind: 'operatorGone', operator: 'anna' })
    const boris = { operator: 'boris' }
    const after = from(life, it => {
      it.see({ kind: 'operatorFound', ...boris })
      it.wait(5000).see(call({ kind: 'connected', ...boris }))
    })
    expect(after).toEqual(['stopSeeking', 'connect boris', 'openCard boris'])
    expect(life.marks).toMatchObject({ connectedAt: WALL + 5100, operator: 'boris' })
  })

  it('who hangs up has the card, and the engine ends the call', () => {
    const life = talking()
    expect(from(life, it => it.see({ kind: 'operatorHungUp' }))).toEqual([
      'callEnded anna',
      'hangUp',
    ])
    expect(from(life, it => it.see(ended('hangUp', 'us')))).toEqual(['finish connected'])
  })

  it('whose leg is down while it is being joined is spoken of by the network', () => {
    expect(from(joining(), it => it.see({ kind: 'operatorGone', operator: 'anna' }))).toEqual([])
  })

  it('who is not the one in the call changes nothing', () => {
    const gone = { kind: 'operatorGone', operator: 'boris' } as const
    expect(from(talking(), it => it.see(gone))).toEqual([])
    for (const kind of ['connected', 'connectFailed'] as const)
      expect(from(joining(), it => it.see(call({ kind, operator: 'boris' })))).toEqual([])
  })
})

describe('a call the adapter lost sight of', () => {
  const lost = call({ kind: 'lost' })

  it('is none before it was placed', () => {
    expect(from(new Life(), it => it.see(lost))).toEqual([])
    expect(from(new Life(previewedAttempt), it => it.see(lost))).toEqual([])
  })

  it.each([
    ['that was not answered is lost, at its worst', placed, ['count abandoned', 'finish lost']],
    [
      'whose person had nobody is abandoned',
      seeking,
      ['stopSeeking', 'count abandoned', 'finish abandoned'],
    ],
    ['in talk is connected, and the card stays', talking, ['callEnded anna', 'finish connected']],
    [
      'being joined gives the operator back',
      joining,
      ['freeOperator anna', 'count abandoned', 'finish abandoned'],
    ],
  ] as const)('%s', (_, life, done) => {
    expect(from(life(), it => it.see(lost))).toEqual(done)
  })
})
