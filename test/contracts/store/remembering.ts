import { expect } from 'vitest'
import { person, withContacts } from '../../store/fixtures.ts'
import type { Rule } from './rule.ts'

export function stopping(test: Rule): void {
  test('is remembered of that campaign until it is started, and no longer', async store => {
    await withContacts(store, [person(1)])
    await store.putCampaign('other', 'Other')
    expect(await store.isStopped('demo')).toBe(false)
    await store.setStopped('demo', true, 1000)
    await store.setStopped('demo', true, 1001)
    expect(await store.isStopped('demo')).toBe(true)
    expect(await store.isStopped('other')).toBe(false)
    await store.setStopped('demo', false, 1002)
    expect(await store.isStopped('demo')).toBe(false)
  })

  test('outlasts a new title and starting over', async store => {
    await withContacts(store, [person(1)])
    await store.setStopped('demo', true, 1000)
    await store.putCampaign('demo', 'Demo again')
    await store.startOver('demo', 2000)
    expect(await store.isStopped('demo')).toBe(true)
  })

  test('is refused for a campaign nobody has made known, which is not stopped', async store => {
    await expect(store.setStopped('demo', true, 1000)).rejects.toThrow("knows no campaign 'demo'")
    expect(await store.isStopped('demo')).toBe(false)
  })
}

export function learning(test: Rule): void {
  test('is kept by campaign, the latest in place of what there was', async store => {
    await withContacts(store, [person(1)])
    await store.putCampaign('other', 'Other')
    expect(await store.learned('demo')).toBeNull()
    await store.keepLearned('demo', '{"answers":1}', 1000)
    await store.keepLearned('demo', '{"answers":2}', 2000)
    expect(await store.learned('demo')).toBe('{"answers":2}')
    expect(await store.learned('other')).toBeNull()
  })

  test('is given back as it was, whatever it is', async store => {
    await withContacts(store, [person(1)])
    for (const text of ['', 'no JSON', 'ё "\'%\n\u{1f514}', 'x'.repeat(100_000)]) {
      await store.keepLearned('demo', text, 1000)
      expect(await store.learned('demo')).toBe(text)
    }
  })

  test('outlasts starting over and another engine', async store => {
    await withContacts(store, [person(1)])
    await store.keepLearned('demo', 'much', 1000)
    await store.restore()
    await store.startOver('demo', 2000)
    expect(await store.learned('demo')).toBe('much')
  })

  test('is refused for a campaign nobody has made known, of which nothing is known', async store => {
    await expect(store.keepLearned('demo', 'much', 1000)).rejects.toThrow(
      "knows no campaign 'demo'",
    )
    expect(await store.learned('demo')).toBeNull()
  })
}
