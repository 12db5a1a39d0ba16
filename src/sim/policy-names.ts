import { CarillonError } from '../base/errors.ts'
import type { Mode } from '../campaign/campaign.ts'
import { ratio } from '../pacing/policies/ratio.ts'
import type { Policy } from '../pacing/policy.ts'

/**
 * A pacing policy by the name under which `carillon simulate` knows it, with the mode it runs in.
 */
export interface NamedPolicy {
  readonly name: string
  readonly mode: Mode
  readonly policy: Policy
}

/**
 * The policy that goes by this name: `progressive`, or `ratio:K` with K lines for each free
 * operator.
 * @throws CarillonError USAGE that lists the names.
 */
export function policyByName(name: string): NamedPolicy {
  if (name === 'progressive') return { name, mode: 'progressive', policy: ratio(1) }
  const k = /^ratio:(\d+(?:\.\d+)?)$/.exec(name)?.[1]
  if (k !== undefined && Number(k) >= 1) return { name, mode: 'power', policy: ratio(Number(k)) }
  const known = 'Take progressive, or ratio:K with K from 1 up, for example ratio:2.9.'
  throw new CarillonError('USAGE', `There is no policy "${name}". ${known}`)
}
