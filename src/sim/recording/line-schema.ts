import { z } from 'zod'
import type { Entry } from '../../dialing/inbox.ts'
import {
  CPS_MAX,
  CPS_MIN,
  LENGTH_SEC_MAX,
  LINES_MAX,
  MONOTONIC_MAX,
  NO_ANSWER_SEC_MAX,
  WALL_MAX,
} from '../checks/bounds.ts'
import { above0, from, id, instead, keys, list, share, someKeys, whole } from '../checks/shapes.ts'
import { policyProblem } from '../policy-names.ts'
import { inputSchema } from './input-schema.ts'
import type { PlacedLine, RecordingHeader } from './recording.ts'

const moment = from(0, MONOTONIC_MAX)
const wall = from(0, WALL_MAX)
const lines = whole(0, LINES_MAX)

/** One line of the recording: an input, and when it came in. */
export const entrySchema = someKeys({
  at: moment,
  wall,
  input: inputSchema,
}) as unknown as z.ZodType<Entry>

/** One call placed. */
export const placedSchema = someKeys({
  at: moment,
  wall,
  placed: someKeys({ attempt: id, campaign: id }),
}) as unknown as z.ZodType<PlacedLine>

/** The name of a policy that this Carillon knows. */
const policy = id.superRefine((name, context) => {
  const message = policyProblem(name)
  if (message !== null) context.addIssue({ code: 'custom', message })
})

/** The first line: what it names must be in it. */
export const headerSchema = keys({
  recording: word1(),
  trunks: list(keys({ id, lines, callsPerSecond: from(CPS_MIN, CPS_MAX) })),
  budgets: list(keys({ id, limit: share })),
  campaigns: list(
    keys({
      id,
      policy,
      trunks: list(id),
      budget: id,
      ring: keys({
        limit: above0(1000 * NO_ANSWER_SEC_MAX),
        minimum: from(0, 1000 * NO_ANSWER_SEC_MAX),
      }),
      connectWithin: from(0, 1000 * LENGTH_SEC_MAX),
      machineDispositions: list(id),
    }),
  ).min(1, { error: 'must name at least one campaign' }),
}).superRefine(({ trunks, budgets, campaigns }, context) => {
  const ids = (of: readonly { readonly id: string }[]) => of.map(one => one.id)
  const refuse = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: 'custom', path: ['campaigns', ...path], message })
  for (const [i, one] of campaigns.entries()) {
    const { limit, minimum } = one.ring
    if (minimum > limit)
      refuse([i, 'ring', 'minimum'], `must be at most limit, which is ${limit}, not ${minimum}`)
    if (!ids(budgets).includes(one.budget))
      refuse([i, 'budget'], `must be one of ${ids(budgets).join(', ')}${instead(one.budget)}`)
    for (const [j, trunk] of one.trunks.entries())
      if (!ids(trunks).includes(trunk))
        refuse([i, 'trunks', j], `must be one of ${ids(trunks).join(', ')}${instead(trunk)}`)
  }
}) as unknown as z.ZodType<RecordingHeader>

function word1() {
  return z.literal(1, {
    error: ({ input }) => `must be 1, the version this Carillon reads${instead(input)}`,
  })
}
