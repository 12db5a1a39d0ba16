import { expect, test } from 'vitest'
import { toldOnce } from '../../../src/cli/running/told-once.ts'

test('What is said of a phone is told once, however often it happens.', () => {
  const news = toldOnce()
  const called = 'anna’s phone: it called, and was refused.'
  const refused = (n: number) => `anna’s phone: not registered, its proof was refused ${n} times.`
  expect(news([])).toEqual([])
  expect(news([called])).toEqual([called])
  expect(news([refused(2), called])).toEqual([refused(2)])
  expect(news([refused(3), called])).toEqual([])
})
