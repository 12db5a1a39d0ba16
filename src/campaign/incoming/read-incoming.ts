import type { Campaign, IncomingRules } from '../campaign.ts'
import { shown } from '../parse/problem.ts'
import { message } from '../parse/sections.ts'
import type { Network } from '../site.ts'
import type { Reader } from '../yaml/reader.ts'
import { duration, oneOf, section } from '../yaml/shapes.ts'
import { INCOMING_WAIT } from './incoming-of.ts'

const incoming = section({
  to: oneOf(['operators', 'message', 'nobody']),
  wait: duration('0s', '10min').default(INCOMING_WAIT),
  unknown: oneOf(['operators', 'message']).default('message'),
  message: message.optional(),
})

/** What becomes of people who call the campaign's number. Undefined: the file does not say. */
export function readIncoming(reader: Reader): IncomingRules | undefined {
  if (reader.raw(['incoming']) === undefined) return undefined
  const found = reader.one(['incoming'], incoming)
  if (found === undefined) return undefined
  for (const key of ['wait', 'unknown'] as const) {
    if (found.to !== 'operators' && reader.raw(['incoming', key]) !== undefined)
      reader.problem(['incoming', key], 'is for callers who are given to operators only.')
  }
  return { ...found, message: found.message ?? null }
}

/** Whether there is a sound for callers, where they have a message of their own. */
export function checkIncoming(
  reader: Reader,
  { incoming: rules }: { readonly incoming?: Campaign['incoming'] | undefined },
  network: Network | null,
  has: (file: string) => boolean,
): void {
  const own = rules?.message ?? null
  if (own === null) return
  const at = ['incoming', 'message', 'file']
  if (own.file === undefined) {
    if (network !== null)
      reader.problem(at, 'is missing. On real lines a sound is played. Name a WAV file.')
  } else if (!has(own.file)) {
    const todo = 'Put the sound there, or name another file.'
    reader.problem(at, `is ${shown(own.file)}, but there is no such file. ${todo}`)
  }
}
