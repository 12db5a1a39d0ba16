import type { Disposition, DispositionThen } from '../disposition.ts'
import type { RetryRule } from '../retry-plan.ts'
import { checkTwice, type Item, type Reader } from '../yaml/reader.ts'
import { name, oneOf, record, text } from '../yaml/shapes.ts'
import { completed, DEFAULT_DISPOSITION_RULE, RULE_KEYS } from './retry.ts'

/** More dispositions than an operator could choose from. */
const DISPOSITIONS_MAX = 50

const THENS: readonly DispositionThen[] = [
  'finish',
  'callback',
  'retry',
  'wrongNumber',
  'machine',
  'stop',
]

const shape = record({
  id: name('the name of the disposition'),
  label: text('what the operator reads'),
  // biome-ignore lint/suspicious/noThenProperty: nobody awaits a shape, and files say «then».
  then: oneOf(THENS),
  ...RULE_KEYS,
})

/** Dispositions, and the rules of those after which the contact is tried again. */
export interface ReadDispositions {
  readonly dispositions: readonly Disposition[]
  readonly rules: Readonly<Record<string, RetryRule>>
}

/**
 * The dispositions at `dispositions`. One that leads to `retry` says itself after how long, how
 * often and on which phone.
 */
export function readDispositions(reader: Reader): ReadDispositions {
  const items = reader.many(['dispositions'], shape, DISPOSITIONS_MAX)
  const raw = reader.raw(['dispositions'])
  if (raw === undefined || (Array.isArray(raw) && raw.length === 0)) {
    reader.problem(['dispositions'], 'is missing. It must be a list of what may come of a call.')
  }
  checkTwice(reader, ['dispositions'])
  for (const { at, value } of items) {
    const keys = ['after', 'max', 'phone'] as const
    for (const key of keys.filter(key => value.then !== 'retry' && value[key] !== undefined)) {
      reader.problem(
        [...at, key],
        `belongs to dispositions that lead to retry, not to ${value.then}.`,
      )
    }
  }
  const retried = items.filter(item => item.value.then === 'retry')
  return {
    dispositions: items.map(({ value: { id, label, then } }: Item<Disposition>) => ({
      id,
      label,
      then,
    })),
    rules: Object.fromEntries(
      retried.map(({ value }) => [value.id, completed(value, DEFAULT_DISPOSITION_RULE)]),
    ),
  }
}
