import type { Summary } from './summary.ts'

/** One policy in one world, as the bench prints it. */
export interface PacingRow {
  readonly world: string
  /** As it was asked for: `ratio:best` stays so. */
  readonly asked: string
  /** As it was run. */
  readonly policy: string
  readonly limit: number
  readonly summary: Summary
}

/** Carillon's idle time in a world, as a multiple of others'. */
export interface Comparison {
  readonly world: string
  readonly policy: string
  readonly idleSecPerCall: number
  readonly toRatio: number | null
  readonly toVicidial: number | null
  readonly toOmniscient: number | null
}

/** What the rows of one world say of those policies in it that are Carillon's own. */
export function comparisonsOf(rows: readonly PacingRow[]): Comparison[] {
  const over = ({ summary }: PacingRow, is: (other: PacingRow) => boolean): number | null => {
    const other = rows.find(is)?.summary.idle.mean ?? 0
    return other === 0 ? null : summary.idle.mean / other
  }
  return rows
    .filter(row => row.policy.split(',')[0] === 'predictive')
    .map(row => ({
      world: row.world,
      policy: row.policy,
      idleSecPerCall: row.summary.idle.mean,
      toRatio: over(row, it => it.asked === 'ratio:best'),
      toVicidial: over(row, it => it.asked === 'vicidial:best'),
      // The same settings, so that nothing but the knowledge differs.
      toOmniscient: over(row, it => it.policy === row.policy.replace('predictive', 'omniscient')),
    }))
}
