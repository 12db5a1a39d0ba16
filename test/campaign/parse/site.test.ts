import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCampaign } from '../../../src/app/load-campaign.ts'
import { folderWith, load, problemsOf, SITE } from '../folders.ts'

describe('A site file', () => {
  it('says what the campaigns share', () => {
    const loaded = load({ 'site.yaml': SITE })
    expect(loaded.ok && loaded.site).toEqual({
      title: 'Site',
      trunks: [{ id: 'city', lines: 10, callsPerSecond: 2 }],
      budgets: [{ id: 'all', limit: 0.03, window: { kind: 'day', zone: 'Europe/London' } }],
      operators: [{ id: 'anna', name: 'Anna', campaigns: ['small'] }],
    })
  })

  it('may do without operators: then nobody is called', () => {
    expect(load({ 'site.yaml': SITE.slice(0, SITE.indexOf('operators')) }).ok).toBe(true)
  })

  it('counts 30-day periods from a date', () => {
    const window = 'window: thirtyDays, from: 2026-01-01'
    const loaded = load({ 'site.yaml': SITE.replace('window: day', window) })
    expect(loaded.ok && loaded.site.budgets[0]?.window).toEqual({
      kind: 'thirtyDays',
      zone: 'Europe/London',
      from: '2026-01-01',
    })
  })

  const wrong: [string, string, string][] = [
    [
      'limit: 3%',
      'limit: 3',
      'budgets[0].limit: is "3", but must be a share with its sign, such as 3%.',
    ],
    ['limit: 3%', 'limit: 101%', 'budgets[0].limit: is "101%"'],
    [
      'window: day',
      'window: week',
      'budgets[0].window: is "week". Allowed: day, month, thirtyDays.',
    ],
    [
      'window: day',
      'window: thirtyDays',
      'budgets[0].from: is missing. It must be the date of the first period.',
    ],
    [
      'window: day',
      'window: day, from: 2026-01-01',
      'budgets[0].from: belongs to thirtyDays, not to day.',
    ],
    [
      'lines: 10',
      'lines: 0',
      'trunks[0].lines: is "0", but must be a whole number from 1 to 100000.',
    ],
    ['callsPerSecond: 2', 'callsPerSecond: 0', 'trunks[0].callsPerSecond: is "0"'],
    [
      'callsPerSecond: 2',
      'cps: 2',
      'trunks[0]: There is no key "cps" here. Allowed: id, lines, callsPerSecond, host, transport, domain, credentials, called, shown, delayedOffer, probe, sources.',
    ],
    [
      'campaigns: [small]',
      'campaigns: [small, smoll]',
      'operators[0].campaigns[1]: is "smoll", but there is no such campaign. Did you mean small?',
    ],
    ['title: Site', 'name: Site', 'There is no key "name" here.'],
    ['title: Site', 'title: [Site]', 'title: must be what people call the site'],
    [
      '  - { id: city, lines: 10, callsPerSecond: 2 }',
      '  []',
      'trunks: is missing. There must be one at least.',
    ],
    [
      '  - { id: city',
      '  - { id: city, lines: 1, callsPerSecond: 1 }\n  - { id: city',
      'trunks[1].id: is "city" a second time.',
    ],
  ]
  it.each(wrong)('with «%s» made «%s» says: %s', (from, to, says) => {
    const found = problemsOf({ 'site.yaml': SITE.replace(from, to) })
    expect(found.some(text => text.startsWith('site.yaml:') && text.includes(` ${says}`))).toBe(
      true,
    )
  })

  it('with several budgets leaves the choice to the campaign', () => {
    const two = SITE.replace(
      'budgets:\n',
      'budgets:\n  - { id: b, limit: 1%, window: day, zone: UTC }\n',
    )
    expect(problemsOf({ 'site.yaml': two })).toEqual([
      'campaign.yaml:1:1: budget: is missing: the site has several. Allowed: b, all.',
    ])
  })

  it('with a broken entry still knows its name', () => {
    expect(problemsOf({ 'site.yaml': SITE.replace('lines: 10', 'lines: ten') })).toEqual([
      'site.yaml:3:24: trunks[0].lines: is "ten", but must be a whole number from 1 to 100000.',
    ])
  })

  it('that lies elsewhere may name campaigns that lie elsewhere', () => {
    const folder = folderWith({})
    mkdirSync(join(folder, 'other'))
    const other = folderWith({ 'site.yaml': SITE.replace('[small]', '[small, far]') })
    expect(loadCampaign(join(folder, 'small'), { siteFile: join(other, 'site.yaml') }).ok).toBe(
      true,
    )
    expect(loadCampaign(join(other, 'small')).ok).toBe(false)
  })
})
