import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openReader } from '../../../src/app/reading/open-reader.ts'
import { millis, seconds } from '../../../src/base/duration.ts'
import { Clerk, isClosed, isTalking } from '../../support/clerk.ts'
import { answers } from '../../telephony/doubles/far/script.ts'
import { doubledSite } from './on-doubles.ts'

const OPERATORS = ['anna', 'bilal']
const stays = answers(millis(100))

describe('A run that is killed', () => {
  it('is followed by one that ends what it left on the servers, and restores its cards', async () => {
    const site = await doubledSite([stays, stays])
    const { world } = site
    const first = site.run()
    const clerks = await Promise.all(
      OPERATORS.map(id => Clerk.come(site.dbFile, id, { talk: null })),
    )
    await Promise.all(clerks.map(clerk => clerk.sees(isTalking)))
    const endings = () => world.carrier.calls.map(({ ending }) => ending)
    // What is journaled behind is on disk by then.
    const store = await openReader(site.dbFile)
    const cards = async () => (await store.openCards('calls')).length
    await expect.poll(cards, { timeout: 10_000 }).toBe(2)
    await store.close()
    first.child.kill('SIGKILL')
    await first.ended
    expect(endings()).toEqual(['', ''])
    const next = site.run()
    await expect.poll(endings, { timeout: 20_000 }).toEqual(['near BYE', 'near BYE'])
    const again = await Promise.all(
      OPERATORS.map(id => Clerk.come(site.dbFile, id, { talk: null })),
    )
    // Clerks close the card that they were left with.
    await Promise.all(again.map(clerk => clerk.sees(isClosed)))
    expect(await site.end(next)).toMatchObject({ code: 0 })
    expect(world.carrier.calls, 'nobody is called a second time').toHaveLength(2)
    const rows = await site.results()
    expect(rows.map(({ outcome }) => outcome).sort()).toEqual(['connected', 'connected'])
    expect(existsSync(`${site.dbFile}.held`), 'nothing is held any more').toBe(false)
    await world.advance(seconds(5))
    expect(world.left()).toEqual({})
  }, 90_000)
})
