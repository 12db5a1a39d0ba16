import { describe, expect, it } from 'vitest'
import { millis, seconds } from '../../../src/base/duration.ts'
import { Clerk, isClosed, isTalking } from '../../support/clerk.ts'
import { answers } from '../../telephony/doubles/far/script.ts'
import { doubledSite } from './on-doubles.ts'

const stays = answers(millis(100))

describe('A run that is asked to stop', () => {
  it('lets those who talk finish, then goes', async () => {
    const site = await doubledSite([stays, stays, stays])
    const run = site.run()
    const anna = await Clerk.come(site.dbFile, 'anna', { talk: seconds(1) })
    await anna.sees(isTalking)
    run.child.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
    expect(await site.results()).toMatchObject([{ outcome: 'connected', disposition: 'done' }])
    await site.world.settled()
    expect(site.world.left()).toEqual({})
  }, 40_000)

  it('twice hangs up now, and the card waits for its operator', async () => {
    const site = await doubledSite([stays])
    const run = site.run()
    const anna = await Clerk.come(site.dbFile, 'anna', { talk: null, closes: false })
    await anna.sees(isTalking)
    run.child.kill('SIGTERM')
    await run.said('Stopping')
    run.child.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
    expect(await site.results()).toMatchObject([{ outcome: 'connected', closedAt: null }])
    await site.world.settled()
    expect(site.world.left()).toEqual({})
    const next = site.run()
    const again = await Clerk.come(site.dbFile, 'anna', { talk: null })
    await again.sees(isClosed)
    expect(await site.end(next)).toMatchObject({ code: 0 })
    expect(await site.results()).toMatchObject([{ outcome: 'connected', disposition: 'done' }])
  }, 40_000)
})

describe('A run of real calls', () => {
  it('refuses what has a meaning only in simulated ones', async () => {
    const site = await doubledSite([stays])
    const { code, stderr } = await site.run('--speed', '60', '--seed', '7').ended
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        '--speed, --seed: the site file names servers, so calls are real and nothing is simulated. Leave that out, or add --virtual.\n',
    })
  })

  it('does not begin without its secrets', async () => {
    const site = await doubledSite([stays])
    process.env.CARILLON_TEST_SECRET = ''
    const { code, stderr } = await site.run().ended
    expect(code).toBe(1)
    expect(stderr).toContain('names CARILLON_TEST_SECRET, which is empty in the environment.')
  })

  it('does not go back to before simulated calls that were ahead of the clock', async () => {
    const site = await doubledSite([stays])
    const simulated = ['--virtual', '--speed', 'max', '--duration', '1min']
    const ran = await site.run(...simulated, '--at', '2126-11-23T10:00:00Z').ended
    expect(ran).toMatchObject({ code: 0 })
    const { code, stderr } = await site.run().ended
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /In this database it is 2126-11-23T10:\S+ already: its calls were simulated/,
    )
    expect(site.world.carrier.calls).toEqual([])
  }, 20_000)
})
