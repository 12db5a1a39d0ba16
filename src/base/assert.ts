/** A bug in the program itself: something that cannot be so, is so. */
export class BrokenRule extends Error {
  constructor(rule: string) {
    super(`This must never happen: ${rule}`)
    this.name = 'BrokenRule'
  }
}

/**
 * States what must hold. Stays on in production: an engine that has lost its own rules must stop
 * dialing rather than go on.
 */
export function assert(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new BrokenRule(rule)
}

/** Closes a `switch` over a union: the compiler refuses it while a case is missing. */
export function never(value: never): never {
  throw new BrokenRule(`a case is missing for ${JSON.stringify(value)}`)
}
