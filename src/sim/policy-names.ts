import { CarillonError } from '../base/errors.ts'
import type { Mode } from '../campaign/campaign.ts'
import { PREDICTIVE_DEFAULTS } from '../campaign/rules/predictive-defaults.ts'
import type { Estimator } from '../pacing/estimates/estimates.ts'
import { type PredictiveSettings, predictive } from '../pacing/policies/predictive.ts'
import { ratio } from '../pacing/policies/ratio.ts'
import { vicidial } from '../pacing/policies/vicidial/vicidial.ts'
import { withinBudget } from '../pacing/policies/within-budget.ts'
import type { Policy } from '../pacing/policy.ts'
import { omniscient } from './omniscient.ts'
import { PolicySpec } from './policy-spec.ts'
import { VICIDIAL_USAGE, vicidialSettings } from './vicidial-name.ts'
import type { World } from './world/world.ts'

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
  make(spec: PolicySpec, world: World): Omit<NamedPolicy, 'name'>
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
      return { mode: 'power', policy: ratio(linesEach(spec)) }
    },
  },
  power: {
    usage: 'power:K, the same as mode power runs it: one line each while the limit is passed',
    make(spec) {
      return { mode: 'power', policy: withinBudget(ratio(linesEach(spec))) as Policy }
    },
  },
  predictive: {
    usage: 'predictive, with drop=Y|N, dropShare=0..1, guarantee=default|strict after commas',
    make(spec, world) {
      if (spec.argument !== null) spec.refuse('Its options stand after commas, not a colon.')
      const policy = predictive(settingsOf(spec, world))
      return { mode: 'predictive', policy: policy as Policy }
    },
  },
  omniscient: {
    usage: 'omniscient, as predictive, but knowing what it would have to learn',
    make(spec, world) {
      if (spec.argument !== null) spec.refuse('Its options stand after commas, not a colon.')
      const policy = predictive(settingsOf(spec, world), omniscient(world) as Estimator)
      return { mode: 'predictive', policy: policy as Policy }
    },
  },
  vicidial: {
    usage: VICIDIAL_USAGE,
    make: (spec, world) => ({
      mode: 'power',
      policy: vicidial(vicidialSettings(spec, world)) as Policy,
    }),
  },
}

function linesEach(spec: PolicySpec): number {
  spec.allow()
  const k = /^\d+(\.\d+)?$/.test(spec.argument ?? '') ? Number(spec.argument) : 0
  if (k < 1) spec.refuse(`K must be a number from 1 up, for example ${spec.head}:2.9.`)
  return k
}

function settingsOf(spec: PolicySpec, { limits }: World): PredictiveSettings {
  spec.allow('drop', 'dropShare', 'guarantee')
  return {
    ring: { limit: limits.noAnswer, minimum: limits.ringMinimum },
    connectWithin: limits.connectWithin,
    drop: spec.flag('drop', true),
    dropShareMax: spec.number('dropShare', [0, 1], PREDICTIVE_DEFAULTS.dropShareMax),
    guarantee: spec.word('guarantee', ['default', 'strict'], 'default'),
  }
}

/** How every policy is written, for people. */
export const POLICY_USAGE = Object.values(FAMILIES)
  .map(family => family.usage)
  .join('; ')

/**
 * The policy that goes by this name; see `POLICY_USAGE`.
 *
 * @throws CarillonError USAGE that lists the names, or says what is wrong with an option.
 */
export function policyByName(name: string, world: World): NamedPolicy {
  const spec = new PolicySpec(name)
  const family = Object.hasOwn(FAMILIES, spec.head) ? FAMILIES[spec.head] : undefined
  if (family === undefined) {
    throw new CarillonError('USAGE', `There is no policy "${name}". Take ${POLICY_USAGE}.`)
  }
  return { name, ...family.make(spec, world) }
}
