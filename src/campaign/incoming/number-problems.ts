import type { CardProblem } from '../card.ts'
import type { Contact } from '../contact.ts'
import type { Disposition } from '../disposition.ts'

/**
 * What a disposition promises that cannot be kept without a number: whoever withholds theirs can
 * neither be called back nor be put on the stop list.
 */
export function numberProblems(
  { calledIn }: Pick<Contact, 'calledIn'>,
  dispositions: readonly Disposition[],
  disposition: string,
): readonly CardProblem[] {
  const chosen = dispositions.find(one => one.id === disposition)
  const needs = chosen?.then === 'callback' || chosen?.then === 'stop'
  if (calledIn !== 'withheld' || !needs) return []
  const why = 'needs a number, and whoever called withheld theirs'
  const problem = `«${chosen.label}» ${why}: choose another, and write down what they ask for.`
  return [{ field: 'disposition', problem }]
}
