import { assert } from '../base/assert.ts'
import type { Contact } from '../campaign/contact.ts'
import type { LeaseQuery } from './port.ts'

/**
 * The lane in which a contact stands in line to be called: a whole number from 2 to 59 made of what
 * kind of attempt it needs, its priority, and whether it was called before. Within a lane the
 * longest due comes first. An order of leasing is then an order of lanes, so that a store with
 * millions of contacts answers from one index whichever order a campaign prefers.
 */
export type Lane = number

/** What kind of attempt a contact needs; lanes of one kind are 20 apart from those of the next. */
const GENERAL = 0
const CALLBACK = 1
const DEMANDED = 2
const KIND_STEP = 20
const PRIORITIES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const

/** @returns the lane of a contact as it stands. */
export function laneOf(
  contact: Pick<Contact, 'priority' | 'attempts' | 'counts' | 'demand'>,
): Lane {
  const { priority } = contact
  assert(Number.isInteger(priority) && priority >= 1 && priority <= 9, 'a priority is 1 to 9')
  return lane(kindOf(contact), priority, wasCalled(contact))
}

/**
 * @returns lanes in the order in which a lease takes from them: callbacks first, then by priority.
 */
export function lanesInOrder({ which, order }: Pick<LeaseQuery, 'which' | 'order'>): Lane[] {
  const kinds = which === 'general' ? [GENERAL] : [CALLBACK, DEMANDED]
  const called = order === 'fresh' ? [false, true] : [true, false]
  return kinds.flatMap(kind =>
    PRIORITIES.flatMap(priority => called.map(before => lane(kind, priority, before))),
  )
}

/** @returns whether contacts of this lane were promised a callback. */
export function isCallback(of: Lane): boolean {
  return Math.floor(of / KIND_STEP) === CALLBACK
}

function lane(kind: number, priority: number, called: boolean): Lane {
  return kind * KIND_STEP + priority * 2 + (called ? 1 : 0)
}

function kindOf({ demand }: Pick<Contact, 'demand'>): number {
  if (demand === null) return GENERAL
  return demand.why === 'callback' ? CALLBACK : DEMANDED
}

/**
 * Attempts that never reached the callee are not among `attempts`, but they are among the counts.
 */
function wasCalled({ attempts, counts }: Pick<Contact, 'attempts' | 'counts'>): boolean {
  if (attempts > 0) return true
  for (const _ in counts) return true
  return false
}
