import type { BudgetState } from '../observation.ts'
import { type Credit, caution, creditOf } from './credit.ts'
import { type Falls, fallsAfter, noFalls } from './falls.ts'
import { lentTo } from './loan.ts'

/** What the governor remembers. */
export interface Governor {
  /** Slow factor of the price: what the forecast is wrong by on the whole is learned here. */
  readonly bias: number
  /** People handled when it was last looked at; null: it never was. */
  readonly handled: number | null
  readonly falls: Falls
}

/** The governor before anything has happened. */
export const newGovernor: Governor = { bias: 1, handled: null, falls: noFalls }

/** A price, and the governor after it was made. */
export interface Priced {
  readonly governor: Governor
  readonly credit: Credit
  /** The chance of finding nobody up to which a line is worth starting, 0–1. */
  readonly price: number
  /** The price that is never refused: what it puts at risk is paid back as it goes. */
  readonly least: number
  /** People who may be abandoned at once without passing the limit; a whole number. */
  readonly bearable: number
}

/** When and for whom the price is asked. */
export interface Moment {
  /** Milliseconds of the engine's clock. */
  readonly at: number
  /** Operators who are there, free or busy. */
  readonly team: number
  /** The price is never above this, 0–1, nor is the least price. */
  readonly greatest: number
}

/** The least price at a limit of 3 %: a thousandth of the answers at most is put at risk. */
const PRICE_MIN = 0.0007
/** Target reserve, in standard deviations of the credit under this control. */
const RESERVE_DEVIATIONS = 2.7
/** Gain of the slow factor, for each abandonment earned. */
const BIAS_GAIN = 0.08
const [BIAS_MIN, BIAS_MAX] = [0.1, 12] as const

/**
 * The price of the moment. The credit left is held a little above zero: within a width around its
 * target the price answers by the factor e for each width (an Ornstein–Uhlenbeck process, whose
 * standard deviation is √(width / 2)); near zero a gate closes, and below it the least price holds.
 * That is not progressive: at the least price hardly anybody is abandoned and yet far more people
 * are connected than at one line each, so that what is owed is paid back sooner.
 */
export function priceOf(
  governor: Governor,
  budget: BudgetState,
  { at, team, greatest }: Moment,
): Priced {
  const credit = creditOf(budget)
  const falls = fallsAfter(governor.falls, at, credit)
  const { earned, left, handled } = credit
  const { limit } = budget
  const width = 1.2 + 0.6 * earned ** (2 / 3)
  const error = (left - target(width, credit, falls)) / width
  // A new window begins with nothing handled: the bias learned so far stays true. What was handled
  // before the first look, by an engine that was started anew, says nothing of this forecast.
  const newly = Math.max(0, handled - (governor.handled ?? handled))
  const bias = clip(
    governor.bias * Math.exp(BIAS_GAIN * clip(error, -1.5, 1.5) * limit * newly),
    BIAS_MIN,
    BIAS_MAX,
  )
  const least = Math.min(greatest, PRICE_MIN * Math.min(1, limit / 0.03))
  const lent = lentTo(credit, limit, team)
  const owed = left + lent < wholePerson(credit)
  const wished = bias * limit * Math.exp(clip(error, -3.5, 0.7)) * gate(left + lent, earned)
  return {
    governor: { bias, handled, falls },
    credit,
    price: owed ? least : clip(wished, least, greatest),
    least,
    bearable: Math.max(0, Math.floor(left + lent)),
  }
}

/** The credit to be kept: against chance, and against falls as were seen in this campaign. */
function target(width: number, credit: Credit, { worst }: Falls): number {
  const shock = 0.7 * Math.max(0, worst - 3.5) * Math.min(1, credit.earned / 12)
  return RESERVE_DEVIATIONS * Math.sqrt(width / 2) * caution(credit) + shock
}

/**
 * Below this credit the least price holds. One person more would pass the limit, and a window that
 * has earned few may end before it has paid that back; one that has earned many goes on.
 */
const wholePerson = ({ earned }: Credit): number => (earned > 6 ? 0.6 : 1)

/** Closes as the credit at hand nears zero. */
const gate = (atHand: number, earned: number): number =>
  clip(atHand / (1 + Math.min(1, earned / 20)), 0.03, 1) ** 1.5

const clip = (x: number, from: number, to: number): number => Math.min(to, Math.max(from, x))
