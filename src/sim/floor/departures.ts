import type { Leave } from '../world/world.ts'

/** What an operator does, as the figures of a day see it. `idle` includes being reserved. */
export type Doing = 'away' | 'idle' | 'talk' | 'wrap' | 'break'

/** An operator as those who choose the leavers see them. */
export interface Present {
  readonly doing: Doing
  /** When that began; idle time goes on while reserved. */
  readonly since: number
  /** Whether they are to go already. */
  readonly leaving: boolean
  /** Whether they have said that they will go. */
  readonly announced: boolean
}

const ORDER: Readonly<Record<Leave, readonly Doing[]>> = {
  at_once: ['idle', 'wrap', 'talk', 'break'],
  after_call: ['wrap', 'talk', 'idle', 'break'],
}

/** Operators at work who are not about to go. */
export const staying = <T extends Present>(operators: readonly T[]): readonly T[] =>
  operators.filter(operator => operator.doing !== 'away' && !operator.leaving)

/**
 * Who goes when the number of operators falls by `count`, in the order of the world format: with
 * `at_once` those free, in wrap-up and in talk; with `after_call` those in wrap-up, in talk and
 * free; in each group those who have been in it longest. Those already leaving are not chosen
 * again, and those who said they would go are chosen first.
 */
export function chooseLeavers<T extends Present>(
  operators: readonly T[],
  count: number,
  leave: Leave,
): readonly T[] {
  const order = ORDER[leave]
  return [...staying(operators)]
    .sort(
      (a, b) =>
        Number(b.announced) - Number(a.announced) ||
        order.indexOf(a.doing) - order.indexOf(b.doing) ||
        a.since - b.since,
    )
    .slice(0, Math.max(0, count))
}
