import { z } from 'zod'
import { shown } from '../parse/problem.ts'
import type { Reader } from '../yaml/reader.ts'
import { name, phone, record } from '../yaml/shapes.ts'
import { NO_TRANSFERS, type TransferRules } from './transfer-rules.ts'

/** More numbers than an operator could choose from. */
const OUTSIDE_MAX = 50

const number = z
  .preprocess(
    raw => (typeof raw === 'string' ? { number: raw } : raw),
    record({ name: name('what operators call the number').optional(), number: phone }),
  )
  .transform(one => ({ name: one.name ?? null, number: one.number }))

/** Where people may be given besides other operators. Nobody outside, where nothing is said. */
export function readTransfers(reader: Reader): TransferRules {
  if (!reader.keys(['transfers'], ['outside'])) return NO_TRANSFERS
  const list = ['transfers', 'outside']
  const items = reader.many(list, number, OUTSIDE_MAX)
  const known = new Set<string>()
  for (const { at, value } of items)
    for (const key of ['name', 'number'] as const) {
      const one = value[key]?.toLowerCase()
      const where = typeof reader.raw(at) === 'string' ? at : [...at, key]
      if (one === undefined) continue
      if (known.has(one)) reader.problem(where, `is ${shown(value[key]!)} a second time.`)
      known.add(one)
    }
  return { outside: items.map(({ value }) => value) }
}

/** A name that is an operator's too would say two things in the same place. */
export function checkOutsideNames(
  reader: Reader,
  { outside }: TransferRules,
  operators: readonly string[],
): void {
  const ids = operators.map(id => id.toLowerCase())
  reader.texts(['transfers', 'outside'], 'name').forEach(({ at, text }) => {
    if (!outside.some(one => one.name === text) || !ids.includes(text.toLowerCase())) return
    reader.problem(
      at,
      `is ${shown(text)}, as an operator of the site is called. Name it otherwise.`,
    )
  })
}
