import type { Instant } from '../base/duration.ts'
import type { CallingHours } from '../campaign/calling-hours.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { Contact } from '../campaign/contact.ts'
import { windowAt } from './calling-hours.ts'

/** A rule that is asked at the instant of dialing. */
export type GateRule = 'callingHours'

/** Whether a contact may be called now. */
export type Verdict =
  /** `rules` names the rules that allowed it, with their version, as the attempt records them. */
  | { readonly kind: 'allowed'; readonly rules: string }
  /** Which rule forbids it, and until when it does; Infinity: not within a year. */
  | { readonly kind: 'refused'; readonly rule: GateRule; readonly until: Instant }

/** What the rules look at. */
export type ContactFacts = Pick<Contact, 'zone'>

/** The rules of one campaign. */
export interface Rulebook {
  /** Asks all rules about one contact at one instant. Quick enough to be asked at each dial. */
  check(facts: ContactFacts, at: Instant): Verdict
}

/** Gathers the rules that a campaign's calls must keep: so far its calling hours. */
export function rulebookOf({ hours }: Pick<Campaign, 'hours'>): Rulebook {
  const allowed: Verdict = { kind: 'allowed', rules: `callingHours@${versionOf(hours)}` }
  return {
    check({ zone }, at) {
      const { open, until } = windowAt(hours, zone, at)
      return open ? allowed : { kind: 'refused', rule: 'callingHours', until }
    },
  }
}

/**
 * Eight hexadecimal digits of FNV-1a over the hours, so that a change of them shows in the
 * attempts.
 */
function versionOf({ week, holidays, zone }: CallingHours): string {
  const text = JSON.stringify([week, [...holidays].sort(), zone])
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
