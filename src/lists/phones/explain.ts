import type { Refusal } from '../rules.ts'
import { callingCodeOf, e164, nationalNumber } from './e164.ts'
import { type NumberingPlan, planOf, planOfCode } from './numbering-plan.ts'

/**
 * A plus and 15 digits (ITU-T E.164). Some national plans go beyond, and no carrier connects that.
 */
export const NUMBER_LENGTH_MAX = 16
/** Fewer digits than this are no local number anywhere: the shortest in use have 5. */
const LOCAL_MIN = 5
/** With more digits missing than this, what is there is no number that was cut short. */
const MISSING_MAX = 3

/**
 * Says why `digits`, which `e164` refused, are not a valid number.
 *
 * @param digits with or without a leading plus.
 * @param country whose national numbers are meant when there is no plus.
 */
export function explainDigits(digits: string, country: string): Refusal {
  if (digits.length > NUMBER_LENGTH_MAX) return REFUSALS.beyondE164
  if (digits.startsWith('+')) {
    const code = callingCodeOf(digits.slice(1))
    if (code === null) {
      return {
        rule: 'callingCodeUnknown',
        suggestion: `No country has the calling code after the plus in ${digits}. Correct it.`,
      }
    }
    const national = digits.slice(1 + code.length)
    const plan = planOfCode(code)!
    return explainNational({ digits, national, plan, where: `+${code}`, country })
  }
  return explainNational({
    digits,
    national: digits,
    plan: planOf(country),
    where: country,
    country,
  })
}

interface Refused {
  /** As they were written, with the plus if there is one. */
  readonly digits: string
  /** Without the plus and the calling code. */
  readonly national: string
  readonly plan: NumberingPlan
  /** The country or the calling code, for people. */
  readonly where: string
  readonly country: string
}

function explainNational(refused: Refused): Refusal {
  const { plan, where } = refused
  const count = nationalNumber(refused.national, plan).length
  const shortest = plan.lengths[0]!
  const longest = plan.lengths[plan.lengths.length - 1]!
  const expected = shortest === longest ? `${shortest}` : `${shortest} to ${longest}`
  if (count > longest) {
    return {
      rule: 'tooLong',
      suggestion: `Too many digits: ${where} has ${expected}. Part two numbers with a comma.`,
    }
  }
  if (count < shortest && count >= LOCAL_MIN && mayBeLocal(refused)) {
    return {
      rule: 'areaCodeMissing',
      suggestion: `A local number. Add its area code, to make ${expected} digits (${where}).`,
    }
  }
  const short = explainMissing(refused)
  if (short !== null) return short
  return count >= shortest
    ? {
        rule: 'notInPlan',
        suggestion: `The length fits, but ${where} has no such numbers. Check the area code.`,
      }
    : { rule: 'tooShort', suggestion: 'Too few digits for a phone number. Write it in full.' }
}

/** A number with a plus or the prefix of calls within the country names its area already. */
function mayBeLocal({ digits, national, plan }: Refused): boolean {
  const prefixed = plan.trunkPrefix === '0' && national.startsWith('0')
  return !digits.startsWith('+') && !prefixed
}

/**
 * Says so when some more digits would make a valid number of it. The lengths of the whole country
 * tell less: some numbers of Great Britain have 9 digits, but none that begins with 20.
 */
function explainMissing({ digits, where, country }: Refused): Refusal | null {
  const valid = (more: number): boolean =>
    [...'0123456789'].some(digit => e164(digits + digit.repeat(more), country) !== null)
  const present = digits.replace('+', '').length
  for (let more = 1; more <= MISSING_MAX; more++) {
    if (!valid(more)) continue
    const expected = `${valid(more + 1) ? 'at least ' : ''}${present + more}`
    const suggestion = `Too few digits: there are ${present}, and a number that begins so has ${expected} (${where}).`
    return { rule: 'tooShort', suggestion }
  }
  return null
}

/** Refusals that need no look at the digits. */
export const REFUSALS = {
  noDigits: {
    rule: 'noDigits',
    suggestion: 'The cell holds no number. Leave it empty or write one.',
  },
  spreadsheetError: {
    rule: 'spreadsheetError',
    suggestion: 'The spreadsheet could not compute this cell. Mend its formula and export again.',
  },
  digitsLost: {
    rule: 'digitsLost',
    suggestion:
      'The spreadsheet rounded the number and lost digits. Enter it again in a column of text.',
  },
  beyondE164: {
    rule: 'tooLong',
    suggestion: 'No number has more than 15 digits. Part two numbers with a comma.',
  },
  cellTooLong: {
    rule: 'cellTooLong',
    suggestion: 'The cell is too long for phone numbers. Check that the right column is named.',
  },
  trunkPrefixAfterPlus: {
    rule: 'trunkPrefixAfterPlus',
    suggestion:
      'After the plus stands the prefix for calls within the country. Write the country code.',
  },
  fax: { rule: 'fax', suggestion: 'Marked as a fax: it is not called.' },
  tooManyNumbers: {
    rule: 'tooManyNumbers',
    suggestion: 'The contact has as many numbers as it may have; this one was left out.',
  },
} as const satisfies Record<string, Refusal>
