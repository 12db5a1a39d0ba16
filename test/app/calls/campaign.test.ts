import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { askSnapshot } from '../../../src/app/control/control-client.ts'
import { millis, seconds } from '../../../src/base/duration.ts'
import { Clerk, isClosed, isFree, isTalking } from '../../support/clerk.ts'
import { answers, busy, refuses } from '../../telephony/doubles/far/script.ts'
import { SECRET } from '../../telephony/doubles/world.ts'
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
    const run = site.run()
    const anna = await Clerk.come(site.dbFile, 'anna', { talk: seconds(2.5) })
    await anna.sees(isClosed)
    await site.end(run)
    const rows = [...(await site.results())].sort((a, b) => (a.outcome < b.outcome ? -1 : 1))
    expect(rows.map(({ outcome }) => outcome)).toEqual(['abandoned', 'connected'])
    const { messageStartedAt, messageEndedAt } = rows[0]!
    const played = Date.parse(messageEndedAt ?? '') - Date.parse(messageStartedAt ?? '')
    // The doubles' time goes in steps: a step late, a message seems shorter.
    expect(played).toBeGreaterThan(300)
    expect(played).toBeLessThan(3000)
  }, 40_000)
})

describe('An operator', () => {
  it('whose phone registers is rung when there is work', async () => {
    const site = await doubledSite([stays])
    const phone = site.world.phone(5063)
    phone.script(answers(0))
    const run = site.run()
    const trouble = async () => (await askSnapshot(site.dbFile))?.network.trouble
    await expect.poll(trouble, { timeout: 10_000 }).toBeNull()
    const proof = { username: 'chloe', password: SECRET, at: '127.0.0.1:5060', expires: 60 }
    phone.caller.register(proof)
    await expect.poll(() => phone.caller.registered).toBe(200)
    const chloe = await Clerk.come(site.dbFile, 'chloe', { talk: millis(200) })
    await chloe.sees(isClosed)
    await site.end(run)
    expect(await site.results()).toMatchObject([{ operator: 'chloe', outcome: 'connected' }])
    expect(phone.calls.map(({ state }) => state)).toEqual(['ended'])
  }, 40_000)

  it('who leaves their desk in a talk is gone, and somebody else goes on with the person', async () => {
    const site = await doubledSite([leaves])
    const run = site.run()
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
    await bilal.sees(isClosed)
    await site.end(run)
    expect(await site.results()).toMatchObject([{ operator: 'bilal', outcome: 'connected' }])
  }, 40_000)
})
