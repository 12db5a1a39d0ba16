/**
 * How an operator's own phone is part of their work. `held`: it is called once, as they sign in,
 * and stays in that call for the whole shift; people are joined within some 100 ms. `callback`: it
 * is called when there is work for them, before anybody is called for them, and let go when there
 * is none; they can use it for other things meanwhile.
 */
export type LegKind = (typeof LEG_KINDS)[number]

/** All of them. */
export const LEG_KINDS = ['held', 'callback'] as const

/** What operators have where nothing is said. */
export const LEG_DEFAULT: LegKind = 'held'
