import type { z } from 'zod'
import { insteadOf } from '../../campaign/yaml/nearest.ts'

/** Something wrong with a value: the keys that lead there, and what it is, path first. */
export interface Fault {
  readonly path: readonly PropertyKey[]
  readonly text: string
}

/** All that a schema of `shapes.ts` has found. */
export const faultsOf = (error: z.ZodError): Fault[] =>
  error.issues.flatMap(({ path, message, ...issue }) => {
    if (issue.code !== 'unrecognized_keys') return [faultAt(path, message)]
    // The message names the keys that are allowed.
    return issue.keys.map(key => {
      const problem = `there is no key ${key} here. ${insteadOf(key, message.split(' '))}`
      return { path: [...path, key], text: faultAt(path, problem).text }
    })
  })

/** What is wrong at a path, as people write paths: `operators.profile[0].count: must be …`. */
export function faultAt(path: readonly PropertyKey[], problem: string): Fault {
  const keys = path.map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return { path, text: keys === '' ? problem : `${keys.replace(/^\./, '')}: ${problem}` }
}
