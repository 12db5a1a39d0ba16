import { CarillonError } from '../base/errors.ts'
import type { Mode } from '../campaign/campaign.ts'
import { predictive } from '../pacing/policies/predictive.ts'
import { ratio } from '../pacing/policies/ratio.ts'
import type { Policy } from '../pacing/policy.ts'
import { PolicySpec } from './policy-spec.ts'
import type { WorldLimits } from './world/world.ts'

/**
 * A pacing policy by the name under which `carillon simulate` knows it, with the mode it runs in.
 */
export interface NamedPolicy {
  readonly name: string
  readonly mode: Mode
  readonly policy: Policy
}

/** Policies that are written alike. */
interface Family {
  /** How they are written, for people. */
  readonly usage: string
  /** @throws CarillonError USAGE if the rest of the name does not fit. */
  make(spec: PolicySpec, limits: WorldLimits): Omit<NamedPolicy, 'name'>
}

/** All families, by what stands before the colon and the options. */
const FAMILIES: Readonly<Record<string, Family>> = {
  progressive: {
    usage: 'progressive',
    make(spec) {
      if (spec.argument !== null) spec.refuse('It takes nothing after a colon.')
      spec.allow()
      return { mode: 'progressive', policy: ratio(1) }
    },
  },
  ratio: {
    usage: 'ratio:K with K lines for each free operator, from 1 up, for example ratio:2.9',
    make(spec) {
      spec.allow()
      const k = /^\d+(\.\d+)?$/.test(spec.argument ?? '') ? Number(spec.argument) : 0
      if (k < 1) spec.refuse('K must be a number from 1 up, for example ratio:2.9.')
      return { mode: 'power', policy: ratio(k) }
    },
  },
  predictive: {
    usage: 'predictive, with drop=Y|N, dropShare=0..1, guarantee=default|strict after commas',
    make(spec, { noAnswer, ringMinimum, connectWithin }) {
      if (spec.argument !== null) spec.refuse('Its options stand after commas, not a colon.')
      spec.allow('drop', 'dropShare', 'guarantee')
      const policy = predictive({
        ring: { limit: noAnswer, minimum: ringMinimum },
        connectWithin,
        drop: spec.flag('drop', true),
        dropShareMax: spec.number('dropShare', [0, 1], 0.5),
        guarantee: spec.word('guarantee', ['default', 'strict'], 'default'),
      })
      return { mode: 'predictive', policy: policy as Policy }
    },
  },
}

/** How every policy is written, for people. */
export const POLICY_USAGE = Object.values(FAMILIES)
  .map(family => family.usage)
  .join('; ')

/**
 * The policy that goes by this name; see `POLICY_USAGE`.
 *
 * @param limits those of the world it is for.
 * @throws CarillonError USAGE that lists the names, or says what is wrong with an option.
 */
export function policyByName(name: string, limits: WorldLimits): NamedPolicy {
  const spec = new PolicySpec(name)
  const family = Object.hasOwn(FAMILIES, spec.head) ? FAMILIES[spec.head] : undefined
  if (family === undefined) {
    throw new CarillonError('USAGE', `There is no policy "${name}". Take ${POLICY_USAGE}.`)
  }
  return { name, ...family.make(spec, limits) }
}
