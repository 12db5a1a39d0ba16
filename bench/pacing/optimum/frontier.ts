import { assert } from '../../../src/base/assert.ts'
import { type Curve, type MarkovDialer, type Outcome, outcomeOf } from './markov-dialer.ts'
import { type Optimum, Solver } from './solve.ts'

/** The best that any rule can do at one abandonment. */
export interface Mixed extends Outcome {
  /**
   * Neighbours on the frontier, fewer abandoned first; the optimum follows each for its share of
   * the time. One of them where it is a point of the frontier itself.
   */
  readonly mix: readonly { readonly share: number; readonly optimum: Optimum }[]
}

/** A dialer with as many lines as it may want. */
export type FreeDialer = Omit<MarkovDialer, 'linesMax'>

/** A point lies on the line between two others when it is no higher than this, in operators. */
const FLAT = 1e-7

/**
 * The exact optimum at one abandonment: the most occupancy of any rule, randomised or not. With one
 * bound on one mean it is a mixture of two optima of one price (Beutler and Ross, "Optimal policies
 * for controlled Markov chains with a constraint", 1985), found by looking between the two that are
 * known until nothing lies above the line through them.
 *
 * @param abandonment 0–1. What is had with lines always at the bound is the most there is.
 */
export function optimumAt(dialer: FreeDialer, abandonment: number): Mixed {
  return withLinesEnough(
    dialer,
    bounded => between(bounded, abandonment),
    ({ mix }) => mix.map(({ optimum }) => optimum.curve),
  )
}

/** The optima at these prices. The lower the price, the more are abandoned. */
export function frontier(dialer: FreeDialer, prices: readonly number[]): readonly Optimum[] {
  return withLinesEnough(
    dialer,
    bounded => {
      const solver = new Solver(bounded)
      return prices.map(price => solver.optimum(price))
    },
    optima => optima.map(({ curve }) => curve),
  )
}

/** Raises the bound on lines until no curve of what is found touches it. */
function withLinesEnough<Found>(
  dialer: FreeDialer,
  find: (bounded: MarkovDialer) => Found,
  curves: (found: Found) => readonly Curve[],
): Found {
  // So many lines bring some more answers than there are operators.
  for (let lines = Math.ceil((1.2 * dialer.operators + 3) / dialer.human); ; lines *= 2) {
    const found = find({ ...dialer, linesMax: lines })
    if (curves(found).every(curve => Math.max(...curve) < lines)) return found
  }
}

/** The optimum where no more than `linesMax` lines may ring. */
function between(dialer: MarkovDialer, abandonment: number): Mixed {
  const solver = new Solver(dialer)
  let careful = safest(solver)
  let bold = solver.optimum(0)
  if (abandonment <= careful.abandonment) return alone(careful)
  if (abandonment >= bold.abandonment) return alone(bold)
  for (;;) {
    const slope = (bold.busy - careful.busy) / (bold.abandonedPerSec - careful.abandonedPerSec)
    const next = solver.optimum(slope)
    if (next.gain - (careful.busy - slope * careful.abandonedPerSec) < FLAT)
      return mixed(dialer, careful, bold, abandonment)
    if (next.abandonment <= abandonment) careful = next
    else bold = next
  }
}

/** Nobody is ever abandoned: no more lines than free operators. The best such rule. */
function safest(solver: Solver): Optimum {
  const { dialer } = solver
  const curve = Array.from({ length: dialer.operators + 1 }, (_, busy) => dialer.operators - busy)
  const { busy } = solver.evaluate(curve)
  return { price: Number.POSITIVE_INFINITY, curve, gain: busy, ...outcomeOf(dialer, busy, 0) }
}

const alone = (optimum: Optimum): Mixed => ({ ...optimum, mix: [{ share: 1, optimum }] })

/** The point with this abandonment on the line between two outcomes. */
function mixed(dialer: MarkovDialer, careful: Optimum, bold: Optimum, abandonment: number): Mixed {
  // On the line abandoned = odds × connected there is no surplus of abandoned calls.
  const odds = abandonment / (1 - abandonment)
  const surplus = ({ abandonedPerSec, busy }: Outcome) =>
    abandonedPerSec - (odds * busy) / dialer.talkSec
  const share = surplus(bold) / (surplus(bold) - surplus(careful))
  assert(share >= 0 && share <= 1, 'the abandonment lies between the neighbours')
  const mean = (of: (outcome: Outcome) => number) => share * of(careful) + (1 - share) * of(bold)
  return {
    ...outcomeOf(
      dialer,
      mean(o => o.busy),
      mean(o => o.abandonedPerSec),
    ),
    mix: [
      { share, optimum: careful },
      { share: 1 - share, optimum: bold },
    ],
  }
}
