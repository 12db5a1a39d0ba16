import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openReader } from '../../../../src/app/reading/open-reader.ts'
import { millis, seconds } from '../../../../src/base/duration.ts'
import { Clerk, isClosed, isTalking } from '../../../support/clerk.ts'
import { answers } from '../../../telephony/doubles/far/script.ts'
import { type DoubledSite, doubledSite, numberOf, OURS } from '../on-doubles.ts'

const stays = answers(millis(100))

/** Anna talks to person 0, whom we called; person 1, whom nobody has called, calls us. */
async function calledBy(): Promise<DoubledSite & { first: ReturnType<DoubledSite['run']> }> {
  const site = await doubledSite([stays, stays], 'progressive', 1, undefined, true)
  const first = site.run()
  const anna = await Clerk.come(site.dbFile, 'anna', { talk: null })
  await anna.sees(isTalking)
  const { caller } = site.world.carrier
  const call = caller.call(OURS, '127.0.0.1:5060', numberOf(1))
  await expect.poll(() => call.state, { timeout: 20_000 }).toBe('answered')
  return { ...site, first }
}

/** Resolves when so many attempts and open cards are on disk: they are journaled behind. */
async function written(site: DoubledSite, attempts: number, cards: number): Promise<void> {
  const store = await openReader(site.dbFile)
  const found = async () => [
    (await store.attempts('calls', null, 9)).length,
    (await store.openCards('calls')).length,
  ]
  await expect.poll(found, { timeout: 20_000 }).toEqual([attempts, cards])
  await store.close()
}

const endings = ({ world }: DoubledSite) => world.carrier.calls.map(({ ending }) => ending)
const comesBack = (site: DoubledSite, ...who: readonly string[]) =>
  Promise.all(who.map(id => Clerk.come(site.dbFile, id, { talk: null })))
const outcomes = async (site: DoubledSite) =>
  (await site.results()).map(({ phone, mode, outcome, disposition }) => [
    ...[phone, mode === 'incoming', outcome, disposition],
  ])

describe('A run that is killed while somebody who called', { timeout: 90_000 }, () => {
  it('talks: the next one hangs up, gives their card back, and does not call them', async () => {
    const site = await calledBy()
    const bilal = await Clerk.come(site.dbFile, 'bilal', { talk: null })
    await bilal.sees(isTalking)
    await written(site, 2, 2)
    site.first.child.kill('SIGKILL')
    await site.first.ended
    expect(endings(site)).toEqual(['', ''])
    const next = site.run()
    await expect.poll(() => endings(site), { timeout: 20_000 }).toEqual(['near BYE', 'near BYE'])
    const again = await comesBack(site, 'anna', 'bilal')
    await Promise.all(again.map(clerk => clerk.sees(isClosed)))
    expect(await site.end(next)).toMatchObject({ code: 0 })
    expect(site.world.carrier.calls, 'nobody is called who talked to us').toHaveLength(2)
    expect(await outcomes(site)).toEqual([
      [numberOf(0), false, 'connected', 'done'],
      [numberOf(1), true, 'served', 'done'],
    ])
    expect(existsSync(`${site.dbFile}.held`), 'nothing is held any more').toBe(false)
    await site.world.advance(seconds(5))
    expect(site.world.left()).toEqual({})
  })

  it('waits: the next one hangs up, and calls them as it would have, once', async () => {
    const site = await calledBy()
    await written(site, 2, 1)
    site.first.child.kill('SIGKILL')
    await site.first.ended
    const next = site.run()
    await expect.poll(() => endings(site), { timeout: 20_000 }).toEqual(['near BYE', 'near BYE'])
    const [anna] = await comesBack(site, 'anna')
    await anna!.sees(isClosed)
    await anna!.sees(isTalking)
    site.world.carrier.callTo(numberOf(1)).hangUp()
    await anna!.sees(isClosed, 2)
    expect(await site.end(next)).toMatchObject({ code: 0 })
    expect(site.world.carrier.calls).toHaveLength(3)
    expect(await outcomes(site)).toEqual([
      [numberOf(0), false, 'connected', 'done'],
      [numberOf(1), true, 'unserved', null],
      [numberOf(1), false, 'connected', 'done'],
    ])
  })
})
