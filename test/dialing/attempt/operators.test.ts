import { describe, expect, it } from 'vitest'
import { previewedAttempt } from '../../../src/dialing/attempt/attempt.ts'
import {
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

describe('an operator in a call', () => {
  it('whose phone fails is replaced while the time allows', () => {
    const failed = call({ kind: 'connectFailed', operator: 'anna', why: 'leg' })
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
    const failed = call({ kind: 'connectFailed', operator: 'anna', why: 'leg' })
    expect(from(life, it => it.see(failed))).toEqual([
      'freeOperator anna (phone failed)',
      'count abandoned',
      'announce',
    ])
  })

  it('who was not joined for a fault of the network has no phone that failed', () => {
    const failed = call({ kind: 'connectFailed', operator: 'anna', why: 'network' })
    expect(from(joining(), it => it.see(failed))).toEqual(['freeOperator anna', 'seek'])
  })

  it('of whom the network says nothing at all ends the call, and is free', () => {
    expect(from(joining().wait(3000), it => it.see(timeUp('join')))).toEqual([
      'freeOperator anna',
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
    const operator = 'boris'
    for (const event of [
      { kind: 'connected', operator },
      { kind: 'connectFailed', operator, why: 'leg' },
    ] as const)
      expect(from(joining(), it => it.see(call(event)))).toEqual([])
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
