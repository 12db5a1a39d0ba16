import { hours, minutes } from '../../src/base/duration.ts'
import type { Contact } from '../../src/campaign/contact.ts'
import type { Disposition, DispositionThen } from '../../src/campaign/disposition.ts'
import { OUTCOMES } from '../../src/campaign/outcome.ts'
import type { RetryCase, RetryRule } from '../../src/campaign/retry-plan.ts'
import type { RetryRules } from '../../src/campaign/rules/another-attempt.ts'

/** The instant at which attempts of these tests end. */
export const NOW = Date.parse('2026-03-02T12:00:00Z')

/** Every case a retry plan has a rule for. */
export const CASES = OUTCOMES.filter(
  (outcome): outcome is RetryCase => outcome !== 'connected' && outcome !== 'notPlaced',
)

/** A rule that lets another attempt follow each time, on the same phone, after ten minutes. */
export const RULE: RetryRule = { after: [minutes(10)], max: 100, phone: 'same' }

/** Rules of a campaign with wide limits; `over` narrows them. */
export function rules(over: {
  cases?: Partial<Record<RetryCase, RetryRule>>
  dispositions?: Readonly<Record<string, RetryRule>>
  attemptsMax?: number
  attemptsPerPhoneMax?: number
  afterAbandoned?: RetryRules['afterAbandoned']
}): RetryRules {
  const all = Object.fromEntries(CASES.map(name => [name, RULE])) as Record<RetryCase, RetryRule>
  return {
    retry: {
      attemptsMax: over.attemptsMax ?? 50,
      attemptsPerPhoneMax: over.attemptsPerPhoneMax ?? 50,
      rules: { ...all, ...over.cases },
      dispositions: over.dispositions ?? { later: RULE },
    },
    afterAbandoned: over.afterAbandoned ?? { lockout: 0, demandOperator: false },
    callbackGrace: hours(1),
  }
}

/** A contact never called, with this many phones. */
export function freshContact(phones = 1, over: Partial<Contact> = {}): Contact {
  return {
    id: 1,
    campaign: 'demo',
    zone: 'Europe/Berlin',
    priority: 5,
    attempts: 0,
    counts: {},
    phones: Array.from({ length: phones }, (_, position) => ({
      position,
      number: position + 1,
      attempts: 0,
      usable: true,
    })),
    position: 0,
    demand: null,
    ...over,
  }
}

/** A disposition that leads to `then`. */
export const disposition = (then: DispositionThen, id = 'later'): Disposition => ({
  id,
  label: id,
  then,
})
