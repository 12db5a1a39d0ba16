/**
 * What the day's drop percentage above its limit does to the dial level: ADAPT_HARD_LIMIT sets it
 * to 1, ADAPT_AVERAGE halves it, ADAPT_TAPERED cuts it by the time that is left of the day.
 */
export type VicidialRule = 'hard-limit' | 'average' | 'tapered'

/**
 * The settings of a VICIdial campaign that its pacing reads, and what it runs on. What is named in
 * capitals or with underscores here and in the files beside is VICIdial's own name, as of version
 * 2.14 (bin/AST_VDauto_dial.pl, bin/AST_VDadapt.pl, extras/MySQL_AST_CREATE_tables.sql).
 */
export interface VicidialSettings {
  /** `dial_method`. */
  readonly rule: VicidialRule
  /**
   * `available_only_ratio_tally`: whether lines follow those who wait for a call only, or those who
   * talk too.
   */
  readonly availableOnly: boolean
  /** `adaptive_maximum_level`, at least 1. */
  readonly maximumLevel: number
  /** `adaptive_intensity`, −40 to 40: how boldly the level follows, in percent. */
  readonly intensity: number
  /**
   * `adaptive_dl_diff_target`, −40 to 40: how many calls should wait for operators; below 0,
   * operators for calls. By ADAPT_CALC_ONLY it moves the level and nothing else.
   */
  readonly differenceTarget: number
  /** `adaptive_latest_server_time` as the number HHMM: when dialing ends, for `tapered`. */
  readonly latest: number
  /** `dial_timeout`, ms: how long a line rings at most. */
  readonly dialTimeout: number
  /** `drop_call_seconds`, in ms: how long a person waits for an operator at most. */
  readonly dropAfter: number
  /** `max_vicidial_trunks` of the server. */
  readonly lines: number
  /** `outbound_calls_per_second` of the server. */
  readonly callsPerSecond: number
  /** A local midnight on the clock of the observations, monotonic ms; may be below 0. */
  readonly midnight: number
}

/** What VICIdial has before anybody sets it, once a dial method that adapts is chosen. */
export const VICIDIAL_DEFAULTS = {
  availableOnly: false,
  maximumLevel: 3,
  intensity: 0,
  differenceTarget: 0,
  latest: 2100,
} as const
