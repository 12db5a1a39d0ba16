import { describe, expect, it } from 'vitest'
import { startTime } from '../../src/app/start-time.ts'
import { hours } from '../../src/base/duration.ts'
import { MemoryStore } from '../../src/store/memory/memory-store.ts'
import { campaignOf, daily } from '../support/campaigns.ts'

const NOON = Date.parse('2026-03-03T12:00:00Z')
/** Contacts may be called from 9 to 17 in UTC. */
const campaign = campaignOf({ hours: daily(9 * 60, 17 * 60) })

const starts = async (when: Partial<Parameters<typeof startTime>[2]>, zones = ['UTC']) => {
  const store = new MemoryStore()
  await store.putCampaign('demo', 'Demo')
  const contacts = zones.map((zone, n) => ({ zone, phones: [`+1212555010${n}`] }))
  const rest = { key: null, priority: 5, data: {} }
  await store.addContacts(
    'demo',
    contacts.map(one => ({ ...rest, ...one })),
  )
  return startTime([campaign], store, { at: null, now: NOON, lastAt: null, ...when })
}

describe('a run begins', () => {
  it('now, when everybody may be called for a while', async () => {
    expect(await starts({})).toBe(NOON)
  })

  it('with the next hours in which everybody may be called, when it is too late or night', async () => {
    const tomorrow = NOON + hours(21)
    expect(await starts({ now: NOON + hours(4) })).toBe(tomorrow)
    expect(await starts({ now: NOON + hours(12) })).toBe(tomorrow)
    // In Berlin it is 17:00 when it is 16:00 in UTC: both are open for two hours until 14:00 UTC.
    expect(await starts({ now: NOON + hours(2.5) }, ['UTC', 'Europe/Berlin'])).toBe(tomorrow)
  })

  it('after the last moment of the run it goes on from, so that no two attempts have one id', async () => {
    expect(await starts({ lastAt: NOON + 500 })).toBe(NOON + 501)
    expect(await starts({ lastAt: NOON - 500 })).toBe(NOON)
  })

  it('with the first zone that opens, where zones are never open together', async () => {
    // When it is 9:00 in Auckland it is 20:00 in UTC, and 17:00 there is 4:00 in UTC.
    const zones = ['UTC', 'Pacific/Auckland']
    expect(await starts({ now: NOON + hours(6) }, zones)).toBe(NOON + hours(8))
    expect(await starts({ now: NOON + hours(16.5) }, zones)).toBe(NOON + hours(21))
  })

  it('as soon as one of several campaigns may call', async () => {
    const store = new MemoryStore()
    const early = campaignOf({ id: 'early', hours: daily(6 * 60, 10 * 60) })
    const when = { at: null, now: NOON + hours(12), lastAt: null }
    expect(await startTime([campaign, early], store, when)).toBe(NOON + hours(18))
    expect(await startTime([early, campaign], store, when)).toBe(NOON + hours(18))
  })

  it('never, where nobody may be called within a year', async () => {
    const closed = campaignOf({ hours: daily(0, 0) })
    const when = { at: null, now: NOON, lastAt: null }
    const refused = { code: 'CAMPAIGN_INVALID', message: expect.stringContaining('--at') }
    await expect(startTime([closed], new MemoryStore(), when)).rejects.toMatchObject(refused)
    expect(await startTime([closed], new MemoryStore(), { ...when, at: NOON })).toBe(NOON)
  })

  it('when it is told to, unless that moment has passed', async () => {
    const night = NOON + hours(12)
    expect(await starts({ at: night })).toBe(night)
    expect(await starts({ at: night, lastAt: night - 1 })).toBe(night)
    const refused = { code: 'USAGE', message: expect.stringContaining('2026-03-04T00:00:00.001Z') }
    await expect(starts({ at: night, lastAt: night })).rejects.toMatchObject(refused)
  })
})
