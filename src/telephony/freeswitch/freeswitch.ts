import type { Observable } from 'rxjs'
import type { CarillonError } from '../../base/errors.ts'
import type { Timeline } from '../../base/timeline.ts'
import type { Telephony } from '../port.ts'
import type { ServerState } from './farm/server-state.ts'
import type { LedgerFile } from './left/ledger.ts'
import type { PhoneBook } from './phone-book.ts'
import type { Registrar } from './registrar/registrar.ts'
import type { FreeSwitchSettings } from './settings.ts'
import type { TrunkHealth } from './trunks/trunks.ts'

/** What the adapter is made with. */
export interface FreeSwitchParts {
  readonly settings: FreeSwitchSettings
  readonly timeline: Timeline
  readonly phones: PhoneBook
  /** Supervisors' phones; left out, nobody supervises. */
  readonly supervisors?: PhoneBook
  /** Who lets phones register over our SIP server; without one, nobody does. */
  readonly registrar?: Registrar
  /** Where what is held on the servers is taken down for the process after this one. */
  readonly ledgerFile?: LedgerFile
  /** Servers that are drained from the beginning, by their names; unknown ones are of no matter. */
  readonly drained?: readonly string[]
}

/** Telephony over drachtio and FreeSWITCH: the port, and what only its owner may do or see. */
export interface FreeSwitchTelephony extends Telephony {
  /** Told at subscription and at each change. */
  readonly health$: Observable<Health>
  /** How each trunk is, with what is wrong. Told at subscription and at each change. */
  readonly trunkHealth$: Observable<TrunkHealth>
  inUse(): InUse
  /** Every server of the settings, as it is now. */
  servers(): readonly ServerState[]
  /**
   * Takes a server out of use for maintenance, or (`on` false) takes it back in. Calls on it end by
   * themselves; legs without a call are taken to other servers, without a word to anybody.
   *
   * @param name as `servers` has it.
   * @returns why not; null: it is done, and `servers` says when it is empty.
   */
  drain(name: string, on: boolean): string | null
  /** Ends every call and leg without a word. Resolves when the servers have let go of them. */
  close(): Promise<void>
}

/** Whether there are servers to telephone with. */
export interface Health {
  readonly up: boolean
  /** What is wrong and what to do; null while it is up, and until a try to connect has failed. */
  readonly why: CarillonError | null
  /** What is wrong with servers, in words, while others do their work. */
  readonly missing: readonly string[]
}

/** What the adapter holds, here and on the servers. After the last call and leg nothing is left. */
export interface InUse {
  readonly calls: number
  readonly legs: number
  /** INVITEs without a final response, and SIP dialogs. */
  readonly dialogs: number
  /** Channels of FreeSWITCH, without the spare ones. */
  readonly endpoints: number
  /** Channels that wait for the next call. */
  readonly spareEndpoints: number
  readonly timers: number
}
