import type { Duration } from '../../base/duration.ts'
import type { LegKind } from '../rules/leg-kind.ts'
import type { NumberForm, OperatorEntry, SipTrunkEntry } from '../site.ts'
import type { Item } from '../yaml/reader.ts'

/** A trunk as it stands in the file. */
export interface RawTrunk {
  readonly id: string
  readonly host?: string | undefined
  readonly transport: SipTrunkEntry['transport']
  readonly domain?: string | undefined
  readonly credentials?: SipTrunkEntry['credentials'] | undefined
  readonly called: RawForm
  readonly shown: RawForm & {
    readonly header: 'P-Asserted-Identity' | 'Remote-Party-ID' | 'none'
    readonly withheld: boolean
    readonly allowed?: readonly string[] | undefined
  }
  readonly delayedOffer: boolean
  readonly probe: Duration | null
  readonly sources: readonly string[]
}

/** A way of writing numbers as it stands in the file. */
export type RawForm = Omit<NumberForm, 'national'> & {
  readonly national?: NumberForm['national'] | undefined
}

/** An operator as it stands in the file. */
export type RawOperator = OperatorEntry & {
  readonly phone?:
    | {
        readonly uri?: string | undefined
        readonly username?: string | undefined
        readonly passwordFrom?: string | undefined
        readonly leg?: LegKind | undefined
      }
    | undefined
}

/** Entries of the site file that network and site share. */
export interface RawEntries {
  readonly trunks: readonly Item<RawTrunk>[]
  readonly operators: readonly Item<RawOperator>[]
  readonly supervisors: readonly Item<Pick<RawOperator, 'id' | 'name' | 'phone'>>[]
}
