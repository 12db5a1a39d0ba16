import { describe, expect, it } from 'vitest'
import type { CallingHours, Day } from '../../src/campaign/calling-hours.ts'
import { rulebookOf } from '../../src/compliance/rulebook.ts'

const office: Day = [{ from: 540, to: 1200 }]
const hours = (day: Day): CallingHours => ({
  week: [day, day, day, day, day, [], []],
  holidays: new Set(),
  zone: 'Europe/Berlin',
})
const contact = { zone: 'Europe/Berlin' }

describe('The rulebook', () => {
  const book = rulebookOf({ hours: hours(office) })

  it('refuses a call outside the hours, naming the rule and when it ends', () => {
    expect(book.check(contact, Date.parse('2026-03-02T07:59:59Z'))).toEqual({
      kind: 'refused',
      rule: 'callingHours',
      until: Date.parse('2026-03-02T08:00:00Z'),
    })
  })

  it('names the rules and the version that allowed a call', () => {
    const verdict = book.check(contact, Date.parse('2026-03-02T08:00:00Z'))
    expect(verdict).toEqual({
      kind: 'allowed',
      rules: expect.stringMatching(/^callingHours@[0-9a-f]{8}$/),
    })
  })

  it('names another version when the hours are others', () => {
    const at = Date.parse('2026-03-02T09:00:00Z')
    const same = rulebookOf({ hours: hours(office) })
    const other = rulebookOf({ hours: hours([{ from: 540, to: 1140 }]) })
    expect(same.check(contact, at)).toEqual(book.check(contact, at))
    expect(other.check(contact, at)).not.toEqual(book.check(contact, at))
    const days = ['2026-05-01', '2026-12-25']
    const [one, turned] = [days, days.toReversed()].map(holidays =>
      rulebookOf({ hours: { ...hours(office), holidays: new Set(holidays) } }).check(contact, at),
    )
    expect(one).toEqual(turned)
    expect(one).not.toEqual(same.check(contact, at))
  })
})
