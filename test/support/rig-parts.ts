import type { CampaignId, OperatorId } from '../../src/base/id.ts'
import type { VirtualTimeline } from '../../src/base/virtual-timeline.ts'
import type { Campaign } from '../../src/campaign/campaign.ts'
import type { LegKind } from '../../src/campaign/rules/leg-kind.ts'
import type { SupervisionRules } from '../../src/campaign/site.ts'
import type { Desk } from '../../src/desk/port.ts'
import type { Core } from '../../src/dialing/core.ts'
import type { Engine } from '../../src/dialing/engine.ts'
import type { EngineEvent } from '../../src/dialing/engine-event.ts'
import type { Entry } from '../../src/dialing/inbox.ts'
import type { Policy } from '../../src/pacing/policy.ts'
import type { Store } from '../../src/store/port.ts'
import type { NewContact } from '../../src/store/records.ts'
import type { CallEvent, LegEvent } from '../../src/telephony/call-event.ts'
import type {
  VirtualExchange,
  VirtualExchangeOptions,
} from '../../src/telephony/virtual/exchange.ts'
import type { CalleeScript, DialedCall } from '../../src/telephony/virtual/script.ts'
import type { FaultyStore } from './faulty-store.ts'
import type { Command } from './recorded-telephony.ts'
import type { ScriptedDesk } from './scripted-desk.ts'

/** What a rig is made of; what is left out is as plain as it can be. */
export interface RigOptions
  extends Partial<
    Pick<
      VirtualExchangeOptions,
      'phones' | 'connectDelay' | 'detectsMachines' | 'trunks' | 'faults' | 'recordingFails'
    >
  > {
  /** One progressive campaign `demo` by default. */
  readonly campaigns?: readonly Partial<Campaign>[]
  /** Operators with the campaigns they sign in to; `anna` for `demo` by default. */
  readonly operators?: Readonly<Record<OperatorId, readonly CampaignId[]>>
  /** How operators' phones are part of their work; held by default. */
  readonly legOf?: (operator: OperatorId) => LegKind
  /** Contacts by campaign, each given by its number from 0 to 99; `demo: [0, 1, 2]` by default. */
  readonly contacts?: Readonly<Record<CampaignId, readonly (number | Partial<NewContact>)[]>>
  /** Plays the callee with this number, called for the n-th time (from 0). */
  readonly callee: (number: number, time: number, call: DialedCall) => CalleeScript
  /** Screens with people in front of them, instead of a scripted desk. */
  readonly screens?: (timeline: VirtualTimeline) => Desk
  /** Who supervises; nobody by default. */
  readonly supervision?: SupervisionRules
  /** Sees everything that comes in. */
  readonly record?: (entry: Entry) => void
  readonly policyOf?: (campaign: Campaign) => Policy
  /** A store that another engine has used, instead of a new one. */
  readonly store?: Store
  /** Wall time of the beginning. */
  readonly start?: number
}

/** An engine with everything around it, on virtual time, and the means to watch and drive it. */
export interface Rig {
  readonly timeline: VirtualTimeline
  readonly engine: Engine
  readonly exchange: VirtualExchange
  readonly desk: ScriptedDesk
  readonly store: Store
  readonly faults: FaultyStore['failing']
  readonly held: FaultyStore['held']
  readonly asked: FaultyStore['asked']
  readonly commands: readonly Command[]
  /** Commands that the network does not listen to. */
  readonly deaf: Set<Command['name']>
  readonly events: readonly EngineEvent[]
  readonly core: Core
  /** Signs operators in, all of them by default, and lets their phones come up. */
  signIn(...operators: readonly OperatorId[]): Promise<void>
  /** The network says something that it did not come to by itself. */
  tell(event: CallEvent | LegEvent): void
  /** Lets everything happen up to a second of virtual time, that second included. */
  until(second: number): Promise<void>
  /** Lets everything happen that follows at this very instant. */
  settle(): Promise<void>
  close(): Promise<void>
}
