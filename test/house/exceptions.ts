/** A place where a rule does not hold, and why. The list may only shrink. */
export interface Exception {
  /** The title of the rule. */
  readonly rule: string
  readonly path: string
  readonly reason: string
}

/** None today. */
export const EXCEPTIONS: readonly Exception[] = []
