import type { IncomingCall } from '../../incoming.ts'
import { unquoted } from '../headers/unquoted.ts'
import { sourcesOf } from '../rules/arrivals.ts'
import type { NumberFormat, SipTrunk } from '../settings.ts'

/** What is read of an INVITE from a carrier. */
export interface CallerInvite {
  /** The Request-URI. */
  readonly uri: string
  /** Where it came from. */
  readonly address: string
  get(header: string): string | undefined
}

/** Who calls which of our numbers, over which trunk; null: it is from no trunk. */
export function whoCalls(
  invite: CallerInvite,
  trunks: readonly SipTrunk[],
): Omit<IncomingCall, 'call'> | null {
  const theirs = trunks.filter(trunk => sourcesOf(trunk).includes(invite.address))
  const read = theirs.map(trunk => ({ trunk, to: calledBy(invite, trunk) }))
  // Trunks to one address are told apart by whose number was called.
  const best = read.find(({ trunk, to }) => trunk.shown.allowed?.includes(to)) ?? read[0]
  if (best === undefined) return null
  return { trunk: best.trunk.id, from: callerOf(invite, best.trunk), to: best.to }
}

/** The number of ours. Carriers that write an account into the URI say it in To. */
function calledBy({ uri, get }: CallerInvite, { shown: { format } }: SipTrunk): string {
  return heard(userOf(uri), format) ?? heard(userOf(get('To')), format) ?? ''
}

/**
 * The number of the caller: what the carrier vouches for (RFC 3325) goes before what their
 * telephone says. Of whoever wants to be private neither is read: carriers send it all the same.
 */
function callerOf({ get }: CallerInvite, { called }: SipTrunk): string | null {
  if (isPrivate(get)) return null
  return heard(userOf(get('P-Asserted-Identity')), called) ?? heard(userOf(get('From')), called)
}

/**
 * Whether a caller wants to be private: by Privacy (RFC 3323, 4.2), by a From that says nobody
 * (4.1.1.3), or as older carriers say it (draft-ietf-sip-privacy-04, Remote-Party-ID).
 */
function isPrivate(get: CallerInvite['get']): boolean {
  if (!/^\s*none\s*$/i.test(get('Privacy') ?? 'none')) return true
  const [from, remote] = [unquoted(get('From')), unquoted(get('Remote-Party-ID'))]
  if (/^anonymous$/i.test(userOf(from)) || /\banonymous\.invalid\b/i.test(from)) return true
  return /;\s*privacy\s*=\s*(?!off\b)/i.test(remote)
}

/** RFC 3261, 19.1.1: without an @ there is no user, but a host that may look like a number. */
const USER = /^\s*(?:sips?:([^@;?>,\s]+)[^@>,\s]*@|tel:([^;?>,\s]+))/i

/**
 * The user of a URI, or of the first in a header, without its parameters; '': none. Callers choose
 * their own display names, which may look like anything: a name-addr (RFC 3261, 20.10) is what
 * stands between angle brackets. Without these the header is the URI itself.
 */
function userOf(text = ''): string {
  const [bare = '', within] = unquoted(text).split('<')
  const [, sip, tel] = USER.exec(within ?? bare) ?? []
  return (sip ?? tel ?? '').replace(/%2B/i, '+').replaceAll(/%23/g, '#')
}

const DIGITS = /^\+?\d+$/
/** ITU-T E.164: at most 15 digits; fewer than 7 are a short code, under which nobody is called. */
const E164 = /^\+[1-9]\d{6,14}$/

/**
 * A number as a carrier writes it, in E.164: `written` the other way around. Carriers leave out
 * more than they ask for: without any mark of its own a number is taken to be international.
 *
 * @returns null where it is none.
 */
export function heard(user: string, format: NumberFormat): string | null {
  const { prefix } = format
  const plain = user.replaceAll(/[-.()\s]/g, '')
  const text = prefix !== '' && plain.startsWith(prefix) ? plain.slice(prefix.length) : plain
  if (!DIGITS.test(text)) return null
  const number = completed(text, format)
  return E164.test(number) ? number : null
}

function completed(text: string, { international, national }: NumberFormat): string {
  if (text.startsWith('+')) return text
  for (const mark of [international, '00'])
    if (mark !== '' && text.startsWith(mark)) return `+${text.slice(mark.length)}`
  if (national === null || !text.startsWith(national.prefix)) return `+${text}`
  // Without a prefix for calls within the country only its code tells the two apart.
  if (national.prefix === '' && text.startsWith(national.country)) return `+${text}`
  return `+${national.country}${text.slice(national.prefix.length)}`
}
