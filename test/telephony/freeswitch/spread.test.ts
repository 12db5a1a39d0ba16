import { expect, test } from 'vitest'
import {
  type Load,
  placeForCall,
  placeForLeg,
  unevenLegs,
} from '../../../src/telephony/freeswitch/spread.ts'

const load = (change: Partial<Load>): Load => ({
  room: 100,
  calls: 0,
  legs: 0,
  freeLegs: 0,
  way: { calls: 0, legs: 0, freeLegs: 0 },
  ...change,
})
const forCall = (...loads: readonly Load[]) => placeForCall([...loads.keys()], i => loads[i]!)
const forLeg = (...loads: readonly Load[]) => placeForLeg([...loads.keys()], i => loads[i]!)

test('A call goes where more operators are free than calls wait for them.', () => {
  const one = load({ legs: 3, freeLegs: 3, calls: 2 })
  const two = load({ legs: 3, freeLegs: 2, calls: 1 })
  expect(forCall(one, two)).toBe(1)
})

test('Where that is the same, it goes where more room is, then where less is going on.', () => {
  expect(forCall(load({ room: 5 }), load({ room: 6 }))).toBe(1)
  const room = Infinity
  const busy = load({ room, calls: 2, legs: 2 })
  expect(forCall(busy, load({ room }))).toBe(1)
})

test('A leg comes up where the fewest are.', () => {
  expect(forLeg(load({ legs: 2 }), load({ legs: 1, room: 3 }))).toBe(1)
})

test('Nothing goes where no room is.', () => {
  expect(forCall(load({ room: 0, legs: 1, freeLegs: 1 }), load({}))).toBe(1)
  expect(forLeg(load({ room: 0 }))).toBe(null)
})

test('Legs go from where the most are to where the fewest are, until one more would turn them around.', () => {
  const uneven = (...legs: readonly number[]) =>
    unevenLegs([...legs.keys()], i => load({ legs: legs[i]! }))
  expect(uneven(3, 5, 1, 4)).toEqual({ from: 1, to: 2 })
  expect(uneven(2, 3, 2)).toBeNull()
  expect(uneven(0, 2)).toEqual({ from: 1, to: 0 })
  expect(uneven()).toBeNull()
  const full = [load({ room: 0 }), load({ legs: 4 }), load({ legs: 1 })]
  expect(
    unevenLegs([0, 1, 2], i => full[i]!),
    'nothing goes where no room is',
  ).toEqual({ from: 1, to: 2 })
})

test('Of SIP servers the one with the least to do is taken, then where operators are free.', () => {
  const way = (calls: number, legs: number, freeLegs: number) =>
    load({ legs: 4, freeLegs: 4, way: { calls, legs, freeLegs } })
  expect(forCall(way(3, 2, 2), way(1, 2, 2))).toBe(1)
  expect(forLeg(way(0, 3, 3), way(0, 1, 1))).toBe(1)
  expect(forCall(way(2, 0, 0), way(0, 2, 2))).toBe(1)
})
