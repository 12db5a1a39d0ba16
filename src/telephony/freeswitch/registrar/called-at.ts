import type { Phone } from '../phone-book.ts'
import type { Binding } from './bindings.ts'

const HOST = /^sips?:(?:[^@]*@)?(\[[^\]]*\]|[^:;]*)(?::(\d+))?/i
const SIP_PORT = 5060

/**
 * How the phone of a binding is called. Over UDP, one that says another address than the one its
 * packets come from is behind a NAT: the call goes to the outside of that. Where there is a
 * connection, the server finds it by the Contact itself.
 */
export function calledAt({ uri, source, way }: Binding): Phone {
  const over = way === null ? {} : { way }
  const { address, port, transport } = source
  const host = address.includes(':') ? `[${address}]` : address
  const [, saidHost = '', saidPort = SIP_PORT] = HOST.exec(uri) ?? []
  const asSaid = saidHost.toLowerCase() === host.toLowerCase() && Number(saidPort) === port
  if (transport !== 'udp' || asSaid) return { uri, ...over }
  return { uri, proxy: `sip:${host}:${port};transport=udp`, ...over }
}
