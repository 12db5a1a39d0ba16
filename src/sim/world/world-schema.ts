import { z } from 'zod'
import type { Distribution } from '../../base/distribution.ts'
import { CALLEE_KINDS, type CalleeKind } from './world.ts'

/**
 * A number that passes `test`; any other value is refused with `allowed`, which reads on from "must
 * be".
 */
const number = (allowed: string, test: (n: number) => boolean) =>
  z.custom<number>(value => Number.isFinite(value) && test(value as number), {
    error: issue => `must be ${allowed}${instead(issue.input)}`,
  })

/** One of a few words. */
const word = <const T extends string>(...allowed: readonly T[]) =>
  z.custom<T>(value => allowed.includes(value as T), {
    error: issue => `must be one of ${allowed.join(', ')}${instead(issue.input)}`,
  })

/** An object with these keys and no others. The message of unknown ones is the allowed ones. */
const keys = <T extends z.core.$ZodShape>(shape: T) =>
  z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? Object.keys(shape).join(' ')
        : `must have the keys ${Object.keys(shape).join(', ')}${instead(issue.input)}`,
  })

const list = <T extends z.core.$ZodType>(of: T) =>
  z.array(of, { error: issue => `must be a list${instead(issue.input)}` })

function instead(value: unknown): string {
  return value === undefined ? '; it is missing' : `, not ${JSON.stringify(value)}`
}

const share = number('a share from 0 to 1', n => n >= 0 && n <= 1)
const atLeast0 = number('a number from 0 up', n => n >= 0)
const above0 = number('a number above 0', n => n > 0)
const count = number('a whole number from 1 up', n => Number.isInteger(n) && n >= 1)
const countOr0 = number('a whole number from 0 up', n => Number.isInteger(n) && n >= 0)

type Extra = Readonly<Record<string, z.ZodType>>

/**
 * The distributions of `base/distribution.ts`, in seconds; `extra` are keys of a part of a mixture.
 */
function distributions(extra: Extra) {
  return z.discriminatedUnion(
    'dist',
    [
      keys({ dist: z.literal('fixed'), value: atLeast0, ...extra }),
      keys({ dist: z.literal('uniform'), min: atLeast0, max: atLeast0, ...extra }).refine(
        it => (it.min as number) <= (it.max as number),
        { path: ['max'], error: 'must not be below min' },
      ),
      keys({ dist: z.literal('exponential'), mean: above0, ...extra }),
      keys({ dist: z.literal('lognormal'), mean: above0, cv: atLeast0, ...extra }),
      keys({ dist: z.literal('gamma'), mean: above0, cv: atLeast0, ...extra }),
      keys({ dist: z.literal('mixture'), of: parts, ...extra }),
    ],
    {
      error: issue =>
        issue.code === 'invalid_union' && 'options' in issue
          ? `must be one of ${(issue.options as string[]).join(', ')}`
          : `must be a distribution, for example { dist: fixed, value: 2 }${instead(issue.input)}`,
    },
  )
}

const parts: z.ZodType = z.lazy(() =>
  list(distributions({ weight: above0 })).min(1, { error: 'must have at least one part' }),
)

const distribution = distributions({}) as unknown as z.ZodType<Distribution>

/** A list whose `key` grows from entry to entry. */
const ascending = <T extends z.ZodType<object>>(of: T, key: string) =>
  list(of).superRefine((entries, context) => {
    for (let i = 1; i < entries.length; i++) {
      const [before, now] = [entries[i - 1], entries[i]] as Record<string, number>[]
      if (now![key]! > before![key]!) continue
      context.addIssue({
        code: 'custom',
        path: [i, key],
        message: `must be later than the entry before it (${before![key]})`,
      })
    }
  })

const start = z.custom<string>(
  value =>
    typeof value === 'string' &&
    /^\d{4}-.*T.*(Z|[+-]\d\d:\d\d)$/.test(value) &&
    Date.parse(value) > 0,
  { error: issue => `must be an instant such as 2026-03-02T09:00:00Z${instead(issue.input)}` },
)

const change = keys({
  from_min: atLeast0,
  human: share.optional(),
  machine: share.optional(),
  busy: share.optional(),
  invalid: share.optional(),
  congestion: share.optional(),
})

const callee = keys({
  human: share,
  machine: share.default(0),
  busy: share.default(0),
  invalid: share.default(0),
  congestion: share.default(0),
  by_time: ascending(change, 'from_min').default([]),
  ring_s: keys({
    human: distribution,
    machine: distribution.default({ dist: 'lognormal', mean: 18, cv: 0.3 }),
    busy: distribution.default({ dist: 'uniform', min: 1, max: 3 }),
    invalid: distribution.default({ dist: 'uniform', min: 1, max: 3 }),
    congestion: distribution.default({ dist: 'fixed', value: 0.5 }),
    unanswered: distribution.default({ dist: 'fixed', value: 60 }),
  }),
  patience_s: distribution.default({ dist: 'fixed', value: 2 }),
}).superRefine((it, context) => {
  const now: Record<CalleeKind, number> = { ...it }
  for (const [i, step] of [it, ...it.by_time].entries()) {
    for (const kind of CALLEE_KINDS) now[kind] = step[kind] ?? now[kind]
    const sum = CALLEE_KINDS.reduce((total, kind) => total + now[kind], 0)
    if (sum <= 1 + 1e-9) continue
    const path = i === 0 ? [] : ['by_time', i - 1]
    context.addIssue({
      code: 'custom',
      path,
      message: `has shares that add up to ${sum}, which must be at most 1`,
    })
  }
})

const profileStep = keys({ at_min: atLeast0, count: countOr0, announced_min: atLeast0.default(0) })

const fault = keys({ from_min: atLeast0, to_min: atLeast0, congestion: share }).refine(
  it => it.from_min < it.to_min,
  { path: ['to_min'], error: 'must be later than from_min' },
)

/**
 * What a world file holds, as `bench/worlds/README.md` describes it. What a file leaves out is as
 * in the example there.
 */
export const worldSchema = keys({
  name: z.string({ error: issue => `must be a name${instead(issue.input)}` }),
  day: keys({ start, hours: above0, warmup_min: atLeast0.default(0) }),
  operators: keys({
    count: countOr0,
    profile: ascending(profileStep, 'at_min').default([]),
    leave: word('after_call', 'at_once').default('after_call'),
  }),
  callee,
  talk_s: distribution,
  wrap_s: distribution,
  machine_talk_s: distribution.default({ dist: 'lognormal', mean: 6, cv: 0.4 }),
  trunk: keys({ lines: count, cps: above0, faults: list(fault).default([]) }),
  limits: keys({
    abandonment: share,
    window: word('day').default('day'),
    no_answer_s: above0,
    ring_min_s: atLeast0,
    connect_within_s: atLeast0,
  }),
  contacts: z
    .custom<number | 'unlimited'>(
      value => value === 'unlimited' || (Number.isInteger(value) && (value as number) >= 0),
      { error: issue => `must be "unlimited" or a whole number${instead(issue.input)}` },
    )
    .default('unlimited'),
})

/** A world file as it was written, all values in bounds. */
export type WorldFile = z.output<typeof worldSchema>
