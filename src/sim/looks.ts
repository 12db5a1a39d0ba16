import type { Duration } from '../base/duration.ts'
import type { Timeline } from '../base/timeline.ts'
import type { Standing, Truth } from './truth.ts'

/** Somebody who looks at a day while it runs. */
export interface Looks {
  /** From the start on and again after each so many ms. */
  readonly every: Duration
  readonly look: (standing: Standing) => void
}

/** Looks for the first time, and goes on for as long as the timeline does. */
export function lookAgain(looks: Looks, truth: Truth, timeline: Timeline): void {
  looks.look(truth.standing())
  timeline.after(looks.every, () => lookAgain(looks, truth, timeline))
}
