import { expect, it } from 'vitest'
import { refuses } from '../../../telephony/doubles/far/script.ts'
import { SECRET } from '../../../telephony/doubles/world.ts'
import { doubledSite } from '../on-doubles.ts'

const AT = '127.0.0.1:5060'

it('A registered phone that calls is refused, and the run says whose it is, once.', async () => {
  const site = await doubledSite([refuses(486)])
  const run = site.run()
  await run.said('No operator is at work')
  const phone = site.world.phone(5063)
  phone.caller.register({ username: 'chloe', password: SECRET, at: AT, expires: 60 })
  await expect.poll(() => phone.caller.registered, { timeout: 10_000 }).toBe(200)
  for (const _ of [1, 2]) {
    const call = phone.caller.call('100', AT, 'chloe')
    await expect.poll(() => call.ending, { timeout: 10_000 }).toBe('403')
  }
  const words = "chloe's phone: it called, and was refused: operators are called here."
  await run.said(words)
  const { stderr } = await site.end(run)
  expect(stderr.split(words)).toHaveLength(2)
}, 30_000)
