import type { AttemptId } from '../base/id.ts'

/**
 * Somebody outside who is brought into a call that an operator has. They are a call of their own,
 * placed by `originate` and ended by `hangUp`, with an id of its own.
 */
export interface OutsideCalls {
  /**
   * Brings an answered call into the room of another one that is joined to an operator: `letIn` or
   * `notLetIn` follows. While the callee there is on hold, the operator and they are by themselves;
   * otherwise they are three. As the operator leaves that call, they are joined to nobody again.
   *
   * @param attempt the operator's call. @param outside the answered one.
   */
  letIn(attempt: AttemptId, outside: AttemptId): void
  /**
   * Lets the callee, on hold, with an operator or with nobody, and somebody outside who was let in
   * or has just answered hear each other, and nobody else: `united` or `notUnited` follows. From
   * `united` on the operator's leg is free. As one of the two ends, the other is joined to nobody.
   */
  unite(attempt: AttemptId, outside: AttemptId): void
  /**
   * Takes the operator out of a call, where there is one still, and leaves its callee to music, on
   * hold or not before: they are joined to nobody, and the operator's leg is free at once. No event
   * follows. The music ends with `unite`, `connect`, `announce` or the call, and stays where
   * nobody is there to be united with.
   */
  leaveOnHold(attempt: AttemptId): void
}

/** What comes of it. */
export type OutsideEvent =
  /** Told of the outside call: its person and the operator hear each other. */
  | { readonly kind: 'letIn' }
  /** Told of the outside call, which is joined to nobody. */
  | { readonly kind: 'notLetIn' }
  /** Told of the callee's call. */
  | { readonly kind: 'united'; readonly outside: AttemptId }
  /**
   * Told of the callee's call: they are still with their operator, if that one is there, and `held`
   * or `resumed` says so once more where they were moved.
   */
  | { readonly kind: 'notUnited'; readonly outside: AttemptId }
