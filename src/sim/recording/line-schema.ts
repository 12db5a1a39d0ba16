import { z } from 'zod'
import type { Entry } from '../../dialing/inbox.ts'
import {
  ASKED_MAX,
  CPS_MAX,
  CPS_MIN,
  LENGTH_SEC_MAX,
  LINES_MAX,
  MONOTONIC_MAX,
  NO_ANSWER_SEC_MAX,
  WALL_MAX,
} from '../checks/bounds.ts'
import {
  above0,
  from,
  instead,
  keys,
  list,
  share,
  someKeys,
  whole,
  word,
} from '../checks/shapes.ts'
import { policyProblem } from '../policy-names.ts'
import type { PlacedLine, RecordingHeader } from './recording.ts'

const moment = from(0, MONOTONIC_MAX)
const wall = from(0, WALL_MAX)
const lines = whole(0, LINES_MAX)
const id = z.custom<string>(value => typeof value === 'string' && value !== '', {
  error: ({ input }) => `must be an id in quotes${instead(input)}`,
})

type Variants = readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]]

/** One of several objects, told apart by the word under `key`. */
const oneOf = (key: string, allowed: readonly string[], variants: Variants) =>
  z.discriminatedUnion(key, variants, {
    error: ({ input }) => {
      const found = (input as Record<string, unknown> | null | undefined)?.[key]
      return `must be one of ${allowed.join(', ')}${instead(found)}`
    },
  })

const kinds = (...names: readonly string[]) => ({ kind: z.literal(names) })

const CAUSES = [
  ...['noAnswer', 'busy', 'invalid', 'congestion', 'refused'],
  ...['failed', 'cancelled', 'hangUp'],
] as const
const CALL = ['trying', 'ringing', 'earlyMedia', 'digit', 'announced', 'lost'] as const

const event = oneOf(
  'kind',
  [...CALL, 'connected', 'connectFailed', 'answered', 'ended', 'operatorUp', 'operatorDown'],
  [
    someKeys({ ...kinds(...CALL), attempt: id }),
    someKeys({ ...kinds('answered'), attempt: id, by: word('person', 'machine', 'unknown') }),
    someKeys({ ...kinds('connected'), attempt: id, operator: id }),
    someKeys({
      ...kinds('connectFailed'),
      attempt: id,
      operator: id,
      why: word('leg', 'network').default('leg'),
    }),
    someKeys({
      ...kinds('ended'),
      attempt: id,
      cause: word(...CAUSES),
      from: word('callee', 'us', 'network'),
    }),
    someKeys({ ...kinds('operatorUp'), operator: id }),
    someKeys({
      ...kinds('operatorDown'),
      operator: id,
      why: word('noAnswer', 'refused', 'hungUp', 'lost', 'asked'),
    }),
  ],
)

const PLAIN_ACTS = ['signOut', 'ready', 'break', 'gone'] as const
const CARD_ACTS = ['startCall', 'saveCard', 'closeCard', 'extendWrapUp', 'hangUp'] as const

const action = oneOf(
  'kind',
  ['signIn', 'leaveAt', ...PLAIN_ACTS, ...CARD_ACTS],
  [
    someKeys({ ...kinds('signIn'), operator: id, campaigns: list(id) }),
    someKeys({
      ...kinds('leaveAt'),
      operator: id,
      at: z.union([wall, z.null()], {
        error: ({ input }) => `must be null or an instant in ms${instead(input)}`,
      }),
    }),
    someKeys({ ...kinds(...PLAIN_ACTS), operator: id }),
    someKeys({ ...kinds(...CARD_ACTS), operator: id, attempt: id }),
  ],
)

const OTHER_REPLIES = ['begun', 'funnel', 'recovered', 'failed'] as const

const reply = oneOf(
  'kind',
  ['leased', 'cardStored', ...OTHER_REPLIES],
  [
    someKeys({
      ...kinds('leased'),
      campaign: id,
      which: word('general', 'demanded'),
      asked: whole(0, ASKED_MAX),
      contacts: list(z.unknown()),
    }),
    someKeys({ ...kinds('cardStored'), attempt: id, disposition: id }),
    someKeys(kinds(...OTHER_REPLIES)),
  ],
)

const command = oneOf(
  'kind',
  ['start', 'stop', 'windDown', 'stopNow', 'breakFor', 'handCard', 'closeCard'],
  [
    someKeys({ ...kinds('start', 'stop'), campaign: id }),
    someKeys(kinds('windDown', 'stopNow')),
    someKeys({ ...kinds('breakFor'), operator: id }),
    someKeys({ ...kinds('handCard'), attempt: id, to: id }),
    someKeys({ ...kinds('closeCard'), attempt: id }),
  ],
)

const source = (name: string) => ({ from: z.literal(name) })

const input = oneOf(
  'from',
  [
    ...['telephony', 'incoming', 'trunk', 'desk', 'store', 'control'],
    ...['timer', 'wrapUp', 'preview', 'clock'],
  ],
  [
    someKeys({ ...source('telephony'), event }),
    someKeys({ ...source('incoming'), call: id }),
    someKeys({ ...source('trunk'), capacity: someKeys({ trunk: id, lines }) }),
    someKeys({ ...source('desk'), action }),
    someKeys({ ...source('store'), reply }),
    someKeys({ ...source('control'), command }),
    someKeys({ ...source('timer'), attempt: id }),
    someKeys({ ...source('wrapUp'), operator: id, attempt: id }),
    someKeys({ ...source('preview'), attempt: id }),
    someKeys(source('clock')),
  ],
)

/** One input of the engine. Keys that a replay has no use for are let through as they are. */
export const entrySchema = someKeys({
  at: moment,
  wall,
  input,
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
