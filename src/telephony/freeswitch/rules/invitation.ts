import { assert } from '../../../base/assert.ts'
import type { OriginateRequest } from '../../port.ts'
import type { SipTrunk } from '../settings.ts'

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

/** The INVITE of a call through a trunk. Numbers are E.164: anything else never gets into SIP. */
export function invitationTo(request: OriginateRequest, trunk: SipTrunk): Invitation {
  const { to, from } = request
  assert(E164.test(to) && E164.test(from), 'numbers that are dialed and shown are E.164')
  const { host, transport, domain, credentials } = trunk
  const identity = `<sip:${from}@${domain}>`
  return {
    // UDP goes without saying, and the server copies the parameter into To where it is wrong.
    uri: `sip:${to}@${host}${transport === 'udp' ? '' : `;transport=${transport}`}`,
    headers: {
      From: identity,
      'P-Asserted-Identity': identity,
      Supported: 'timer',
      'Session-Expires': String(SESSION_EXPIRES),
    },
    ...(credentials === null ? {} : { auth: credentials }),
  }
}
