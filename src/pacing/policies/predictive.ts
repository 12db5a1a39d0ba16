import { noMachines, peopleOnly, type UnheardMachines, withUnheard } from '../budget/machines.ts'
import { type Governor, newGovernor, type Priced, priceOf } from '../budget/price.ts'
import { strictRoom } from '../budget/strict.ts'
import type { Estimates, Estimator } from '../estimates/estimates.ts'
import { learner } from '../estimates/learner.ts'
import { dropsOf } from '../forecast/drops.ts'
import {
  launched,
  nobodyChance,
  type Outlook,
  outlook,
  ruinChance,
  surgeChance,
} from '../forecast/outlook.ts'
import { situationOf } from '../forecast/situation.ts'
import type { Observation } from '../observation.ts'
import type { Ahead, Began, Decision, Memory, Policy } from '../policy.ts'

/** How the predictive policy is to pace a campaign. */
export interface PredictiveSettings {
  /** How long a line may ring, and how long it must before it may be dropped, ms. */
  readonly ring: { readonly limit: number; readonly minimum: number }
  /** How soon a person who answers must hear an operator, ms. */
  readonly connectWithin: number
  /** Whether surplus lines may be dropped after the lawful minimum ring. */
  readonly drop: boolean
  /** The largest share of all lines that may be dropped, 0–1. */
  readonly dropShareMax: number
  /** The greatest price, 0–1; see `budget/price.ts`. */
  readonly priceMax: number
  /**
   * `default`: the limit holds but for a small, tested chance. `strict`: it holds whatever the
   * lines
   * in flight come to.
   */
  readonly guarantee: 'default' | 'strict'
}

/** What the policy holds from one decision to the next. */
export interface PredictiveState {
  readonly began: Began
  readonly learned: unknown
  readonly governor: Governor
  readonly machines: UnheardMachines
  readonly lines: { readonly launched: number; readonly dropped: number }
}

/** Between decisions at least so long passes, ms, unless an operator is free without a line. */
const RHYTHM = 250
/** The chance of a burst that uses up the credit is kept below this, at every moment. */
const RUIN = 0.002
/** The same if many more answer than is believed: such a change is rare itself. */
const SURGE_RUIN = 0.1
/**
 * Until so many have answered, each free operator has one line: nothing is known yet. A past stands
 * for some of them.
 */
const ANSWERS_FIRST = 10

/**
 * Starts a line while the chance that its answer would find nobody is below a price, and moves the
 * price so that the window's abandonment comes out just under the limit; see
 * `src/pacing/README.md`.
 *
 * @param estimator where its beliefs come from; by default it learns.
 */
export function predictive(
  settings: PredictiveSettings,
  estimator: Estimator = learner({
    ringLimit: settings.ring.limit,
    connectWithin: settings.connectWithin,
  }) as Estimator,
): Policy<PredictiveState> {
  const initial: PredictiveState = {
    began: { from: 'nothing' },
    learned: estimator.initial,
    governor: newGovernor,
    machines: noMachines,
    lines: { launched: 0, dropped: 0 },
  }
  return {
    name: 'predictive',
    initial,
    rhythm: RHYTHM,
    memory: memoryOf(initial, estimator),
    decide(state, seen) {
      const { state: learned, estimates } = estimator.learn(state.learned, seen)
      const machines = withUnheard(state.machines, seen.news, estimates.ring.person, seen.budget)
      const budget = peopleOnly(seen.budget, machines)
      const priced = priceOf(state.governor, budget, {
        at: seen.at,
        team: seen.free + seen.busy,
        greatest: settings.priceMax,
      })
      const { governor, credit, price } = priced
      const due = Math.max(0, seen.free - seen.waiting - seen.ringing)
      const dropped = state.lines.dropped + droppedOf(seen)
      const knows = seen.budget.limit > 0 && estimates.answers >= ANSWERS_FIRST
      const now = situationOf(seen)
      const ahead = outlook(now, estimates)
      const plan = knows ? planned(seen, estimates, ahead, priced) : { lines: due, chance: 0 }
      const strict = settings.guarantee === 'strict' ? strictRoom(seen) : Infinity
      const launches = Math.min(plan.lines, strict, seen.room)
      const drops =
        knows && settings.drop
          ? dropsOf(now, estimates, {
              price,
              credit,
              settings,
              wanting: Math.max(0, plan.lines - seen.spareLines),
              lines: { launched: state.lines.launched, dropped },
            })
          : 0
      return {
        state: {
          began: state.began,
          learned,
          governor,
          machines,
          lines: { launched: state.lines.launched + launches, dropped },
        },
        launches,
        drops,
        because: {
          rule: knows ? 'predictive' : 'progressive',
          target: seen.ringing + plan.lines,
          limitedBy: launches === plan.lines ? 'nothing' : launches === strict ? 'budget' : 'room',
          forecast: { chance: plan.chance, price, credit: credit.left, ahead: aheadOf(ahead) },
          began: state.began,
        },
      } satisfies Decision<PredictiveState>
    },
  }
}

/** A line that is asked for too early is not dropped: those count that really were. */
const droppedOf = ({ news }: Observation): number =>
  news.filter(item => item.kind === 'unanswered' && item.dropped).length

/** What was learned is kept; the governor begins anew, since every window has its own credit. */
function memoryOf(initial: PredictiveState, estimator: Estimator): Memory<PredictiveState> {
  return {
    keep: ({ learned }) => estimator.keep(learned),
    resume(kept) {
      const past = estimator.resume(kept)
      if (past === null) return { ...initial, began: { from: 'unreadable' } }
      const { state: learned, answers } = past
      return { ...initial, learned, began: { from: 'past', answers: Math.round(answers) } }
    },
  }
}

/**
 * Lines one by one, while each is worth it and no burst of their answers could use up the credit;
 * at least one for each free operator.
 */
function planned(
  seen: Observation,
  estimates: Estimates,
  ahead: Outlook,
  { price, least, bearable }: Priced,
): { readonly lines: number; readonly chance: number } {
  const due = Math.max(0, seen.free - seen.waiting - seen.ringing)
  // At one moment no more is started than a team could ever use: the next decision is soon.
  const most = Math.max(12, Math.ceil(1.5 * (seen.free + seen.busy)))
  for (let lines = 0; ; lines++) {
    const chance = nobodyChance(ahead)
    const isSafe = chance <= least || (chance <= price && isBorne(ahead, bearable))
    if (lines >= most || (lines >= due && !isSafe)) return { lines, chance }
    launched(ahead, estimates)
  }
}

/** Whether no burst of answers is likely to use up the credit. */
const isBorne = (ahead: Outlook, bearable: number): boolean =>
  ruinChance(ahead, bearable) <= RUIN && surgeChance(ahead, bearable) <= SURGE_RUIN

/** The outlook as people read it: what is expected by when, with the lines started now. */
const aheadOf = (moments: Outlook): readonly Ahead[] =>
  moments.map(({ sec, taken, freed }) => ({
    withinSec: sec,
    answers: taken.mean,
    freed: freed.mean,
  }))
