/** What the operator says came of a call, and what follows from it. */
export interface Disposition {
  readonly id: string
  readonly label: string
  readonly then: DispositionThen
}

/**
 * - `finish`: the contact is done.
 * - `callback`: the card asks when, and whether by the same operator.
 * - `retry`: another attempt after the disposition's rule in the retry plan, on the next phone.
 * - `wrongNumber`: this phone is out; the contact goes on with its others.
 * - `machine`: nobody was there; the rule for machines in the retry plan.
 * - `stop`: the number goes on the stop list and the contact is done.
 */
export type DispositionThen = 'finish' | 'callback' | 'retry' | 'wrongNumber' | 'machine' | 'stop'
