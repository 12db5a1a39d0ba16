/**
 * Every rule a row or one of its phone cells may break. The first group is about the row as a
 * whole, the second about one number in a phone column.
 */
export const RULES = [
  'cellCount',
  'phoneMissing',
  'zoneUnknown',
  'priorityOutOfRange',

  'noDigits',
  'spreadsheetError',
  'digitsLost',
  'cellTooLong',
  'trunkPrefixAfterPlus',
  'callingCodeUnknown',
  'areaCodeMissing',
  'tooShort',
  'tooLong',
  'notInPlan',
  'fax',
  'tooManyNumbers',
] as const

/** The name of a broken rule: stable, for programs; people read its suggestion. */
export type Rule = (typeof RULES)[number]

/** A rule that was broken, and what the list's owner can do about it. */
export interface Refusal {
  readonly rule: Rule
  /** One or two sentences: what is wrong, and what to do. */
  readonly suggestion: string
}
