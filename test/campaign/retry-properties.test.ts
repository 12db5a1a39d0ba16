import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hours } from '../../src/base/duration.ts'
import type { Contact, Progress } from '../../src/campaign/contact.ts'
import type { DispositionThen } from '../../src/campaign/disposition.ts'
import { type AttemptResult, nextStep } from '../../src/campaign/retry.ts'
import type { RetryCase, RetryRule } from '../../src/campaign/retry-plan.ts'
import type { RetryRules } from '../../src/campaign/rules/another-attempt.ts'
import { CASES, disposition, freshContact, NOW } from './fixtures.ts'

const ruleArb: fc.Arbitrary<RetryRule> = fc.record({
  after: fc.array(fc.integer({ min: 0, max: hours(24) }), { maxLength: 4 }),
  max: fc.integer({ min: 0, max: 5 }),
  phone: fc.constantFrom('same', 'next'),
})
const rulesArb: fc.Arbitrary<RetryRules> = fc.record({
  retry: fc.record({
    attemptsMax: fc.integer({ min: 1, max: 8 }),
    attemptsPerPhoneMax: fc.integer({ min: 1, max: 4 }),
    rules: fc.record(Object.fromEntries(CASES.map(name => [name, ruleArb]))) as fc.Arbitrary<
      Record<RetryCase, RetryRule>
    >,
    dispositions: fc.record({ later: ruleArb }),
  }),
  afterAbandoned: fc.record({
    lockout: fc.integer({ min: 0, max: hours(72) }),
    demandOperator: fc.boolean(),
  }),
  callbackGrace: fc.integer({ min: 0, max: hours(2) }),
})

const card = (then: DispositionThen): AttemptResult => ({
  kind: 'disposition',
  disposition: disposition(then),
  callback: null,
  operator: 'anna',
})
/** Everything but callbacks, which people may agree on for as long as they please. */
const resultArb: fc.Arbitrary<AttemptResult> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...CASES).map(outcome => ({ kind: 'outcome', outcome }) as const),
  },
  { weight: 2, arbitrary: fc.constantFrom('retry', 'wrongNumber', 'machine').map(card) },
  { weight: 1, arbitrary: fc.constantFrom('finish', 'stop').map(card) },
)

/** The contact as the next lease hands it out. */
function applied(contact: Contact, progress: Progress): Contact {
  expect(progress.next?.kind).toBe('wait')
  if (progress.next?.kind !== 'wait') return contact
  const { position, demand } = progress.next
  const phones = contact.phones.map((phone, i) => ({ ...phone, ...progress.phones[i]! }))
  return {
    ...contact,
    attempts: progress.attempts,
    counts: progress.counts,
    phones,
    position,
    demand,
  }
}

/**
 * Far above any life that the limits of `rulesArb` allow: 10 cases of at most 6 each, and 8
 * attempts.
 */
const LIFE_MAX = 100

function live(rules: RetryRules, phones: number, results: Iterator<AttemptResult>): Progress[] {
  const steps: Progress[] = []
  let contact = freshContact(phones)
  let now = NOW
  while (steps.length < LIFE_MAX) {
    const { position } = contact
    const progress = nextStep({ rules, contact, position, result: results.next().value, now })
    steps.push(progress)
    if (progress.next?.kind !== 'wait') break
    expect(progress.next.at).toBeGreaterThanOrEqual(now)
    now = progress.next.at
    contact = applied(contact, progress)
  }
  return steps
}

describe('Whatever comes of the attempts to a contact', () => {
  it('it is finished one day, within every limit, and only usable phones are called', () => {
    const endless = fc.infiniteStream(resultArb)
    fc.assert(
      fc.property(rulesArb, fc.integer({ min: 1, max: 4 }), endless, (rules, phones, results) => {
        const steps = live(rules, phones, results)
        expect(steps.length).toBeLessThan(LIFE_MAX)
        expect(steps.at(-1)!.state).toBe('finished')
        const { attemptsMax, attemptsPerPhoneMax } = rules.retry
        for (const { attempts, phones: after, next, counts } of steps) {
          expect(attempts).toBeLessThanOrEqual(attemptsMax)
          expect(after.every(phone => phone.attempts <= attemptsPerPhoneMax)).toBe(true)
          expect(after.reduce((sum, phone) => sum + phone.attempts, 0)).toBe(attempts)
          if (next?.kind !== 'wait') continue
          const phone = after[next.position]!
          expect(phone.usable && phone.attempts < attemptsPerPhoneMax).toBe(true)
          for (const name of CASES) {
            expect(counts[name] ?? 0).toBeLessThanOrEqual(rules.retry.rules[name].max)
          }
        }
      }),
    )
  })

  it('a phone that is out never comes back, and counts never go down', () => {
    fc.assert(
      fc.property(rulesArb, fc.infiniteStream(resultArb), (rules, results) => {
        const steps = live(rules, 3, results)
        for (const [i, step] of steps.entries()) {
          const before = steps[i - 1]
          if (before === undefined) continue
          expect(step.attempts).toBeGreaterThanOrEqual(before.attempts)
          before.phones.forEach((phone, at) => {
            if (!phone.usable) expect(step.phones[at]!.usable).toBe(false)
          })
        }
      }),
    )
  })
})
