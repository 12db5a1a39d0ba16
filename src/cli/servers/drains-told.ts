import type { ServerState } from '../../app/reading/watching.ts'
import { KINDS } from './server-words.ts'

/**
 * What a log is told of servers that are drained: that they are, and that they are not any more.
 *
 * @returns the sentences that are new since it was asked last.
 */
export function drainsTold(): (drained: readonly ServerState[]) => readonly string[] {
  let known: ReadonlySet<string> = new Set()
  return drained => {
    const now = new Set(drained.map(({ kind, name }) => `${KINDS[kind]} ${name}`))
    const begun = without(now, known).map(
      one => `${one} is drained: it is given nothing new until it is taken back.`,
    )
    const over = without(known, now).map(one => `${one} is used again.`)
    known = now
    return [...begun, ...over]
  }
}

const without = (all: ReadonlySet<string>, some: ReadonlySet<string>): readonly string[] =>
  [...all].filter(one => !some.has(one))
