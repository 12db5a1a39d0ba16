import { expect } from 'vitest'
import { type Duration, seconds } from '../../../src/base/duration.ts'
import type { CallEvent, LegEvent } from '../../../src/telephony/call-event.ts'
import { createFreeSwitchTelephony } from '../../../src/telephony/freeswitch/adapter.ts'
import type {
  FreeSwitchParts,
  FreeSwitchTelephony,
  Health,
} from '../../../src/telephony/freeswitch/freeswitch.ts'
import {
  FREESWITCH_DEFAULTS,
  type FreeSwitchSettings,
  type SipTrunk,
  TRUNK_DEFAULTS,
} from '../../../src/telephony/freeswitch/settings.ts'
import type { IncomingRefusal } from '../../../src/telephony/incoming.ts'
import { UNREACHED } from '../../../src/telephony/virtual/calls/endings.ts'
import type { AnsweredCallee, CalleeScript } from '../../../src/telephony/virtual/script.ts'
import type { FarCaller, TelephonyHarness } from '../../contracts/telephony/bench.ts'
import type { FarEnd } from '../doubles/far/end.ts'
import { answers, type CallScript, rings } from '../doubles/far/script.ts'
import { createWorld, SECRET, type World } from '../doubles/world.ts'

/** The key that callees press when they press one. */
const STOP_KEY = '9'
/** A callee cannot know when a message begins; the contract's tests begin it this soon. */
const MESSAGE_BEGINS: Duration = 100

/** The adapter between doubles of both servers, on virtual time. */
export interface DoublesHarness extends TelephonyHarness {
  readonly telephony: FreeSwitchTelephony
  readonly world: World
  /** What was said of the servers, in order. */
  readonly healths: readonly Health[]
  /** The phones of all operators. */
  readonly phones: FarEnd
  /** Lets time pass until the servers are connected. */
  up(): Promise<void>
}

/** Puts it up on a world; nothing is connected yet. */
export function onDoubles(
  world: World,
  secret = SECRET,
  change: Partial<FreeSwitchSettings> = {},
  own: Partial<Omit<FreeSwitchParts, 'settings' | 'timeline'>> = {},
  phones = phonesIn(world),
): DoublesHarness {
  const server = (port: number) => ({ host: '127.0.0.1', port, secret })
  const telephony = createFreeSwitchTelephony({
    settings: {
      ...FREESWITCH_DEFAULTS,
      drachtio: server(world.drachtio.port),
      freeswitch: server(world.freeswitch.port),
      trunks: [TRUNK],
      operatorRingLimit: seconds(1),
      soundOf: () => 'silence_stream://2000',
      ...change,
    },
    timeline: world.timeline,
    phones: {
      phoneOf: operator =>
        operator === 'nobody' ? null : { uri: `sip:${userOf(operator)}@127.0.0.1:5062` },
    },
    supervisors: { phoneOf: one => ({ uri: `sip:${userOf(one)}@127.0.0.1:5062` }) },
    ...own,
  })
  const events: (CallEvent | LegEvent)[] = []
  const healths: Health[] = []
  telephony.events$.subscribe(event => events.push(event))
  telephony.health$.subscribe(health => healths.push(health))
  return {
    telephony,
    world,
    events,
    healths,
    phones,
    up: () => world.until(() => healths.at(-1)!.up),
    after: (delay, action) => void world.timeline.after(delay, action),
    advance: time => world.advance(time),
    callIn: (from, to) => callerFrom(world, from, to),
    dropOperator: operator => phones.callTo(userOf(operator)).hangUp(),
    close: () => closed(telephony, world),
  }
}

/** What we say to those whom we turn away. */
const FATES: Readonly<Record<string, IncomingRefusal>> = {
  '404': 'unknownNumber',
  '480': 'unavailable',
  '486': 'busy',
}

/** Somebody behind the carrier calls. */
function callerFrom({ carrier }: World, from: string, to: string): FarCaller {
  const call = carrier.caller.call(to, '127.0.0.1:5060', from)
  return {
    fate: () => FATES[call.ending] ?? null,
    leave: () => (call.state === 'answered' ? call.hangUp() : carrier.caller.cancel(call)),
  }
}

/** Everybody's phones: they answer at once, but for a dead one. */
function phonesIn(world: World): FarEnd {
  const phones = world.phone(5062)
  phones.script(answers(0))
  phones.script(rings(), 'dead-phone')
  return phones
}

/** The same with everyone behind the carrier following scripts, connected. */
export async function scripted(
  far: Readonly<Record<string, CalleeScript>>,
): Promise<DoublesHarness> {
  const world = await createWorld()
  for (const [number, script] of Object.entries(far)) world.carrier.script(asFarEnd(script), number)
  pressKeys(world, far)
  const harness = onDoubles(world)
  await harness.up()
  return harness
}

/** What the carrier may ask for. */
export const CREDENTIALS = { username: 'carillon', password: 'made up' }

/** The trunk of most tests; it is not asked whether it is there. */
export const TRUNK: SipTrunk = {
  ...TRUNK_DEFAULTS,
  probeEvery: null,
  id: 'main',
  lines: 10,
  host: '127.0.0.1:5090',
  transport: 'udp',
  domain: 'carrier.invalid',
  credentials: CREDENTIALS,
}

const userOf = (operator: string): string => operator.replaceAll(' ', '-')

async function closed(telephony: FreeSwitchTelephony, world: World): Promise<void> {
  const closing = telephony.close()
  await world.advance(seconds(5))
  await closing
  await world.settled()
  const nothing = { calls: 0, legs: 0, dialogs: 0, endpoints: 0, spareEndpoints: 0, timers: 0 }
  expect(telephony.inUse(), 'what is left here').toEqual(nothing)
  expect(world.left(), 'what is left on the servers').toEqual({})
  await world.close()
}

function asFarEnd({ provisional, outcome }: CalleeScript): CallScript {
  const { ringing, earlyMedia } = provisional
  const told = [
    ...(ringing === null ? [] : [{ after: ringing, status: 180 } as const]),
    ...(earlyMedia === null ? [] : [{ after: earlyMedia, status: 183, media: true } as const]),
  ]
  const provisionals = told.filter(({ after }) => after < outcome.after)
  if (outcome.kind === 'answers')
    return answers(outcome.after, {
      provisional: provisionals,
      hangUpAfter: leavesAfter(outcome.callee),
    })
  const { sip, q850 } = UNREACHED[outcome.kind]
  const headers = { Reason: `Q.850;cause=${q850}` }
  return { provisional: provisionals, final: { after: outcome.after, status: sip, headers } }
}

/** Who only has a telephone does not know whether they are joined: patience and talk run on. */
function leavesAfter(callee: AnsweredCallee): Duration {
  const { patience, talk, leavesAfter, announcement } = callee
  const alone = patience + (talk ?? 0)
  const hearing = announcement.kind === 'hangsUp' ? announcement.after + MESSAGE_BEGINS : Infinity
  return Math.min(leavesAfter ?? Infinity, alone, hearing)
}

/** Presses the stop key on the channel of each callee whose habit it is. */
function pressKeys(world: World, far: Readonly<Record<string, CalleeScript>>): void {
  const channels = new Set<string>()
  world.freeswitch.copies = ({ headers }) => {
    channels.add(headers['Unique-ID'] ?? '')
    return 1
  }
  for (const [number, { outcome }] of Object.entries(far)) {
    if (outcome.kind !== 'answers') continue
    const { announcement } = outcome.callee
    if (announcement.kind !== 'pressesStop') continue
    const after = outcome.after + MESSAGE_BEGINS + announcement.after
    world.timeline.after(after, () => {
      const port = /^m=audio (\d+)/m.exec(world.carrier.callTo(number).invite.body)?.[1]
      for (const uuid of channels)
        if (uuid !== '' && `${world.freeswitch.channel(uuid).mediaPort}` === port)
          world.freeswitch.press(uuid, STOP_KEY)
    })
  }
}
