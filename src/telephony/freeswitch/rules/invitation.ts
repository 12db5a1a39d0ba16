import { assert } from '../../../base/assert.ts'
import type { OriginateRequest } from '../../port.ts'
import type { NumberFormat, SipTrunk } from '../settings.ts'

/** What an INVITE says, but for our SDP. */
export interface Invitation {
  readonly uri: string
  readonly headers: Readonly<Record<string, string>>
  readonly proxy?: string
  readonly auth?: { readonly username: string; readonly password: string }
}

/** How long a carrier may hold a call that shows no sign of life (RFC 4028), in seconds. */
const SESSION_EXPIRES = 1800

const E164 = /^\+[1-9]\d{1,14}$/

/** Whether a trunk's carrier takes calls that show this number. */
export function mayShow(number: string, { shown: { allowed } }: SipTrunk): boolean {
  return allowed === null || allowed.includes(number)
}

/** The INVITE of a call through a trunk. Numbers are E.164: anything else never gets into SIP. */
export function invitationTo(request: OriginateRequest, trunk: SipTrunk): Invitation {
  const { to, from } = request
  assert(E164.test(to) && E164.test(from), 'numbers that are dialed and shown are E.164')
  assert(mayShow(from, trunk), 'numbers that are shown are those that the trunk allows')
  const { credentials, called } = trunk
  return {
    uri: carrierUri(trunk, written(to, called)),
    headers: {
      ...identityOf(from, trunk),
      Supported: 'timer',
      'Session-Expires': String(SESSION_EXPIRES),
    },
    ...(credentials === null ? {} : { auth: credentials }),
  }
}

/** The carrier's address, with somebody there or without. */
export function carrierUri({ host, transport }: SipTrunk, user = ''): string {
  const who = user === '' ? '' : `${user}@`
  // UDP goes without saying, and the server copies the parameter into To where it is wrong.
  return `sip:${who}${host}${transport === 'udp' ? '' : `;transport=${transport}`}`
}

/** An E.164 number as a carrier wants it, fit for a SIP URI. */
export function written(number: string, format: NumberFormat): string {
  const { prefix, international, national } = format
  assert(/^[\d*#]{0,16}$/.test(prefix), 'a prefix has digits, * and #, at most 16')
  assert(/^\+?\d{0,4}$/.test(international), 'the plus is written as a plus or as digits')
  const digits = number.slice(1)
  const within = national !== null && digits.startsWith(national.country)
  const dialed = within
    ? national.prefix + digits.slice(national.country.length)
    : international + digits
  // The one character of these that a URI must escape (RFC 3261, section 25.1).
  return `${prefix}${dialed}`.replaceAll('#', '%23')
}

/** Who calls: told to the callee by From, and to the carrier by what it trusts. */
function identityOf(from: string, { domain, shown }: SipTrunk): Invitation['headers'] {
  const { header, withheld, format } = shown
  const own = `<sip:${written(from, format)}@${domain}>`
  const rpid = `${own};party=calling;privacy=${withheld ? 'full' : 'off'};screen=yes`
  return {
    // RFC 3323, section 4.1.1.3.
    From: withheld ? '"Anonymous" <sip:anonymous@anonymous.invalid>' : own,
    ...(header === null ? {} : { [header]: header === 'Remote-Party-ID' ? rpid : own }),
    ...(withheld ? { Privacy: 'id' } : {}),
  }
}
