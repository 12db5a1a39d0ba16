import { z } from 'zod'
import type { Distribution } from '../../base/distribution.ts'
import { isDate } from '../../base/duration.ts'
import {
  CONTACTS_MAX,
  CPS_MAX,
  CPS_MIN,
  CV_MAX,
  DAY_HOURS_MAX,
  LENGTH_SEC_MAX,
  LINES_MAX,
  MINUTES_MAX,
  NO_ANSWER_SEC_MAX,
  OPERATORS_MAX,
  WEIGHT_MAX,
} from '../checks/bounds.ts'
import { above0, figure, from, instead, keys, list, share, whole, word } from '../checks/shapes.ts'

const seconds = from(0, LENGTH_SEC_MAX)
const mean = above0(LENGTH_SEC_MAX)
const cv = from(0, CV_MAX)
const minute = from(0, MINUTES_MAX)
const operators = whole(0, OPERATORS_MAX)

type Extra = Readonly<Record<string, z.ZodType>>

/** Mixtures within one another: nobody means so many, and each is drawn from at every call. */
const MIXTURES_MAX = 10

/**
 * The distributions of `base/distribution.ts`, in seconds; `extra` are keys of a part of a mixture,
 * `within` is how many mixtures it is in.
 */
function distributions(extra: Extra, within: number) {
  return z.discriminatedUnion(
    'dist',
    [
      keys({ dist: z.literal('fixed'), value: seconds, ...extra }),
      keys({ dist: z.literal('uniform'), min: seconds, max: seconds, ...extra }).refine(
        it => (it.min as number) <= (it.max as number),
        { path: ['max'], error: 'must not be below min' },
      ),
      keys({ dist: z.literal('exponential'), mean, ...extra }),
      keys({ dist: z.literal('lognormal'), mean, cv, ...extra }),
      keys({ dist: z.literal('gamma'), mean, cv, ...extra }),
      keys({ dist: z.literal('mixture'), of: partsOf(within + 1), ...extra }),
    ],
    {
      error: issue =>
        issue.code === 'invalid_union' && 'options' in issue
          ? `must be one of ${(issue.options as string[]).join(', ')}`
          : `must be a distribution, for example { dist: fixed, value: 2 }${instead(issue.input)}`,
    },
  )
}

/** What a mixture is of; it is the `depth`th of those around it. */
const partsOf = (depth: number): z.ZodType =>
  depth > MIXTURES_MAX
    ? z.never({ error: `must not be within ${MIXTURES_MAX} other mixtures` })
    : list(distributions({ weight: above0(WEIGHT_MAX) }, depth)).min(1, {
        error: 'must have at least one part',
      })

const distribution = distributions({}, 0) as unknown as z.ZodType<Distribution>

const start = z.custom<string>(
  value =>
    typeof value === 'string' &&
    /^\d{4}-.*T.*(Z|[+-]\d\d:\d\d)$/.test(value) &&
    Date.parse(value) > 0 &&
    isDate(value.slice(0, value.indexOf('T'))),
  { error: issue => `must be an instant such as 2026-03-02T09:00:00Z${instead(issue.input)}` },
)

const change = keys({
  from_min: minute,
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
  by_time: list(change).default([]),
  ring_s: keys({
    human: distribution,
    machine: distribution.default({ dist: 'lognormal', mean: 18, cv: 0.3 }),
    busy: distribution.default({ dist: 'uniform', min: 1, max: 3 }),
    invalid: distribution.default({ dist: 'uniform', min: 1, max: 3 }),
    congestion: distribution.default({ dist: 'fixed', value: 0.5 }),
    unanswered: distribution.default({ dist: 'fixed', value: 60 }),
  }),
  patience_s: distribution.default({ dist: 'fixed', value: 2 }),
})

const profileStep = keys({ at_min: minute, count: operators, announced_min: minute.default(0) })

const fault = keys({ from_min: minute, to_min: minute, congestion: share })

const name = z.custom<string>(value => typeof value === 'string' && value.trim() !== '', {
  error: issue => `must be a name${instead(issue.input)}`,
})

const contacts = z.custom<number | 'unlimited'>(
  value => value === 'unlimited' || whole(0, CONTACTS_MAX).safeParse(value).success,
  {
    error: issue =>
      `must be "unlimited" or a whole number up to ${figure(CONTACTS_MAX)}${instead(issue.input)}`,
  },
)

/**
 * What a world file holds, as `bench/worlds/README.md` describes it, key by key; what the keys have
 * to do with each other is asked by `contradictions`. What a file leaves out is as in the example
 * there.
 */
export const worldSchema = keys({
  name,
  day: keys({ start, hours: above0(DAY_HOURS_MAX), warmup_min: minute.default(0) }),
  operators: keys({
    count: operators,
    profile: list(profileStep).default([]),
    leave: word('after_call', 'at_once').default('after_call'),
  }),
  callee,
  talk_s: distribution,
  wrap_s: distribution,
  machine_talk_s: distribution.default({ dist: 'lognormal', mean: 6, cv: 0.4 }),
  trunk: keys({
    lines: whole(1, LINES_MAX),
    cps: from(CPS_MIN, CPS_MAX),
    faults: list(fault).default([]),
  }),
  limits: keys({
    abandonment: share,
    window: word('day').default('day'),
    no_answer_s: above0(NO_ANSWER_SEC_MAX),
    ring_min_s: from(0, NO_ANSWER_SEC_MAX),
    connect_within_s: seconds,
  }),
  contacts: contacts.default('unlimited'),
})

/** A world file as it was written, all values in bounds. */
export type WorldFile = z.output<typeof worldSchema>
