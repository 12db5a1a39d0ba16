import { type Duration, hours, seconds } from '../../base/duration.ts'
import type { TrunkId } from '../../base/id.ts'
import type { AutoAnswer } from './rules/auto-answer.ts'

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
  /** How the numbers that are called are written. */
  readonly called: NumberFormat
  readonly shown: ShownNumber
  /**
   * Whether the INVITE says nothing of our media, and the carrier's answer does (RFC 3264). Calls
   * that nobody answers then take no channel of FreeSWITCH; there is no early media, and not every
   * carrier takes such calls.
   */
  readonly delayedOffer: boolean
  /**
   * How often the carrier is asked whether it is there, by OPTIONS (RFC 3261, section 11); null:
   * never, for carriers that do not answer them.
   */
  readonly probeEvery: Duration | null
  /**
   * IPv4 addresses that the carrier sends from, beside that of `host` where it is one: its OPTIONS
   * are answered, everybody else's are not.
   */
  readonly sources: readonly string[]
}

/** How an E.164 number is written for a carrier. */
export interface NumberFormat {
  /** Before everything: digits, `*` and `#`, at most 16. */
  readonly prefix: string
  /** Instead of the plus: `+`, `00`, or nothing. */
  readonly international: string
  /** Numbers of one country as they are dialed within it; null: all alike. */
  readonly national: {
    /** Its calling code, for example `49`. */
    readonly country: string
    /** Instead of the plus and the code, for example `0`. */
    readonly prefix: string
  } | null
}

/** The number that callees see. */
export interface ShownNumber {
  readonly format: NumberFormat
  /**
   * What says it beside From: P-Asserted-Identity (RFC 3325), or Remote-Party-ID, which was never a
   * standard, or nothing.
   */
  readonly header: 'P-Asserted-Identity' | 'Remote-Party-ID' | null
  /**
   * Told to the carrier and kept from the callee (RFC 3323). Most countries forbid dialers this.
   */
  readonly withheld: boolean
  /** E.164 numbers that may be shown: with another, nothing is sent. null: any number. */
  readonly allowed: readonly string[] | null
}

/** Numbers as E.164 has them. */
const E164: NumberFormat = { prefix: '', international: '+', national: null }

/** What is taken of a trunk where nothing is said. */
export const TRUNK_DEFAULTS = {
  called: E164,
  shown: { format: E164, header: 'P-Asserted-Identity', withheld: false, allowed: null },
  delayedOffer: false,
  probeEvery: seconds(30),
  sources: [],
} satisfies Partial<SipTrunk>

/** What the adapter is told. */
export interface FreeSwitchSettings {
  readonly drachtio: ServerAddress
  /** Further ones that share the signalling, set up like the first. */
  readonly moreDrachtio: readonly ServerAddress[]
  readonly freeswitch: ServerAddress
  /** Further ones that share the calls, set up like the first. */
  readonly moreFreeswitch: readonly ServerAddress[]
  readonly trunks: readonly SipTrunk[]
  /** What FreeSWITCH plays for a message: the path of a file, or a stream it knows. */
  readonly soundOf: (message: string) => string
  /**
   * What callees on hold hear: a stream that does not end (`local_stream://…`), or the path of a
   * file, which is played again and again.
   */
  readonly holdMusic: string
  /** FreeSWITCH's SIP profile for our endpoints. */
  readonly profile: string
  /** FreeSWITCH's conference profile for operators' rooms: its stock ones hang up on a key. */
  readonly conferenceProfile: string
  /**
   * Where FreeSWITCH connects back to us: each server to a port of its own for each drachtio,
   * beginning with this. Port 0: any free one.
   */
  readonly listen: { readonly address: string; readonly port: number }
  /** The address FreeSWITCH knows us by, where it is not `listen.address`. */
  readonly advertisedAddress: string | null
  /** How long an operator's phone rings. */
  readonly operatorRingLimit: Duration
  /** What asks an operator's phone to answer by itself. */
  readonly autoAnswer: readonly AutoAnswer[]
  /** How many endpoints of unanswered calls are kept for the next ones. */
  readonly spareEndpoints: number
  /** After this long from the answer a call is hung up by us, whoever is in it. */
  readonly longestCall: Duration
  /**
   * A callee of whom nothing is heard for so long, not even silence (RFC 3550), is gone: the call
   * is
   * hung up. Ten times as long while they hold us. null: never.
   */
  readonly mediaTimeout: Duration | null
}

/** What is taken where nothing is said. Nothing listens beyond this machine. */
export const FREESWITCH_DEFAULTS = {
  moreDrachtio: [],
  moreFreeswitch: [],
  // Two soft tones every 5 s: nothing has to be there for it.
  holdMusic: 'tone_stream://v=-16;%(300,200,440);%(300,4200,554);loops=-1',
  profile: 'drachtio_mrf',
  conferenceProfile: 'carillon',
  listen: { address: '127.0.0.1', port: 0 },
  advertisedAddress: null,
  operatorRingLimit: seconds(20),
  autoAnswer: ['Call-Info', 'Alert-Info'],
  spareEndpoints: 20,
  longestCall: hours(2),
  mediaTimeout: seconds(60),
} satisfies Partial<FreeSwitchSettings>
