import { type Duration, seconds } from '../../base/duration.ts'
import type { TrunkId } from '../../base/id.ts'

/** Where a server listens for us, and the secret it asks for. There are no default secrets. */
export interface ServerAddress {
  readonly host: string
  /** drachtio's control port, or FreeSWITCH's event socket. */
  readonly port: number
  readonly secret: string
}

/** A way to the carrier. */
export interface SipTrunk {
  readonly id: TrunkId
  /** Calls it can carry at once. */
  readonly lines: number
  /** Name or address of the carrier's SIP server, with the port where it is not 5060. */
  readonly host: string
  readonly transport: 'udp' | 'tcp' | 'tls'
  /** The domain behind our own number in From and P-Asserted-Identity (RFC 3325). */
  readonly domain: string
  /** What the carrier challenges us for (RFC 3261, section 22); null where it knows our address. */
  readonly credentials: { readonly username: string; readonly password: string } | null
}

/** What the adapter is told. */
export interface FreeSwitchSettings {
  readonly drachtio: ServerAddress
  readonly freeswitch: ServerAddress
  readonly trunks: readonly SipTrunk[]
  /** What FreeSWITCH plays for a message: the path of a file, or a stream it knows. */
  readonly soundOf: (message: string) => string
  /** FreeSWITCH's SIP profile for our endpoints. */
  readonly profile: string
  /** FreeSWITCH's conference profile for operators' rooms: its stock ones hang up on a key. */
  readonly conferenceProfile: string
  /** Where FreeSWITCH connects back to us. Port 0: any free one. */
  readonly listen: { readonly address: string; readonly port: number }
  /** The address FreeSWITCH knows us by, where it is not `listen.address`. */
  readonly advertisedAddress: string | null
  /** How long an operator's phone rings. */
  readonly operatorRingLimit: Duration
  /** How many endpoints of unanswered calls are kept for the next ones. */
  readonly spareEndpoints: number
}

/** What is taken where nothing is said. Nothing listens beyond this machine. */
export const FREESWITCH_DEFAULTS = {
  profile: 'drachtio_mrf',
  conferenceProfile: 'carillon',
  listen: { address: '127.0.0.1', port: 0 },
  advertisedAddress: null,
  operatorRingLimit: seconds(20),
  spareEndpoints: 20,
} satisfies Partial<FreeSwitchSettings>
