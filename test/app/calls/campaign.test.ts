import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { askSnapshot } from '../../../src/app/control/control-client.ts'
import { millis, seconds } from '../../../src/base/duration.ts'
import { Clerk, isFree, isTalking } from '../../support/clerk.ts'
import { answers, busy, refuses } from '../../telephony/doubles/far/script.ts'
import { doubledSite, numberOf } from './on-doubles.ts'

const leaves = answers(millis(100), { hangUpAfter: seconds(20) })
const stays = answers(millis(100))

describe('A campaign on servers', () => {
  it('is dialed to its end, each call having its one outcome, and nothing is left', async () => {
    const kinds = [
      { script: answers(millis(200), { hangUpAfter: millis(400) }), outcome: 'connected' },
      { script: busy(), outcome: 'busy' },
      { script: refuses(404), outcome: 'invalid' },
      { script: stays, outcome: 'connected' },
    ]
    const people = Array.from({ length: 20 }, (_, i) => kinds[i % kinds.length]!)
    const site = await doubledSite(people.map(({ script }) => script))
    const run = site.run('--exit-when-done')
    await run.said('Real calls, over drachtio at 127.0.0.1:')
    await run.said('No operator is at work for this campaign.')
    const habits = { talk: millis(300) }
    const clerks = [
      await Clerk.come(site.dbFile, 'anna', habits),
      await Clerk.come(site.dbFile, 'bilal', habits),
    ]
    expect(await run.ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Calls: /) })
    const rows = await site.results()
    const wanted = people.map(({ outcome }, i) => `${numberOf(i)} ${outcome}`)
    expect(rows.map(({ phone, outcome }) => `${phone} ${outcome}`).sort()).toEqual(wanted)
    const talks = rows.filter(({ outcome }) => outcome === 'connected')
    expect(talks.every(({ disposition }) => disposition === 'done')).toBe(true)
    expect(clerks.map(({ talks }) => talks.length).reduce((a, b) => a + b)).toBe(talks.length)
    for (const { told } of clerks) expect(told).toContainEqual({ over: true })
    await site.world.settled()
    expect(site.world.left()).toEqual({})
  }, 40_000)

  it('plays the sound of its message to whoever finds nobody', async () => {
    const site = await doubledSite([leaves, leaves], 'power')
    const sound = join(site.folder, 'campaigns/calls/sorry.wav')
    site.world.freeswitch.sounds.set(sound, millis(700))
    const run = site.run('--exit-when-done')
    await run.said('No operator')
    await Clerk.come(site.dbFile, 'anna', { talk: seconds(2.5) })
    await run.ended
    const rows = [...(await site.results())].sort((a, b) => (a.outcome < b.outcome ? -1 : 1))
    expect(rows.map(({ outcome }) => outcome)).toEqual(['abandoned', 'connected'])
    const { messageStartedAt, messageEndedAt } = rows[0]!
    const played = Date.parse(messageEndedAt ?? '') - Date.parse(messageStartedAt ?? '')
    expect(played).toBeGreaterThanOrEqual(700)
    expect(played).toBeLessThan(1500)
  }, 40_000)
})

describe('An operator', () => {
  it('who leaves their desk in a talk is gone, and somebody else goes on with the person', async () => {
    const site = await doubledSite([leaves])
    const run = site.run('--exit-when-done')
    await run.said('No operator')
    const anna = await Clerk.come(site.dbFile, 'anna', { talk: null })
    await anna.sees(isTalking)
    const second = await Clerk.come(site.dbFile, 'anna', { talk: null })
    await second.sees(message => 'problem' in message)
    const bilal = await Clerk.come(site.dbFile, 'bilal', { talk: millis(200) })
    await bilal.sees(isFree)
    anna.desk.leave()
    await bilal.sees(isTalking)
    const seen = await askSnapshot(site.dbFile)
    expect(seen?.operators.find(({ id }) => id === 'anna')?.state).toBe('signedOut')
    await run.ended
    expect(await site.results()).toMatchObject([{ operator: 'bilal', outcome: 'connected' }])
  }, 40_000)
})

describe('A run whose servers are away', () => {
  it('says why it does not dial, and dials when they have come', async () => {
    const site = await doubledSite([stays])
    site.world.drachtio.stop()
    const run = site.run('--exit-when-done')
    const why = /Nothing is dialed: drachtio at 127\.0\.0\.1:\d+ cannot be reached/
    await run.said(why)
    const anna = await Clerk.come(site.dbFile, 'anna', { talk: millis(100) })
    await anna.sees(message => 'network' in message && message.network.trouble !== null)
    await site.world.drachtio.start()
    await anna.sees(message => 'network' in message && message.network.trouble === null)
    anna.desk.act({ kind: 'signIn', campaigns: ['calls'] })
    expect(await run.ended).toMatchObject({ code: 0 })
    expect(await site.results()).toMatchObject([{ outcome: 'connected' }])
  }, 40_000)
})

describe('A run that is asked to stop', () => {
  it('lets those who talk finish, then goes', async () => {
    const site = await doubledSite([stays, stays, stays])
    const run = site.run()
    await run.said('No operator')
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
    await run.said('No operator')
    const anna = await Clerk.come(site.dbFile, 'anna', { talk: null, closes: false })
    await anna.sees(isTalking)
    run.child.kill('SIGTERM')
    await run.said('Stopping')
    run.child.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
    expect(await site.results()).toMatchObject([{ outcome: 'connected', closedAt: null }])
    await site.world.settled()
    expect(site.world.left()).toEqual({})
    const next = site.run('--exit-when-done')
    await next.said(/No operator|cards/)
    await Clerk.come(site.dbFile, 'anna', { talk: null })
    expect(await next.ended).toMatchObject({ code: 0 })
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
})

describe('A run that loses its servers', () => {
  it.each(['drachtio', 'freeswitch'] as const)(
    'goes on by itself when %s has come back, and calls nobody twice',
    async which => {
      const site = await doubledSite([stays, stays, stays, stays])
      const run = site.run('--exit-when-done')
      await run.said('No operator')
      const anna = await Clerk.come(site.dbFile, 'anna', { talk: seconds(1) })
      await anna.sees(isTalking)
      site.world[which].stop()
      await anna.sees(message => 'network' in message && message.network.trouble !== null)
      await site.world[which].start()
      expect(await run.ended).toMatchObject({ code: 0 })
      const rows = await site.results()
      expect(rows.map(({ phone }) => phone).sort()).toEqual([0, 1, 2, 3].map(numberOf))
      expect(rows.filter(({ disposition }) => disposition !== 'done')).toEqual([])
    },
    40_000,
  )
})

describe('A carrier that forbids our calls', () => {
  it('is named where it is asked why nothing is dialed', async () => {
    const site = await doubledSite(Array.from({ length: 9 }, () => refuses(403)))
    const run = site.run()
    await run.said('No operator')
    await Clerk.come(site.dbFile, 'anna', { talk: millis(100) })
    await run.said(/Trunk city: the carrier forbids our calls \(403\)/)
  }, 40_000)
})
