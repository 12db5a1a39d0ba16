import type { DayFigures } from '../../sim/compare/day-job.ts'
import type { Failure } from '../../store/sqlite/protocol.ts'

/** What a thread says of the day it was given. */
export type FromDays =
  | { readonly kind: 'done'; readonly figures: DayFigures }
  | { readonly kind: 'failed'; readonly failure: Failure }
