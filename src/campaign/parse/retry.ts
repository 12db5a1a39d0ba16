import { hours, minutes } from '../../base/duration.ts'
import type { RetryCase, RetryPlan, RetryRule } from '../retry-plan.ts'
import type { Reader } from '../yaml/reader.ts'
import { duration, listOf, oneOf, record, whole } from '../yaml/shapes.ts'

/**
 * Attempts a contact gets where the campaign names no number: four, the most that French law allows
 * within 30 days (Code de la consommation, D223-9).
 */
const ATTEMPTS_MAX = 4
/** Of which one phone gets at most so many, so that a second phone is ever tried. */
const ATTEMPTS_PER_PHONE_MAX = 3

/** What follows each outcome where the campaign does not say it. */
export const DEFAULT_RULES: Readonly<Record<RetryCase, RetryRule>> = {
  // Somebody is on the phone: soon, on the same one.
  busy: { after: [minutes(5), minutes(15), minutes(30)], max: 5, phone: 'same' },
  // Another phone, or another time of the day.
  noAnswer: { after: [hours(2), hours(5), hours(24)], max: 5, phone: 'next' },
  abandoned: { after: [hours(1)], max: 2, phone: 'same' },
  machine: { after: [hours(4), hours(24)], max: 3, phone: 'next' },
  // At once, on the phones that are left.
  invalid: { after: [0], max: 20, phone: 'next' },
  // Somebody looked at the number and pushed it away: once more, and not today.
  refused: { after: [hours(24)], max: 1, phone: 'same' },
  // The callee knows nothing of these: limited all the same, so that nothing goes on for ever.
  congestion: { after: [minutes(1), minutes(2), minutes(5)], max: 50, phone: 'same' },
  failed: { after: [minutes(5), minutes(15)], max: 20, phone: 'same' },
  // Their phone rang, and we gave it up: not again before they have forgotten it.
  cancelled: { after: [hours(1), hours(4)], max: 5, phone: 'same' },
  lost: { after: [hours(1)], max: 3, phone: 'same' },
}

/** What follows a disposition that asks for another attempt, where it does not say it. */
export const DEFAULT_DISPOSITION_RULE: RetryRule = {
  after: [hours(2), hours(24)],
  max: 3,
  phone: 'next',
}

/** A rule has so many delays: its last one repeats anyway. */
const DELAYS_MAX = 20

/** The keys of a rule, each of which may be left out. */
export const RULE_KEYS = {
  after: listOf(duration('0s', '366d'), DELAYS_MAX).optional(),
  max: whole(0, 100).optional(),
  phone: oneOf(['same', 'next']).optional(),
}

const CASES = Object.keys(DEFAULT_RULES) as RetryCase[]
const LIMITS = ['attemptsMax', 'attemptsPerPhoneMax'] as const

/** The retry plan at `retry`, but for its dispositions: those say themselves what follows them. */
export function readRetry(reader: Reader): Omit<RetryPlan, 'dispositions'> {
  reader.keys(['retry'], [...LIMITS, ...CASES])
  const limit = whole(1, 100)
  const rules = CASES.map(name => {
    const found = reader.one(['retry', name], record(RULE_KEYS).optional())
    return [name, completed(found, DEFAULT_RULES[name])]
  })
  return {
    attemptsMax: reader.one(['retry', 'attemptsMax'], limit.default(ATTEMPTS_MAX)) ?? ATTEMPTS_MAX,
    attemptsPerPhoneMax:
      reader.one(['retry', 'attemptsPerPhoneMax'], limit.default(ATTEMPTS_PER_PHONE_MAX)) ??
      ATTEMPTS_PER_PHONE_MAX,
    rules: Object.fromEntries(rules),
  }
}

/** A rule with what it leaves out. */
export function completed(
  rule: { readonly [K in keyof RetryRule]?: RetryRule[K] | undefined } | undefined,
  otherwise: RetryRule,
): RetryRule {
  return {
    after: rule?.after ?? otherwise.after,
    max: rule?.max ?? otherwise.max,
    phone: rule?.phone ?? otherwise.phone,
  }
}
