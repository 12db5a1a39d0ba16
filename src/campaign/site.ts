import type { Duration } from '../base/duration.ts'
import type { BudgetId, CampaignId, OperatorId, SupervisorId, TrunkId } from '../base/id.ts'
import type { LegKind } from './rules/leg-kind.ts'

/** One installation: what all its campaigns share. Read from `campaigns/site.yaml`. */
export interface Site {
  readonly title: string
  readonly trunks: readonly Trunk[]
  readonly operators: readonly OperatorEntry[]
  readonly budgets: readonly BudgetRule[]
  /** Who may listen to operators' calls and speak in them; left out: nobody. */
  readonly supervision?: SupervisionRules
}

/** Who supervises, and what operators are told of it. */
export interface SupervisionRules {
  readonly supervisors: readonly { readonly id: SupervisorId; readonly name: string }[]
  /**
   * Whether operators see who is with them. Where law lets them not be told, a campaign manager may
   * choose so (in the EU it mostly does not: Article 8 of the Convention, Bărbulescu v. Romania).
   */
  readonly tellOperators: boolean
}

/** The way to the carrier. */
export interface Trunk {
  readonly id: TrunkId
  /** Calls it can carry at once; a positive integer. */
  readonly lines: number
  /** Calls it accepts a second; greater than 0. */
  readonly callsPerSecond: number
}

/** An operator as the site file names them. */
export interface OperatorEntry {
  readonly id: OperatorId
  readonly name: string
  readonly campaigns: readonly CampaignId[]
}

/** How many of the people who answer may be left without an operator, over which window. */
export interface BudgetRule {
  readonly id: BudgetId
  /** Share of abandoned / (abandoned + connected); from 0 to 1. */
  readonly limit: number
  readonly window: BudgetWindow
}

/**
 * A calendar day or month in a zone, or successive 30-day periods counted from a date (16 CFR
 * 310.4(b)(4)(i)).
 */
export type BudgetWindow =
  | { readonly kind: 'day'; readonly zone: string }
  | { readonly kind: 'month'; readonly zone: string }
  | { readonly kind: 'thirtyDays'; readonly zone: string; readonly from: string }

/**
 * What real calls go over, as the site file names it. A site without servers has none: its calls
 * are simulated. No secret is here, only the names of the environment variables that hold them.
 */
export interface Network {
  /**
   * How far calls and connections may go. `machine`: nothing beyond 127.0.0.0/8; `network`:
   * wherever
   * the file names.
   */
  readonly reach: 'machine' | 'network'
  /** Whether secrets that everybody knows are accepted; on this machine only. */
  readonly trial: boolean
  readonly drachtio: ServerEntry
  /** Further drachtio servers that share the signalling, set up like the first; left out: none. */
  readonly moreDrachtio?: readonly ServerEntry[]
  readonly freeswitch: ServerEntry & {
    /** FreeSWITCH's SIP profile, and its conference profile for operators; null: the usual ones. */
    readonly profile: string | null
    readonly conferenceProfile: string | null
  }
  /** Further FreeSWITCH servers that share the calls, set up like the first; left out: none. */
  readonly moreFreeswitch?: readonly ServerEntry[]
  /** Where FreeSWITCH connects back to us; null: this machine, any free port. */
  readonly listen: ListenEntry | null
  readonly trunks: readonly SipTrunkEntry[]
  /** How operators' phones register; null where none does. */
  readonly phones: PhonesEntry | null
  readonly operators: readonly OperatorPhone[]
  /** Supervisors' phones, each under the name that `supervisorPhone` gives. */
  readonly supervisors: readonly OperatorPhone[]
  readonly calls: CallsEntry
}

/** What goes for all calls of a site. */
export interface CallsEntry {
  /**
   * What callees on hold hear: a sound by its path in the folder of the site file, or whole; or a
   * stream of FreeSWITCH, such as `local_stream://moh`. null: two soft tones.
   */
  readonly holdMusic: string | null
  /** The headers that ask an operator's phone to answer by itself; none: it is picked up. */
  readonly autoAnswer: readonly AutoAnswerHeader[]
  /** After this long from the answer a call is hung up, whoever is in it. */
  readonly longest: Duration
  /** A callee of whom no packet came for so long is gone; null: never. */
  readonly mediaTimeout: Duration | null
}

/** Each maker's phones know some of them; `Answer-Mode` is RFC 5373's. */
export type AutoAnswerHeader = 'Call-Info' | 'Alert-Info' | 'Answer-Mode'

/** A server of the site. */
export interface ServerEntry {
  readonly host: string
  readonly port: number
  /** The environment variable that holds its secret. */
  readonly secretFrom: string
}

/** Where we listen for FreeSWITCH. Port 0: any free one. */
export interface ListenEntry {
  readonly address: string
  readonly port: number
  /** The address FreeSWITCH knows us by; null: the one we listen at. */
  readonly advertised: string | null
}

/** How a trunk is reached by SIP. */
export interface SipTrunkEntry {
  readonly id: TrunkId
  /** With its port where that is not 5060. */
  readonly host: string
  readonly transport: 'udp' | 'tcp' | 'tls'
  /** What stands behind our number in From (RFC 3261, section 8.1.1.3). */
  readonly domain: string
  readonly credentials: { readonly username: string; readonly passwordFrom: string } | null
  readonly called: NumberForm
  readonly shown: NumberForm & {
    /** What says our number beside From; null: nothing. */
    readonly header: 'P-Asserted-Identity' | 'Remote-Party-ID' | null
    /** Told to the carrier and kept from the callee. */
    readonly withheld: boolean
    /** E.164 numbers that may be shown; null: any. */
    readonly allowed: readonly string[] | null
  }
  /** Whether the carrier says first where its media is (RFC 3264). */
  readonly delayedOffer: boolean
  /** How often the carrier is asked whether it is there; null: never. */
  readonly probe: Duration | null
  /** IPv4 addresses the carrier sends from, beside its host. */
  readonly sources: readonly string[]
}

/** How E.164 numbers are written for a carrier. */
export interface NumberForm {
  /** Before everything. */
  readonly prefix: string
  /** Instead of the plus. */
  readonly international: string
  /** Numbers of one country, by its calling code, as they are dialed within it; null: like all. */
  readonly national: { readonly country: string; readonly prefix: string } | null
}

/** What phones are asked for when they register. */
export interface PhonesEntry {
  readonly realm: string
  readonly algorithm: 'SHA-256' | 'MD5'
  /** Which of an operator's devices ring: the one that came last, or all. */
  readonly devices: 'last' | 'all'
  /** How often each is asked whether it is there; a NAT forgets it after some 30 s (RFC 4787). */
  readonly keepAlive: Duration
}

/** An operator's phone: at a fixed place, or one that registers. */
export type OperatorPhone = {
  readonly operator: OperatorId
  /** null: as their campaigns say. */
  readonly leg: LegKind | null
} & (
  | { readonly kind: 'fixed'; readonly uri: string }
  | { readonly kind: 'registers'; readonly username: string; readonly passwordFrom: string }
)
