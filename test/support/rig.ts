import { Subject } from 'rxjs'
import { onTestFinished } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { uuidV7 } from '../../src/base/uuid.ts'
import { VirtualTimeline } from '../../src/base/virtual-timeline.ts'
import type { Campaign } from '../../src/campaign/campaign.ts'
import type { Core } from '../../src/dialing/core.ts'
import { createEngine } from '../../src/dialing/engine.ts'
import type { EngineEvent } from '../../src/dialing/engine-event.ts'
import { ratio } from '../../src/pacing/policies/ratio.ts'
import type { Policy } from '../../src/pacing/policy.ts'
import { drive } from '../../src/sim/drive.ts'
import { MemoryStore } from '../../src/store/memory/memory-store.ts'
import type { Store } from '../../src/store/port.ts'
import type { NewContact } from '../../src/store/records.ts'
import type { CallEvent, LegEvent } from '../../src/telephony/call-event.ts'
import {
  createVirtualExchange,
  type VirtualExchange,
  type VirtualExchangeOptions,
} from '../../src/telephony/virtual/exchange.ts'
import { campaignOf, START, siteOf } from './campaigns.ts'
import { faultyStore } from './faulty-store.ts'
import { reckon } from './reckoning.ts'
import { type Command, recorded } from './recorded-telephony.ts'
import type { Rig as Bare, RigOptions } from './rig-parts.ts'
import { ScriptedDesk } from './scripted-desk.ts'
import { type Views, viewsOf } from './views.ts'

export type { RigOptions } from './rig-parts.ts'

/** A rig with the views that tests want of it. */
export type Rig = Bare &
  Views & {
    /** Ends the engine as a loss of power does. @returns the store, with what was written. */
    crash(): Store
  }

/** The phone of the contact with this number. */
export const phoneOf = (number: number): string =>
  `+1212555${String(100 + number).padStart(4, '0')}`

const OPERATORS: Readonly<Record<string, readonly string[]>> = { anna: ['demo'] }
const TRUNKS = [{ id: 'main', lines: 50, callsPerSecond: 50 }]

/** @returns a rig whose engine has started; nobody has signed in. */
export async function rigOf(options: RigOptions): Promise<Rig> {
  const timeline = new VirtualTimeline(options.start ?? START)
  const campaigns = (options.campaigns ?? [{}]).map(campaignOf)
  const exchange = exchangeOf(options, timeline)
  const store = options.store ?? (await filled(options, campaigns))
  const bare = await started(options, { timeline, campaigns, exchange, store })
  const rig = { ...viewsOf(() => bare), ...bare }
  let closed = false
  const close = async () => {
    closed = true
    await bare.close()
  }
  await rig.settle()
  onTestFinished(async () => {
    if (closed) return
    await reckon(rig)
    await close()
  })
  const crash = () => {
    closed = true
    return store
  }
  return { ...rig, close, crash }
}

/** What a rig has before its engine. */
interface Ground {
  readonly timeline: VirtualTimeline
  readonly campaigns: readonly Campaign[]
  readonly exchange: VirtualExchange
  readonly store: Store
}

async function started(options: RigOptions, ground: Ground): Promise<Bare> {
  const { timeline, campaigns, exchange } = ground
  const operators = options.operators ?? OPERATORS
  const extra = new Subject<CallEvent | LegEvent>()
  const deaf = new Set<Command['name']>()
  const [telephony, commands] = recorded(exchange, timeline, extra, deaf)
  const { store, failing, held, asked } = faultyStore(ground.store)
  const desk = new ScriptedDesk(timeline)
  const seen: { core?: Core } = {}
  const engine = createEngine({
    timeline,
    telephony,
    store,
    desk: options.screens?.(timeline) ?? desk,
    site: { ...siteOf(operators, options.trunks ?? TRUNKS), ...given(options, 'supervision') },
    campaigns,
    policyOf: options.policyOf ?? plainPolicy,
    newId: uuidV7(timeline, seededRandom(1).fork('ids')),
    strict: true,
    ...given(options, 'record', 'legOf'),
    watch: core => Object.assign(seen, { core }),
  })
  const events: EngineEvent[] = []
  engine.events$.subscribe(event => events.push(event))
  await engine.start()
  const until = (end: number) =>
    drive({ timeline, pending: () => engine.settled(), until: end }).then(() => {})
  const settle = () => until(timeline.monotonic())
  await settle()
  return {
    timeline,
    engine,
    exchange,
    desk,
    store,
    faults: failing,
    held,
    asked,
    commands,
    deaf,
    events,
    core: seen.core!,
    async signIn(...who) {
      for (const operator of who.length === 0 ? Object.keys(operators) : who)
        desk.act({ operator, kind: 'signIn', campaigns: operators[operator]! })
      await settle()
    },
    tell: event => extra.next(event),
    until: second => until(second * 1000),
    settle,
    async close() {
      await engine.close()
      exchange.close()
    },
  }
}

const plainPolicy = ({ mode, powerRatio }: Campaign): Policy =>
  ratio(mode === 'power' ? powerRatio : 1)

function exchangeOf(options: RigOptions, timeline: VirtualTimeline): VirtualExchange {
  return createVirtualExchange({
    timeline,
    random: seededRandom(1),
    trunks: options.trunks ?? TRUNKS,
    callees: calleesOf(options.callee),
    ...given(options, 'phones', 'connectDelay', 'detectsMachines', 'faults', 'recordingFails'),
  })
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
