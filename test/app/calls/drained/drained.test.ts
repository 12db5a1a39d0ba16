import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { millis } from '../../../../src/base/duration.ts'
import { Clerk, isTalking } from '../../../support/clerk.ts'
import { answers } from '../../../telephony/doubles/far/script.ts'
import { doubledSite } from '../on-doubles.ts'

const stays = answers(millis(100))

describe('A server that is drained', () => {
  it('is so after Carillon was killed, until it is taken back', async () => {
    const site = await doubledSite([stays], 'progressive', 2)
    const name = site.media[1]!
    const first = site.run()
    const shown = async () => (await site.servers()).stdout
    await expect.poll(shown, { timeout: 10_000 }).toContain(`${name}  up`)
    expect((await site.servers('drain', name)).stdout).toContain(`${name}  drained`)
    first.child.kill('SIGKILL')
    await first.ended
    const next = site.run()
    await expect.poll(shown, { timeout: 10_000 }).toContain(`${site.media[0]}  up`)
    expect(await shown()).toContain(`${name}  drained: nothing is left on it`)
    const anna = await Clerk.come(site.dbFile, 'anna', { talk: millis(100) })
    await anna.sees(isTalking)
    expect(await shown()).toContain(`${name}  drained`)
    expect((await site.servers('undrain', name)).stdout).toContain(`${name}  up`)
    expect(await site.end(next)).toMatchObject({ code: 0 })
    const last = site.run()
    await expect.poll(shown, { timeout: 10_000 }).toContain(`${name}  up`)
    expect(await site.end(last)).toMatchObject({ code: 0 })
  }, 60_000)

  it('is named when there is no other one: in the run, and where it is asked why', async () => {
    const site = await doubledSite([stays])
    const [name] = site.media
    writeFileSync(`${site.dbFile}.drained`, `${name}\ngone:8021\n`)
    const run = site.run()
    const why = `The server FreeSWITCH ${name} is drained: take it back with "carillon servers undrain ${name}".`
    await run.said(`Nothing is dialed: ${why}`)
    expect((await site.explain()).stdout).toContain(`Nothing is dialed: ${why}`)
    const anna = await Clerk.come(site.dbFile, 'anna', { talk: millis(100) })
    expect((await site.servers('undrain', name!)).stdout).toContain(`${name}  up`)
    await anna.sees(isTalking)
    expect(await site.end(run)).toMatchObject({ code: 0 })
  }, 40_000)
})
