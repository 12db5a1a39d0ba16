import type { Instant } from '../base/duration.ts'

/** What the operator sees and fills in. */
export interface CardDefinition {
  readonly fields: readonly CardField[]
  readonly script: Script
}

/** What may be written into a field. */
export type FieldKind =
  | 'text'
  | 'longText'
  | 'number'
  | 'choice'
  | 'choices'
  | 'checkbox'
  | 'date'
  | 'phone'

/** One field of the form. */
export interface CardField {
  readonly id: string
  readonly label: string
  readonly kind: FieldKind
  /** Must be filled in (a checkbox: ticked) before a disposition that finishes the contact. */
  readonly required: boolean
  /** Column of the contact it is filled from, or null. */
  readonly from: string | null
  /** Allowed answers of `choice` and `choices`; empty for the other kinds. */
  readonly options: readonly string[]
  /** Bounds of `number`, both included; null for none. */
  readonly min: number | null
  readonly max: number | null
}

/** Steps that lead through a talk. The operator may leave at any step. */
export interface Script {
  /** Id of the first step, or null when there is no script. */
  readonly start: string | null
  readonly steps: readonly ScriptStep[]
}

/** One thing to say, and where it leads. */
export interface ScriptStep {
  readonly id: string
  /** What to say; `{column}` is replaced by the contact's data. */
  readonly say: string
  /** The field this step asks for, or null. */
  readonly ask: string | null
  /** Where to go by the answer; the first that fits. An empty list ends the script. */
  readonly next: readonly ScriptBranch[]
}

/** One way on from a step. */
export interface ScriptBranch {
  /** The answer that leads here, or null for any. */
  readonly when: string | null
  readonly to: string
}

/** Answers as data: a value for each field that was filled. */
export type CardAnswers = Readonly<Record<string, CardValue>>
/** One answer: text and dates as text, several choices as a list. */
export type CardValue = string | number | boolean | readonly string[]

/** A callback the person agreed to. */
export interface CallbackWish {
  readonly at: Instant
  /** Promised to the operator who asks for it, or to any. */
  readonly own: boolean
}

/** What keeps a card from being closed, in words for the operator. */
export interface CardProblem {
  /** Field id, or `disposition` or `callback`. */
  readonly field: string
  readonly problem: string
}
