import { type Duration, hours, minutes, seconds } from '../../../base/duration.ts'
import type { Fault, Forbidding, TrunkSign } from './signs.ts'

/** Why a trunk takes no calls. */
export type TrunkTrouble =
  | { readonly kind: 'full' }
  | ({ readonly kind: 'forbidden' } & Forbidding)
  | { readonly kind: 'unreached'; readonly fault: Fault }

/** What is known of a trunk from its calls and from its probes. Pure; times are monotonic ms. */
export interface TrunkState {
  /** Calls it carries at once when all is well. */
  readonly lines: number
  /** Whether probes find out that it is there again. */
  readonly probed: boolean
  /** Why it takes no calls, and until when; `until` null: until it answers a probe. */
  readonly out: { readonly trouble: TrunkTrouble; readonly until: number | null } | null
  /** Lines let through while it is not out: few when it comes back, all when it has proven well. */
  readonly open: number
  /** How often it was taken out since it was last well. */
  readonly relapses: number
  readonly full: Row
  readonly forbidden: Row
  /** Requests in a row that nobody answered. */
  readonly silences: number
}

/** Refusals in a row, and whom they were of. */
interface Row {
  readonly count: number
  readonly numbers: readonly string[]
}

/** What happens to a trunk: signs of its calls, replies to probes, and time. */
export type TrunkInput =
  | TrunkSign
  | { readonly kind: 'probeAnswered' }
  | { readonly kind: 'probeFailed'; readonly fault: Fault }
  | { readonly kind: 'time' }

/**
 * One route without room is not a carrier without room: it takes so many 503 in a row, of several.
 */
const FULL_ROW = { count: 5, numbers: 2 } as const
/** 403 may be for one number, as 401, 402 and 407 never are: those are of the trunk after two. */
const FORBIDDEN_ROW = { count: 5, numbers: 3 } as const
const CHALLENGED_ROW = { count: 2, numbers: 1 } as const
/** A packet may be lost, two in a row are a carrier that is not there. */
const SILENCES = 2
/**
 * Pauses, doubled at each relapse. What a carrier asks for is kept within the same kind of bounds.
 */
const FULL_PAUSE = { first: seconds(1), longest: minutes(1) } as const
const ASKED_PAUSE = { first: seconds(1), longest: minutes(5) } as const
const FORBIDDEN_PAUSE = { first: minutes(5), longest: hours(1) } as const
const UNREACHED_PAUSE = { first: seconds(5), longest: minutes(1) } as const

const NONE: Row = { count: 0, numbers: [] }

/** A trunk of which nothing is known: it is taken to be well. */
export function newTrunk(lines: number, probed: boolean): TrunkState {
  const nothing = { out: null, relapses: 0, full: NONE, forbidden: NONE, silences: 0 }
  return { lines, probed, open: lines, ...nothing }
}

/** Lines that calls may use now. */
export function usableLines({ out, open }: TrunkState): number {
  return out === null ? open : 0
}

/** Goes on from what has happened at `now`. */
export function stepTrunk(state: TrunkState, input: TrunkInput, now: number): TrunkState {
  switch (input.kind) {
    case 'time':
      return timePassed(state, now)
    case 'unreached':
    case 'probeFailed':
      return unreached(state, input.fault, now)
    case 'probeAnswered':
      return isThere(state)
    case 'served':
      return served(isThere(state))
    case 'full':
      return full(isThere(state), input.number, input.retryIn, now)
    case 'forbidden':
      return forbidden(isThere(state), input.number, input, now)
  }
}

/** After its pause a trunk is tried with one call. */
function timePassed(state: TrunkState, now: number): TrunkState {
  const { out } = state
  if (out === null || out.until === null || now < out.until) return state
  return { ...state, out: null, open: 1 }
}

/** Any response says that it is there (RFC 3261, section 11). */
function isThere(state: TrunkState): TrunkState {
  const back = state.out?.trouble.kind === 'unreached'
  if (state.silences === 0 && !back) return state
  return { ...state, silences: 0, ...(back ? { out: null, open: state.lines, relapses: 0 } : {}) }
}

/** Comes back by doubling. While it is out, calls from before say nothing new. */
function served(state: TrunkState): TrunkState {
  if (state.out !== null) return state
  const open = Math.min(state.lines, state.open * 2)
  const relapses = open === state.lines ? 0 : state.relapses
  return { ...state, full: NONE, forbidden: NONE, open, relapses }
}

function full(state: TrunkState, number: string, retryIn: number | null, now: number): TrunkState {
  if (state.out !== null) return state
  const row = longer(state.full, number)
  const trouble = { kind: 'full' } as const
  if (retryIn !== null) {
    const { first, longest } = ASKED_PAUSE
    const pause = Math.min(longest, Math.max(first, seconds(retryIn)))
    return takenOut(state, trouble, now + pause)
  }
  if (!isLong(state, row, FULL_ROW)) return { ...state, full: row }
  return takenOut(state, trouble, now + pauseOf(state, FULL_PAUSE))
}

function forbidden(
  state: TrunkState,
  number: string,
  { status, unanswerable }: Forbidding,
  now: number,
): TrunkState {
  if (state.out !== null) return state
  const row = longer(state.forbidden, number)
  const enough = status === 403 ? FORBIDDEN_ROW : CHALLENGED_ROW
  if (!isLong(state, row, enough)) return { ...state, forbidden: row }
  const trouble = { kind: 'forbidden', status, unanswerable } as const
  return takenOut(state, trouble, now + pauseOf(state, FORBIDDEN_PAUSE))
}

/** What is out for another reason stays out for that one. */
function unreached(state: TrunkState, fault: Fault, now: number): TrunkState {
  const silences = fault === 'silent' ? state.silences + 1 : state.silences
  const known = { ...state, silences }
  if (fault === 'silent' && silences < SILENCES) return known
  const { out } = state
  if (out !== null && out.trouble.kind !== 'unreached') return known
  const trouble = { kind: 'unreached', fault } as const
  if (out !== null) return { ...known, out: { trouble, until: out.until } }
  return takenOut(known, trouble, state.probed ? null : now + pauseOf(state, UNREACHED_PAUSE))
}

function takenOut(state: TrunkState, trouble: TrunkTrouble, until: number | null): TrunkState {
  const relapses = state.relapses + 1
  return { ...state, out: { trouble, until }, relapses, full: NONE, forbidden: NONE }
}

/** A trunk that is being tried again has no credit: its first refusal counts. */
function isLong(
  { relapses }: TrunkState,
  { count, numbers }: Row,
  enough: { readonly count: number; readonly numbers: number },
): boolean {
  return relapses > 0 || (count >= enough.count && numbers.length >= enough.numbers)
}

function longer({ count, numbers }: Row, number: string): Row {
  const known = numbers.includes(number) || numbers.length >= FORBIDDEN_ROW.numbers
  return { count: count + 1, numbers: known ? numbers : [...numbers, number] }
}

function pauseOf(
  { relapses }: TrunkState,
  { first, longest }: { readonly first: Duration; readonly longest: Duration },
): Duration {
  return Math.min(longest, first * 2 ** Math.min(relapses, 16))
}
