import { BrokenRule } from '../../../base/assert.ts'
import { type Arrival, isTaken, type Known } from '../rules/arrivals.ts'
import { type ForeignSrf, readSip } from './foreign.ts'

/**
 * The server's receive buffer holds 12,228 bytes; a longer message blocks the connection for ever.
 */
const MESSAGE_MAX = 11_500

/**
 * Stands between the SIP server and the library, which prints what it cannot read, and throws where
 * nobody catches what it does not expect. What is not taken is dropped without a word.
 *
 * @param known asked for each message.
 */
export function guard(srf: ForeignSrf, known: Known): void {
  const { wp } = srf.app.client
  const deliver = wp.listeners('msg')
  wp.removeAllListeners('msg')
  wp.on('msg', (socket, text) => {
    if (!isHarmless(text, known)) return
    try {
      for (const one of deliver) one(socket, text)
    } catch (error) {
      // What carriers send is not our mistake, whatever the library makes of it.
      if (error instanceof BrokenRule) throw error
    }
  })
  const send = wp.send.bind(wp)
  wp.send = (socket, text) => (Buffer.byteLength(text) > MESSAGE_MAX ? '' : send(socket, text))
}

/** Everything but SIP is the server's own word. */
function isHarmless(text: string, known: Known): boolean {
  const end = text.indexOf('\r\n')
  const about = (end === -1 ? text : text.slice(0, end)).split('|')
  if (about[1] !== 'sip') return true
  const message = readSip(text.slice(end + 2))
  if (message === null) return false
  const arrival: Arrival = {
    method: message.method ?? null,
    protocol: about[4] ?? '',
    address: about[5] ?? '',
    port: Number(about[6] ?? 0),
    // The server's own requests, such as a BYE for a session that was not refreshed, are in one.
    inDialog: (about[9] ?? '') !== '',
    get: header => message.get(header),
  }
  return isTaken(arrival, known)
}
