import metadata from 'libphonenumber-js/max/metadata'
import { assert } from '../../base/assert.ts'

/** One kind of number within a plan (fixed line, mobile …): its lengths and its pattern. */
interface NumberKind {
  readonly lengths: readonly number[]
  readonly pattern: RegExp
}

/**
 * A country's numbering plan, its patterns compiled once. National numbers are without the national
 * prefix.
 */
export interface NumberingPlan {
  /** Without the plus. */
  readonly callingCode: string
  /**
   * What is dialed before an international number, as a pattern; null for codes that are no
   * country's.
   */
  readonly internationalPrefix: RegExp | null
  /** Lengths a national number may have, rising. */
  readonly lengths: readonly number[]
  readonly pattern: RegExp
  /**
   * The digits dialed before a national number inside the country, for example 8 in Russia; null
   * for none.
   */
  readonly trunkPrefix: string | null
  /** What may stand before a national number, carrier codes included; null for nothing. */
  readonly prefix: RegExp | null
  /** How a national number is made from what `prefix` captured, or null. */
  readonly prefixRule: string | null
  /** Tells this country among those that share its calling code, or null. */
  readonly leading: RegExp | null
  /**
   * Kinds one of which a valid number must be; null when the plan's own pattern is all there is.
   */
  readonly kinds: readonly NumberKind[] | null
}

/**
 * The layout of a plan in libphonenumber-js's metadata of version 4 (its METADATA.md). 0 is "none".
 */
type Raw = readonly [
  callingCode: string,
  internationalPrefix: string | 0,
  pattern: string,
  lengths: number[],
  formats?: unknown,
  trunkPrefix?: string | 0,
  trunkPrefixFormat?: unknown,
  prefix?: string | 0,
  prefixRule?: string | 0,
  trunkPrefixOptional?: unknown,
  leading?: string | 0,
  kinds?: readonly (readonly [pattern: string, lengths?: number[] | 0] | 0)[] | 0,
]

assert(metadata.version === 4, 'the phone metadata has the layout this file was written for')
const countries = metadata.countries as unknown as Record<string, Raw>
const countriesByCode = metadata.country_calling_codes as unknown as Record<string, string[]>
const worldwide = metadata.nonGeographic as unknown as Record<string, Raw>

const compiled = new Map<string, NumberingPlan>()

/** @returns whether `country` (ISO 3166-1 alpha-2, upper case) has a numbering plan here. */
export function hasPlan(country: string): boolean {
  return Object.hasOwn(countries, country)
}

/** @returns the plan of a country. Asserts that there is one: ask `hasPlan` first. */
export function planOf(country: string): NumberingPlan {
  let plan = compiled.get(country)
  if (plan === undefined) {
    const raw = countries[country]
    assert(raw !== undefined, `country ${country} was checked before its numbers are read`)
    plan = compile(raw)
    compiled.set(country, plan)
  }
  return plan
}

/**
 * @returns the countries that share a calling code, the main one first; empty for worldwide codes.
 */
export function countriesOf(callingCode: string): readonly string[] {
  return countriesByCode[callingCode] ?? []
}

/**
 * @returns the plan of a calling code: that of its main country, or of a worldwide service; null
 * for unknown codes.
 */
export function planOfCode(callingCode: string): NumberingPlan | null {
  const main = countriesByCode[callingCode]?.[0]
  if (main !== undefined) return planOf(main)
  const raw = worldwide[callingCode]
  if (raw === undefined) return null
  let plan = compiled.get(callingCode)
  if (plan === undefined) compiled.set(callingCode, (plan = compile(raw)))
  return plan
}

function compile(raw: Raw): NumberingPlan {
  const lengths = raw[3]
  const prefix = raw[7] || raw[5] || null
  const kinds = raw[11] ? raw[11] : null
  return {
    callingCode: raw[0],
    internationalPrefix: raw[1] ? atStart(raw[1]) : null,
    lengths,
    pattern: whole(raw[2]),
    trunkPrefix: raw[5] || null,
    prefix: prefix === null ? null : atStart(prefix),
    prefixRule: raw[8] || null,
    leading: raw[10] ? atStart(raw[10]) : null,
    kinds:
      kinds === null || kinds.length === 0
        ? null
        : kinds.flatMap(kind =>
            kind && kind[0] !== ''
              ? [{ pattern: whole(kind[0]), lengths: kind[1] || lengths }]
              : [],
          ),
  }
}

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`)
const atStart = (pattern: string): RegExp => new RegExp(`^(?:${pattern})`)
