import { CarillonError } from '../base/errors.ts'
import type { Mode } from '../campaign/campaign.ts'
import { PREDICTIVE_DEFAULTS } from '../campaign/rules/predictive-defaults.ts'
import type { Estimator } from '../pacing/estimates/estimates.ts'
import { type PredictiveSettings, predictive } from '../pacing/policies/predictive.ts'
import { ratio } from '../pacing/policies/ratio.ts'
import { vicidial } from '../pacing/policies/vicidial/vicidial.ts'
import { withinBudget } from '../pacing/policies/within-budget.ts'
import type { Policy } from '../pacing/policy.ts'
import { RATIO_MAX } from './checks/bounds.ts'
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
  read(spec: PolicySpec): {
    readonly mode: Mode
    /** The policy itself, as its manager would set it up in a world. */
    readonly policyIn: (world: World) => Policy
  }
}

/** All families, by what stands before the colon and the options. */
const FAMILIES: Readonly<Record<string, Family>> = {
  progressive: {
    usage: 'progressive',
    read(spec) {
      if (spec.argument !== null) spec.refuse('It takes nothing after a colon.')
      spec.allow()
      return { mode: 'progressive', policyIn: () => ratio(1) }
    },
  },
  ratio: {
    usage: 'ratio:K with K lines for each free operator, 1..100, for example ratio:2.9',
    read(spec) {
      const k = linesEach(spec)
      return { mode: 'power', policyIn: () => ratio(k) }
    },
  },
  power: {
    usage: 'power:K, the same as mode power runs it: one line each while the limit is passed',
    read(spec) {
      const k = linesEach(spec)
      return { mode: 'power', policyIn: () => withinBudget(ratio(k)) as Policy }
    },
  },
  predictive: {
    usage:
      'predictive, with drop=Y|N, dropShare=0..1, price=0..1 (the greatest), ' +
      'guarantee=default|strict after commas',
    read(spec) {
      const settingsIn = predictiveSettings(spec)
      return { mode: 'predictive', policyIn: world => predictive(settingsIn(world)) as Policy }
    },
  },
  omniscient: {
    usage: 'omniscient, as predictive, but knowing what it would have to learn',
    read(spec) {
      const settingsIn = predictiveSettings(spec)
      const policyIn = (world: World): Policy =>
        predictive(settingsIn(world), omniscient(world) as Estimator) as Policy
      return { mode: 'predictive', policyIn }
    },
  },
  vicidial: {
    usage: VICIDIAL_USAGE,
    read(spec) {
      const settingsIn = vicidialSettings(spec)
      return { mode: 'power', policyIn: world => vicidial(settingsIn(world)) as Policy }
    },
  },
}

function linesEach(spec: PolicySpec): number {
  spec.allow()
  const k = /^\d+(\.\d+)?$/.test(spec.argument ?? '') ? Number(spec.argument) : 0
  if (!(k >= 1 && k <= RATIO_MAX))
    spec.refuse(`K must be a number from 1 to ${RATIO_MAX}, for example ${spec.head}:2.9.`)
  return k
}

function predictiveSettings(spec: PolicySpec): (world: World) => PredictiveSettings {
  if (spec.argument !== null) spec.refuse('Its options stand after commas, not a colon.')
  spec.allow('drop', 'dropShare', 'price', 'guarantee')
  const own = {
    drop: spec.flag('drop', true),
    dropShareMax: spec.number('dropShare', [0, 1], PREDICTIVE_DEFAULTS.dropShareMax),
    priceMax: spec.number('price', [0, 1], PREDICTIVE_DEFAULTS.priceMax),
    guarantee: spec.word('guarantee', ['default', 'strict'], 'default'),
  }
  return ({ limits }) => ({
    ...own,
    ring: { limit: limits.noAnswer, minimum: limits.ringMinimum },
    connectWithin: limits.connectWithin,
  })
}

/** How every policy is written, for people. */
export const POLICY_USAGE = Object.values(FAMILIES)
  .map(family => family.usage)
  .join('; ')

/**
 * The policy that goes by this name, in a world; see `POLICY_USAGE`.
 *
 * @throws CarillonError USAGE that lists the names, or says what is wrong with an option.
 */
export function policyByName(name: string, world: World): NamedPolicy {
  const { mode, policyIn } = readName(name)
  return { name, mode, policy: policyIn(world) }
}

/** What is wrong with the name of a policy, for people; null: nothing. */
export function policyProblem(name: string): string | null {
  try {
    readName(name)
    return null
  } catch (error) {
    if (error instanceof CarillonError) return error.message
    throw error
  }
}

function readName(name: string): ReturnType<Family['read']> {
  const spec = new PolicySpec(name)
  const family = Object.hasOwn(FAMILIES, spec.head) ? FAMILIES[spec.head] : undefined
  if (family === undefined)
    throw new CarillonError('USAGE', `There is no policy "${name}". Take ${POLICY_USAGE}.`)
  return family.read(spec)
}
