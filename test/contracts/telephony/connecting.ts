import { expect, test } from 'vitest'
import { BrokenRule } from '../../../src/base/assert.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { OTHER, RING, SOON, type TelephonyBench } from './bench.ts'

/** Joining callees and operators, and parting them. */
export function connecting(bench: TelephonyBench): void {
  test('An answered call is joined to an operator whose leg is up.', async () => {
    await bench.begin(person(RING))
    await bench.joined('a', 'anna')
    expect(bench.last('a')).toEqual({ attempt: 'a', kind: 'connected', operator: 'anna' })
  })

  test('A call that cannot be joined stays up and goes to another operator.', async () => {
    await bench.begin(person(RING))
    await bench.answered('a')
    bench.telephony.connect('a', 'nobody')
    await bench.advance(SOON)
    expect(bench.last('a')).toEqual(failed('a', 'nobody'))
    await bench.join('a', 'anna')
  })

  test('An operator in a talk is not joined to another call, and the talk goes on.', async () => {
    await bench.begin(person(RING))
    await bench.joined('a', 'anna')
    await bench.answered('b', OTHER)
    bench.telephony.connect('b', 'anna')
    await bench.advance(SOON)
    expect(bench.last('b')).toEqual(failed('b', 'anna'))
    expect(bench.last('a')?.kind).toBe('connected')
  })

  test('Joining a call that is over tells nothing more, and the operator stays free.', async () => {
    await bench.begin(unreached('busy', RING))
    await bench.raised('anna')
    bench.call('a')
    await bench.advance(RING + SOON)
    bench.telephony.connect('a', 'anna')
    await bench.advance(SOON)
    expect(bench.last('a')?.kind).toBe('ended')
    await bench.joined('b', 'anna', OTHER)
  })

  test('Only an answered call that is joined to nobody can be joined.', async () => {
    await bench.begin(person(RING))
    await bench.raised('bert')
    bench.call('a')
    expect(() => bench.telephony.connect('a', 'bert')).toThrow(BrokenRule)
    bench.telephony.hangUp('a')
    await bench.joined('b', 'anna')
    expect(() => bench.telephony.connect('b', 'bert')).toThrow(BrokenRule)
  })

  test('A callee whose operator puts the phone down in the talk stays, and goes to another.', async () => {
    await bench.begin(person(RING))
    await bench.joined('a', 'anna')
    bench.dropOperator('anna')
    await bench.advance(SOON)
    expect(bench.lastOf('anna')).toEqual({ kind: 'operatorDown', operator: 'anna', why: 'hungUp' })
    expect(bench.last('a')?.kind).toBe('connected')
    await bench.join('a', 'bert')
  })

  test('A leg taken down in a talk goes down as asked, and the callee stays.', async () => {
    await bench.begin(person(RING))
    await bench.joined('a', 'anna')
    bench.telephony.operatorDown('anna')
    await bench.advance(SOON)
    expect(bench.lastOf('anna')).toEqual({ kind: 'operatorDown', operator: 'anna', why: 'asked' })
    await bench.join('a', 'bert')
  })
}

/** What is told of an operator whose leg cannot be had. */
const failed = (attempt: string, operator: string) =>
  ({ attempt, kind: 'connectFailed', operator, why: 'leg' }) as const
