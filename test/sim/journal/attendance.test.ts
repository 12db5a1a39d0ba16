import { expect, it } from 'vitest'
import { minutes } from '../../../src/base/duration.ts'
import { attendance } from '../../../src/sim/journal/attendance.ts'

const call = (operator: string, from: number, to: number) => ({
  operator,
  from: minutes(from),
  to: minutes(to),
})
const told = (calls: readonly ReturnType<typeof call>[], length: number) =>
  attendance(calls, minutes(length)).map(
    ({ at, operator, act }) => `${at / minutes(1)} ${operator} ${act.kind}`,
  )

it('an operator is there from the first to the last call', () => {
  expect(told([call('ada', 30, 35), call('ada', 40, 50)], 120)).toEqual([
    '30 ada signIn',
    '50 ada signOut',
  ])
})

it('a quarter of an hour without a call is a break, and less is not', () => {
  expect(told([call('ada', 30, 35), call('ada', 50, 55)], 120)).toEqual([
    '30 ada signIn',
    '35 ada break',
    '50 ada ready',
    '55 ada signOut',
  ])
  expect(told([call('ada', 30, 36), call('ada', 50, 55)], 120)).toHaveLength(2)
})

it('who has a call within a quarter of an hour of an end of the day was there', () => {
  expect(told([call('ada', 14, 106)], 120)).toEqual(['0 ada signIn'])
  expect(told([call('ada', 15, 105)], 120)).toEqual(['15 ada signIn', '105 ada signOut'])
})

it('calls may overlap and come in any order, and each operator is by themselves', () => {
  expect(told([call('ada', 60, 61), call('bea', 40, 80), call('ada', 50, 90)], 120)).toEqual([
    '40 bea signIn',
    '50 ada signIn',
    '80 bea signOut',
    '90 ada signOut',
  ])
})
