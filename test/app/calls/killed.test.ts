import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DeskMessage } from '../../../src/app/desks/protocol.ts'
import { openReader } from '../../../src/app/reading/open-reader.ts'
import { millis, seconds } from '../../../src/base/duration.ts'
import { Clerk, isClosed, isTalking } from '../../support/clerk.ts'
import { answers, type CallScript, rings } from '../../telephony/doubles/far/script.ts'
import { doubledSite, OUTSIDE } from './on-doubles.ts'

const endingOf = ({ ending }: { readonly ending: string }): string => ending
const stands = (how: string) => (message: DeskMessage) =>
  'notice' in message && message.notice.kind === 'outside' && message.notice.stands === how

/** Resolves when so many open cards are on disk: what is journaled behind is there by then. */
async function written(dbFile: string, cards: number): Promise<void> {
  const store = await openReader(dbFile)
  const open = async () => (await store.openCards('calls')).length
  await expect.poll(open, { timeout: 10_000 }).toBe(cards)
  await store.close()
}

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
    await written(site.dbFile, 2)
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

  it.each<[string, CallScript, string]>([
    ['rings for a person', rings(), 'CANCEL'],
    ['has the person', stays, 'near BYE'],
  ])(
    'so it is where somebody outside %s',
    async (_, outside, ending) => {
      const site = await doubledSite([stays], 'progressive', 1, outside)
      const { world } = site
      const first = site.run()
      const anna = await Clerk.come(site.dbFile, 'anna', { talk: null, closes: false })
      await anna.sees(isTalking)
      const [attempt = ''] = anna.talks
      anna.desk.act({ kind: 'transfer', attempt, to: 'line' })
      const isThere = stands(outside === stays ? 'given' : 'rings')
      await anna.sees(isThere)
      await written(site.dbFile, 1)
      first.child.kill('SIGKILL')
      await first.ended
      const endings = () => [world.carrier.calls[0]!, world.carrier.callTo(OUTSIDE)].map(endingOf)
      expect(endings()).toEqual(['', ''])
      const next = site.run()
      await expect.poll(endings, { timeout: 20_000 }).toEqual(['near BYE', ending])
      const again = await Clerk.come(site.dbFile, 'anna', { talk: null })
      await again.sees(isClosed)
      expect(await site.end(next)).toMatchObject({ code: 0 })
      expect(world.carrier.calls, 'nobody is called a second time').toHaveLength(2)
      expect(existsSync(`${site.dbFile}.held`), 'nothing is held any more').toBe(false)
      // What was on its way to the process as it was killed is forgotten by then.
      await world.advance(seconds(70))
      expect(world.left()).toEqual({})
    },
    90_000,
  )
})
