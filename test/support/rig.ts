import { Subject } from 'rxjs'
import { onTestFinished } from 'vitest'
import type { CampaignId, OperatorId } from '../../src/base/id.ts'
import { seededRandom } from '../../src/base/random.ts'
import { uuidV7 } from '../../src/base/uuid.ts'
import { VirtualTimeline } from '../../src/base/virtual-timeline.ts'
import type { Campaign } from '../../src/campaign/campaign.ts'
import type { Desk } from '../../src/desk/port.ts'
import type { Core } from '../../src/dialing/core.ts'
import { createEngine, type Engine } from '../../src/dialing/engine.ts'
import type { EngineEvent } from '../../src/dialing/engine-event.ts'
import { ratio } from '../../src/pacing/policies/ratio.ts'
import type { Policy } from '../../src/pacing/policy.ts'
import { drive } from '../../src/sim/drive.ts'
import { MemoryStore } from '../../src/store/memory/memory-store.ts'
import type { Store } from '../../src/store/port.ts'
import type { NewContact } from '../../src/store/records.ts'
import type { CallEvent } from '../../src/telephony/call-event.ts'
import {
  createVirtualExchange,
  type VirtualExchange,
  type VirtualExchangeOptions,
} from '../../src/telephony/virtual/exchange.ts'
import type { CalleeScript, DialedCall } from '../../src/telephony/virtual/script.ts'
import { campaignOf, START, siteOf } from './campaigns.ts'
import { type FaultyStore, faultyStore } from './faulty-store.ts'
import { reckon } from './reckoning.ts'
import { type Command, recorded } from './recorded-telephony.ts'
import { ScriptedDesk } from './scripted-desk.ts'
import { type Views, viewsOf } from './views.ts'

/** What a rig is made of; what is left out is as plain as it can be. */
export interface RigOptions
  extends Partial<
    Pick<
      VirtualExchangeOptions,
      'phones' | 'connectDelay' | 'detectsMachines' | 'trunks' | 'faults'
    >
  > {
  /** One progressive campaign `demo` by default. */
  readonly campaigns?: readonly Partial<Campaign>[]
  /** Operators with the campaigns they sign in to; `anna` for `demo` by default. */
  readonly operators?: Readonly<Record<OperatorId, readonly CampaignId[]>>
  /** Contacts by campaign, each given by its number from 0 to 99; `demo: [0, 1, 2]` by default. */
  readonly contacts?: Readonly<Record<CampaignId, readonly (number | Partial<NewContact>)[]>>
  /** Plays the callee with this number, called for the n-th time (from 0). */
  readonly callee: (number: number, time: number, call: DialedCall) => CalleeScript
  /** Screens with people in front of them, instead of a scripted desk. */
  readonly screens?: (timeline: VirtualTimeline) => Desk
  readonly policyOf?: (campaign: Campaign) => Policy
  /** A store that another engine has used, instead of a new one. */
  readonly store?: Store
  /** Wall time of the beginning. */
  readonly start?: number
}

/** An engine with everything around it, on virtual time, and the means to watch and drive it. */
export interface Rig extends Views {
  readonly timeline: VirtualTimeline
  readonly engine: Engine
  readonly exchange: VirtualExchange
  readonly desk: ScriptedDesk
  readonly store: Store
  readonly faults: FaultyStore['failing']
  readonly commands: readonly Command[]
  readonly events: readonly EngineEvent[]
  readonly core: Core
  /** Signs operators in, all of them by default, and lets their phones come up. */
  signIn(...operators: readonly OperatorId[]): Promise<void>
  /** The network says something that it did not come to by itself. */
  tell(event: CallEvent): void
  /** The adapter loses sight of the last call to this number, and the network drops it. */
  lose(number: number): void
  /** Lets everything happen up to a second of virtual time, that second included. */
  until(second: number): Promise<void>
  /** Lets everything happen that follows at this very instant. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** The phone of the contact with this number. */
export const phoneOf = (number: number): string =>
  `+1212555${String(100 + number).padStart(4, '0')}`

/** @returns a rig whose engine has started; nobody has signed in. */
export async function rigOf(options: RigOptions): Promise<Rig> {
  const timeline = new VirtualTimeline(options.start ?? START)
  const random = seededRandom(1)
  const campaigns = (options.campaigns ?? [{}]).map(campaignOf)
  const trunks = options.trunks ?? [{ id: 'main', lines: 50, callsPerSecond: 50 }]
  const operators = options.operators ?? { anna: ['demo'] }
  const exchange = createVirtualExchange({
    timeline,
    random,
    trunks,
    callees: calleesOf(options.callee),
    ...given(options, 'phones', 'connectDelay', 'detectsMachines', 'faults'),
  })
  const extra = new Subject<CallEvent>()
  const [telephony, commands] = recorded(exchange, timeline, extra)
  const { store, failing } = faultyStore(options.store ?? (await filled(options, campaigns)))
  const desk = new ScriptedDesk(timeline)
  let core: Core | undefined
  const engine = createEngine({
    timeline,
    telephony,
    store,
    desk: options.screens?.(timeline) ?? desk,
    site: siteOf(operators, trunks),
    campaigns,
    policyOf:
      options.policyOf ?? (({ mode, powerRatio }) => ratio(mode === 'power' ? powerRatio : 1)),
    newId: uuidV7(timeline, random.fork('ids')),
    strict: true,
    watch: seen => {
      core = seen
    },
  })
  const events: EngineEvent[] = []
  engine.events$.subscribe(event => events.push(event))
  await engine.start()
  const until = (end: number) =>
    drive({ timeline, pending: () => engine.settled(), until: end }).then(() => {})
  let closed = false
  const rig: Rig = {
    ...viewsOf(() => rig),
    timeline,
    engine,
    exchange,
    desk,
    store,
    faults: failing,
    commands,
    events,
    get core() {
      return core!
    },
    async signIn(...who) {
      const all = who.length === 0 ? Object.keys(operators) : who
      for (const operator of all)
        desk.act({ operator, kind: 'signIn', campaigns: operators[operator]! })
      await rig.settle()
    },
    tell: event => extra.next(event),
    lose(number) {
      const attempt = rig.attemptTo(number)
      extra.next({ kind: 'lost', attempt })
      exchange.hangUp(attempt)
    },
    until: second => until(second * 1000),
    settle: () => until(timeline.monotonic()),
    async close() {
      closed = true
      await engine.close()
      exchange.close()
    },
  }
  await rig.settle()
  onTestFinished(async () => {
    if (closed) return
    await reckon(rig)
    await rig.close()
  })
  return rig
}

function calleesOf(callee: RigOptions['callee']): VirtualExchangeOptions['callees'] {
  const times = new Map<string, number>()
  return {
    script(call) {
      const time = times.get(call.to) ?? 0
      times.set(call.to, time + 1)
      return callee(Number(call.to.slice(-4)) - 100, time, call)
    },
  }
}

async function filled(options: RigOptions, campaigns: readonly Campaign[]): Promise<Store> {
  const store = new MemoryStore()
  for (const { id } of campaigns) {
    await store.putCampaign(id, id)
    const contacts = options.contacts ?? { demo: [0, 1, 2] }
    await store.addContacts(id, (contacts[id] ?? []).map(newContact))
  }
  return store
}

function newContact(from: number | Partial<NewContact>): NewContact {
  const plain = { key: null, zone: 'UTC', priority: 5, phones: [], data: {} }
  if (typeof from === 'object') return { ...plain, ...from }
  return { ...plain, key: `c${from}`, phones: [phoneOf(from)], data: { name: `Contact ${from}` } }
}

function given<T extends object, K extends keyof T>(
  from: T,
  ...keys: readonly K[]
): Partial<Pick<T, K>> {
  return Object.fromEntries(
    keys.flatMap(key => (from[key] === undefined ? [] : [[key, from[key]]])),
  ) as Partial<Pick<T, K>>
}
