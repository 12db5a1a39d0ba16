import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { load, SITE, SMALL } from './folders.ts'

/** The example of the reference that is called so. */
function example(name: string): string {
  const text = readFileSync('campaigns/README.md', 'utf8')
  const found = new RegExp(`^\`\`\`yaml ${name}\n(.*?)^\`\`\``, 'ms').exec(text)
  return found?.[1] ?? ''
}

describe('The reference of campaign files', () => {
  it('shows a campaign and a site that are sound', () => {
    expect(example('small')).toBe(SMALL)
    const files = { 'small/campaign.yaml': example('small'), 'site.yaml': example('site') }
    const loaded = load({ ...files, 'small/card.yaml': example('card') })
    expect(loaded).toMatchObject({ ok: true })
  })

  it('shows a site with servers that is sound', () => {
    const message = 'message: { text: We called about your order., file: sorry.wav }'
    const campaign = SMALL.replace(/^message:.*$/m, message)
    const loaded = load({
      'site.yaml': example('network'),
      'small/campaign.yaml': campaign,
      'small/sorry.wav': '',
    })
    expect(loaded).toMatchObject({ ok: true, network: { reach: 'network' } })
  })

  it('names every key with its default', () => {
    const full = load({ 'small/campaign.yaml': example('full'), 'site.yaml': SITE })
    expect(full).toEqual(load({}))
    const { campaign } = full as Extract<typeof full, { ok: true }>
    for (const key of Object.keys(campaign).filter(key => key !== 'id')) {
      expect(example('full')).toMatch(new RegExp(`^${key}:`, 'm'))
    }
  })
})
