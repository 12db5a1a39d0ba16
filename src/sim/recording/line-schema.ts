import { z } from 'zod'
import type { Entry } from '../../dialing/inbox.ts'
import type { PlacedLine, RecordingHeader } from './recording.ts'

const instead = (value: unknown): string =>
  value === undefined ? '; it is missing' : `, not ${JSON.stringify(value)?.slice(0, 60)}`

const number = (allowed: string, test: (n: number) => boolean) =>
  z.custom<number>(value => Number.isFinite(value) && test(value as number), {
    error: ({ input }) => `must be ${allowed}${instead(input)}`,
  })

const atLeast0 = number('a number from 0 up', n => n >= 0)
const count = number('a whole number from 0 up', n => Number.isInteger(n) && n >= 0)
const share = number('a share from 0 to 1', n => n >= 0 && n <= 1)
const id = z.custom<string>(value => typeof value === 'string' && value !== '', {
  error: ({ input }) => `must be an id in quotes${instead(input)}`,
})
const word = (...allowed: readonly string[]) =>
  z.custom<string>(value => allowed.includes(value as string), {
    error: ({ input }) => `must be one of ${allowed.join(', ')}${instead(input)}`,
  })
const list = <T extends z.core.$ZodType>(of: T) =>
  z.array(of, { error: ({ input }) => `must be a list${instead(input)}` })
/** An object that has at least these keys. */
const keys = <T extends z.core.$ZodShape>(shape: T) =>
  z.looseObject(shape, {
    error: ({ input }) => `must have the keys ${Object.keys(shape).join(', ')}${instead(input)}`,
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
const JOIN = ['connected', 'connectFailed'] as const

const event = oneOf(
  'kind',
  [...CALL, ...JOIN, 'answered', 'ended', 'operatorUp', 'operatorDown'],
  [
    keys({ ...kinds(...CALL), attempt: id }),
    keys({ ...kinds('answered'), attempt: id, by: word('person', 'machine', 'unknown') }),
    keys({ ...kinds(...JOIN), attempt: id, operator: id }),
    keys({
      ...kinds('ended'),
      attempt: id,
      cause: word(...CAUSES),
      from: word('callee', 'us', 'network'),
    }),
    keys({ ...kinds('operatorUp'), operator: id }),
    keys({
      ...kinds('operatorDown'),
      operator: id,
      why: word('noAnswer', 'refused', 'lost', 'asked'),
    }),
  ],
)

const PLAIN_ACTS = ['signOut', 'ready', 'break', 'gone'] as const
const CARD_ACTS = ['startCall', 'saveCard', 'closeCard', 'extendWrapUp', 'hangUp'] as const

const action = oneOf(
  'kind',
  ['signIn', 'leaveAt', ...PLAIN_ACTS, ...CARD_ACTS],
  [
    keys({ ...kinds('signIn'), operator: id, campaigns: list(id) }),
    keys({ ...kinds('leaveAt'), operator: id, at: z.union([atLeast0, z.null()]) }),
    keys({ ...kinds(...PLAIN_ACTS), operator: id }),
    keys({ ...kinds(...CARD_ACTS), operator: id, attempt: id }),
  ],
)

const OTHER_REPLIES = ['begun', 'funnel', 'recovered', 'failed'] as const

const reply = oneOf(
  'kind',
  ['leased', 'cardStored', ...OTHER_REPLIES],
  [
    keys({
      ...kinds('leased'),
      campaign: id,
      which: word('general', 'demanded'),
      asked: count,
      contacts: list(z.unknown()),
    }),
    keys({ ...kinds('cardStored'), attempt: id, disposition: id }),
    keys(kinds(...OTHER_REPLIES)),
  ],
)

const command = oneOf(
  'kind',
  ['start', 'stop', 'windDown', 'stopNow', 'breakFor', 'handCard', 'closeCard'],
  [
    keys({ ...kinds('start', 'stop'), campaign: id }),
    keys(kinds('windDown', 'stopNow')),
    keys({ ...kinds('breakFor'), operator: id }),
    keys({ ...kinds('handCard'), attempt: id, to: id }),
    keys({ ...kinds('closeCard'), attempt: id }),
  ],
)

const from = (name: string) => ({ from: z.literal(name) })

const input = oneOf(
  'from',
  ['telephony', 'trunk', 'desk', 'store', 'control', 'timer', 'wrapUp', 'preview', 'clock'],
  [
    keys({ ...from('telephony'), event }),
    keys({ ...from('trunk'), capacity: keys({ trunk: id, lines: count }) }),
    keys({ ...from('desk'), action }),
    keys({ ...from('store'), reply }),
    keys({ ...from('control'), command }),
    keys({ ...from('timer'), attempt: id }),
    keys({ ...from('wrapUp'), operator: id, attempt: id }),
    keys({ ...from('preview'), attempt: id }),
    keys(from('clock')),
  ],
)

/** One input of the engine. Keys that a replay has no use for are let through as they are. */
export const entrySchema = keys({
  at: atLeast0,
  wall: atLeast0,
  input,
}) as unknown as z.ZodType<Entry>

/** One call placed. */
export const placedSchema = keys({
  at: atLeast0,
  wall: atLeast0,
  placed: keys({ attempt: id, campaign: id }),
}) as unknown as z.ZodType<PlacedLine>

/** The first line. */
export const headerSchema = keys({
  recording: word1(),
  trunks: list(keys({ id, lines: count, callsPerSecond: number('above 0', n => n > 0) })),
  budgets: list(keys({ id, limit: share })),
  campaigns: list(
    keys({
      id,
      policy: id,
      trunks: list(id),
      budget: id,
      ring: keys({ limit: atLeast0, minimum: atLeast0 }),
      connectWithin: atLeast0,
      machineDispositions: list(id),
    }),
  ),
}) as unknown as z.ZodType<RecordingHeader>

function word1() {
  return z.literal(1, {
    error: ({ input }) => `must be 1, the version this Carillon reads${instead(input)}`,
  })
}
