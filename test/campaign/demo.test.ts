import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { parsePhoneNumberWithError } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { loadCampaign } from '../../src/app/load-campaign.ts'
import type { FieldKind } from '../../src/campaign/card.ts'
import { problemText } from '../../src/campaign/parse/problem.ts'

const FOLDERS = ['campaigns/demo', 'campaigns/reminders']

/** Ranges that the numbering plans of their countries keep for fiction. */
const FICTION = /^\+(442079460\d{3}|493023125\d{3}|331990\d{5})$/

function people(folder: string): Record<string, string>[] {
  return parse(readFileSync(`${folder}/contacts.csv`), { columns: true })
}

const numbersOf = (folder: string): string[] =>
  people(folder)
    .flatMap(({ phone, mobile, work }) => [phone, mobile, work])
    .filter(text => text !== undefined && text !== '')
    .map(text => parsePhoneNumberWithError(text!, 'GB'))
    .map(number => {
      expect(number.isValid()).toBe(true)
      return number.number
    })

describe('The campaigns that come with the project', () => {
  it.each(FOLDERS)('%s is sound', folder => {
    const loaded = loadCampaign(folder)
    expect(loaded.ok ? [] : loaded.problems.map(problemText)).toEqual([])
  })

  it.each(FOLDERS)('%s calls nobody: all its numbers are fiction', folder => {
    for (const number of numbersOf(folder)) expect(number).toMatch(FICTION)
  })

  it('share trunk, budget and some operators', () => {
    const [demo, reminders] = FOLDERS.map(folder => loadCampaign(folder))
    if (!demo?.ok || !reminders?.ok) throw new Error('both are sound')
    expect(demo.campaign.trunks).toEqual(reminders.campaign.trunks)
    expect(demo.campaign.budget).toBe(reminders.campaign.budget)
    const both = demo.site.operators.filter(one => one.campaigns.length === 2)
    expect(both.length).toBeGreaterThan(1)
  })

  it('show every kind of field, a script with branches, several phones and a shared number', () => {
    const demo = loadCampaign('campaigns/demo')
    if (!demo.ok) throw new Error('it is sound')
    const { fields, script } = demo.campaign.card
    const kinds: FieldKind[] = [
      'text',
      'longText',
      'number',
      'choice',
      'choices',
      'checkbox',
      'date',
      'phone',
    ]
    expect([...new Set(fields.map(field => field.kind))].sort()).toEqual(kinds.sort())
    expect(script.steps.some(step => step.next.length > 1)).toBe(true)
    const contacts = people('campaigns/demo')
    expect(contacts.filter(one => one.mobile !== '').length).toBeGreaterThan(contacts.length / 4)
    expect(new Set(contacts.map(one => one.zone)).size).toBe(3)
    const numbers = numbersOf('campaigns/demo')
    expect(new Set(numbers).size).toBe(numbers.length - 1)
    expect(contacts.some(one => /\p{Script=Cyrillic}/u.test(one.name ?? ''))).toBe(true)
  })
})
