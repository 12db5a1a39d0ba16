/** A number that operators may bring into their calls, and give people to. */
export interface OutsideNumber {
  /** What operators call it, or null: they type the number. */
  readonly name: string | null
  /** E.164 with the plus. */
  readonly number: string
}

/** Where people may be given besides other operators. */
export interface TransferRules {
  /** In the order of the file; nothing else outside is called. */
  readonly outside: readonly OutsideNumber[]
}

/** No number outside. */
export const NO_TRANSFERS: TransferRules = { outside: [] }

/**
 * Which number an operator means.
 *
 * @param typed its name, in capitals or not, or the number, with whatever stands between its
 *   digits.
 * @returns its place among those allowed, or null: it is none of them.
 */
export function placeOutside({ outside }: TransferRules, typed: string): number | null {
  const name = typed.trim().toLowerCase()
  const number = `+${typed.replace(/\D/g, '')}`
  const isNumber = isNumberLike(typed)
  const place = outside.findIndex(
    one => one.name?.toLowerCase() === name || (isNumber && one.number === number),
  )
  return place === -1 ? null : place
}

/** What an operator sees of it. */
export const shownAs = ({ name, number }: OutsideNumber): string =>
  name === null ? number : `${name} (${number})`

/** Whether what was typed is meant as a telephone number, whosever it is. */
export const isNumberLike = (typed: string): boolean => /^\s*\+?[\d\s().-]+$/.test(typed)
