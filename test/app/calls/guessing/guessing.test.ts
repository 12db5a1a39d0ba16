import { expect, it } from 'vitest'
import { millis } from '../../../../src/base/duration.ts'
import { hostTimeline } from '../../../../src/base/host-timeline.ts'
import { doubledSite } from '../on-doubles.ts'

it('A run says that passwords of phones are guessed, once, and whose phone fails.', async () => {
  const site = await doubledSite([])
  const run = site.run()
  const guesser = site.world.phone(5071)
  const shown = async () => (await site.servers()).stdout
  await expect.poll(shown, { timeout: 10_000 }).toMatch(/FreeSWITCH .* up/)
  const me = { username: 'chloe', password: 'guessed', at: '127.0.0.1:5060', expires: 120 }
  const said = Promise.all([
    run.said(/chloe's phone: not registered, its proof was refused/),
    run.said(/Passwords of phones are guessed, .* the last from 127\.0\.0\.1\./),
  ])
  for (let i = 0; i < 12; i++) {
    guesser.caller.register(me)
    await new Promise<void>(resolve => hostTimeline.after(millis(100), resolve))
  }
  await said
  const { stderr } = await site.end(run)
  for (const what of ['Passwords of phones', "chloe's phone: not"])
    expect(stderr.split(what)).toHaveLength(2)
}, 60_000)
