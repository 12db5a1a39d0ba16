import { describe, expect, it } from 'vitest'
import { askSnapshot } from '../../../src/app/control/control-client.ts'
import { millis } from '../../../src/base/duration.ts'
import { Clerk, isClosed, isDown, isTalking } from '../../support/clerk.ts'
import { answers, refuses } from '../../telephony/doubles/far/script.ts'
import { doubledSite, numberOf } from './on-doubles.ts'

const stays = answers(millis(100))

describe('A run whose servers are away', () => {
  it('says why it does not dial, and dials when they have come', async () => {
    const site = await doubledSite([stays])
    site.world.drachtio.stop()
    const run = site.run()
    const why = /Nothing is dialed: drachtio at 127\.0\.0\.1:\d+ cannot be reached/
    await run.said(why)
    const anna = await Clerk.come(site.dbFile, 'anna', { talk: millis(100) })
    await anna.sees(isDown)
    await site.world.drachtio.start()
    await anna.sees(isClosed)
    expect(await site.end(run)).toMatchObject({ code: 0 })
    expect(await site.results()).toMatchObject([{ outcome: 'connected' }])
  }, 40_000)
})

describe('A run that loses its servers', () => {
  it.each(['drachtio', 'freeswitch'] as const)(
    'goes on by itself when %s has come back, and calls nobody twice',
    async which => {
      const site = await doubledSite([stays, stays])
      const run = site.run()
      const anna = await Clerk.come(site.dbFile, 'anna', { talk: millis(500) })
      await anna.sees(isTalking)
      site.world[which].stop()
      await anna.sees(isDown)
      await site.world[which].start()
      await anna.sees(isClosed, 2)
      expect(await site.end(run)).toMatchObject({ code: 0 })
      const rows = await site.results()
      expect(rows.map(({ phone }) => phone).sort()).toEqual([0, 1].map(numberOf))
      expect(rows.filter(({ disposition }) => disposition !== 'done')).toEqual([])
    },
    40_000,
  )
})

describe('A carrier that forbids our calls', () => {
  it('is named where it is asked why nothing is dialed', async () => {
    const site = await doubledSite(Array.from({ length: 9 }, () => refuses(403)))
    site.run()
    await Clerk.come(site.dbFile, 'anna', { talk: null })
    const wrong = async () => (await askSnapshot(site.dbFile))?.network.trunks.city
    await expect.poll(wrong, { timeout: 10_000 }).toMatch(/^Trunk city: the carrier forbids our/)
    const { stdout } = await site.explain()
    expect(stdout).toMatch(/^Calls: no telephone network\n.*Trunk city: the carrier forbids/)
  }, 40_000)
})
