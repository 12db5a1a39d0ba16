import type { CallMessage } from '../registrar/request.ts'

/**
 * A SIP message as the SIP server hands it over, as far as it must be looked at before it is read.
 */
export interface Arrival {
  /** The method of a request; null for a response. */
  readonly method: string | null
  /** Where it came from. */
  readonly address: string
  readonly port: number
  /** `udp`, `tcp` and so on, in any case. */
  readonly protocol: string
  readonly inDialog: boolean
  /** @returns a header's whole text, several of a name joined by commas. */
  get(header: string): string | undefined
}

/**
 * Headers that whoever answers repeats: together they stay far below what blocks the SIP server's
 * control connection for ever, 12 KB.
 */
const REPEATED = ['From', 'To', 'Call-ID', 'CSeq'] as const
const REPEATED_MAX = 4096
/** A Contact that begins a dialog is read by the library in time that grows with its square. */
const CONTACT_MAX = 4096
/** Requests that begin a dialog when they are answered, by whatever answer. */
const BEGINNING: ReadonlySet<string> = new Set(['INVITE', 'SUBSCRIBE'])
/** A SIP address that names a host, and has no sign that does not belong there (RFC 3261, 19.1). */
const SIGNS = "[\\w.!~*'()%&=+$,;?/:-]"
const HOST = '(?:[a-z0-9][a-z0-9.-]*|\\[[0-9a-f:.]+\\])'
const SIP = new RegExp(`^sips?:(?:${SIGNS}+@)?${HOST}(?:[:;?](?:${SIGNS}|[[\\]@])*)?$`, 'i')
/** Quotes that have an end: drachtio does not survive others. */
const QUOTED = /"(?:[^"\\]|\\.)*"/g

/** Requests within a dialog that the library knows; of others it complains on the terminal. */
const WITHIN_DIALOGS: ReadonlySet<string> = new Set(
  'ACK BYE CANCEL INFO INVITE MESSAGE NOTIFY OPTIONS PRACK PUBLISH REFER SUBSCRIBE UPDATE'.split(
    ' ',
  ),
)

/** Whose requests are answered that begin something. */
export interface Known {
  /** Addresses of the trunks. */
  readonly trusted: ReadonlySet<string>
  /** Whether an INVITE is of a phone that is registered at the very place it comes from. */
  isPhone(invite: CallMessage): boolean
}

/**
 * Whether a message is taken at all. Requests that begin something are from the trunks' addresses,
 * or calls of registered phones, or ask to register, which shows by its password whom it is from;
 * to all others nothing is said, so that a scanner learns nothing.
 */
export function isTaken(arrival: Arrival, known: Known): boolean {
  const { method, address, port, protocol, inDialog } = arrival
  // The registrar reads them with suspicion of its own.
  if (method === 'REGISTER' && !inDialog) return true
  const repeated = REPEATED.map(header => arrival.get(header))
  if (repeated.some(text => text === undefined || text === '')) return false
  if (repeated.join('').length > REPEATED_MAX) return false
  if ((arrival.get('Contact') ?? '').length > CONTACT_MAX) return false
  if (method === null) return true
  if (inDialog) return WITHIN_DIALOGS.has(method)
  if (BEGINNING.has(method) && !canBeAnswered(arrival)) return false
  if (known.trusted.has(address)) return true
  const get = (header: string): string | undefined => arrival.get(header)
  const invite = { source_address: address, source_port: port, protocol, get }
  return method === 'INVITE' && known.isPhone(invite)
}

/**
 * drachtio 0.9.10 dies as we answer, whatever we say, a request whose Contact is `*` or names no
 * host: nothing is said then, even to a carrier. Without a Contact we could not hang up.
 */
function canBeAnswered({ get }: Arrival): boolean {
  const [contact = '', route = ''] = [get('Contact'), get('Record-Route')].map(text =>
    text?.replace(QUOTED, ''),
  )
  if (route.length > CONTACT_MAX) return false
  const [, within, bare = ''] =
    /^[\w .!%*+`'~-]*<([^<>]*)>\s*(?:;[^<>,"]*)?$|^([^<>;,]*)(?:;[^<>,"]*)?$/.exec(contact) ?? []
  const places = route.match(/<[^<>]*>/g) ?? []
  const rest = route.replace(/<[^<>]*>/g, '')
  const all = [within ?? bare.trim(), ...places.map(place => place.slice(1, -1))]
  return all.every(uri => SIP.test(uri) && !uri.includes('%00')) && !/[<>]|sips?:/i.test(rest)
}

/** Where a trunk's carrier sends from. */
export function sourcesOf({
  host,
  sources,
}: {
  readonly host: string
  readonly sources: readonly string[]
}): readonly string[] {
  const own = /^(?:\d{1,3}\.){3}\d{1,3}(?=:\d+$|$)/.exec(host)?.[0]
  return own === undefined ? sources : [own, ...sources]
}
