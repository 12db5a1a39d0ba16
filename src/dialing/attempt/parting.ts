import type { AttemptEffect, AttemptState } from './attempt.ts'

/** The person is on the way from one operator to another. */
export type Handing = Extract<AttemptState, { name: 'handing' }>

/** The person and an operator hear each other. */
export type Talking = Extract<AttemptState, { name: 'talking' }>

/** Who has what after a talk: the operator the card, a guest nothing. */
export function talkEnds({ operator, guest }: Talking): readonly AttemptEffect[] {
  const freed: readonly AttemptEffect[] =
    guest === null ? [] : [{ do: 'freeGuest', operator: guest }]
  return [{ do: 'callEnded', operator }, ...freed]
}

/**
 * Who has the card after a call that ended on the way: the operator before, and the next one where
 * the one before is gone. The others are free.
 */
export function partings({ from, to, guest }: Handing): readonly AttemptEffect[] {
  const others = [to, guest].filter(one => one !== null && one !== (from ?? to))
  const freed = [...new Set(others)].map(one => ({ do: 'freeGuest', operator: one! }) as const)
  const keeps: readonly AttemptEffect[] = from === null ? [{ do: 'handOn', from, to }] : []
  return [...keeps, { do: 'callEnded', operator: from ?? to }, ...freed]
}
