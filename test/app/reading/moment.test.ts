import { expect, it } from 'vitest'
import { momentOf } from '../../../src/app/reading/moment.ts'

const store = (lastAt: number | null) => ({ lastAt: async () => lastAt })

it('the present is where the running engine stands, else where the last run ended or the clock', async () => {
  expect(await momentOf(store(900), { wall: 500 }, 700)).toEqual({ at: 500, of: 'engine' })
  expect(await momentOf(store(900), null, 700)).toEqual({ at: 900, of: 'lastRun' })
  expect(await momentOf(store(600), null, 700)).toEqual({ at: 700, of: 'clock' })
  expect(await momentOf(store(null), null, 700)).toEqual({ at: 700, of: 'clock' })
})
