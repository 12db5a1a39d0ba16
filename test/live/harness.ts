import { filter, firstValueFrom } from 'rxjs'
import { expect } from 'vitest'
import { type Duration, millis, seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import type { CallEvent, LegEvent } from '../../src/telephony/call-event.ts'
import { createFreeSwitchTelephony } from '../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony, InUse } from '../../src/telephony/freeswitch/freeswitch.ts'
import type { IncomingRefusal } from '../../src/telephony/incoming.ts'
import type { CalleeScript } from '../../src/telephony/virtual/script.ts'
import type { FarCaller, TelephonyHarness } from '../contracts/telephony/bench.ts'
import { follow } from './far/callee.ts'
import { LiveCaller } from './far/caller.ts'
import { Phones } from './far/phones.ts'
import { type Receiver, SipPeer } from './far/sip-peer.ts'
import { type LiveServers, liveSettings } from './servers.ts'

/**
 * What the network and two servers may take on top of what a script says: more where a test waits
 * for something to happen, which it does briefly, than where it waits for something not to.
 */
const slackFor = (time: Duration): Duration => (time <= 500 ? 150 : 40)

/** The adapter on real servers, between a carrier and phones that follow scripts. */
export interface LiveHarness extends TelephonyHarness {
  readonly telephony: FreeSwitchTelephony
}

type Scripts = Readonly<Record<string, CalleeScript>>

/**
 * Puts it up; resolves when the servers are connected. The far side follows scripts by the number
 * called, or is played by the test itself.
 */
export async function liveHarness(
  servers: LiveServers,
  far: Scripts | Receiver,
): Promise<LiveHarness> {
  const scripted: Receiver = call => void follow((far as Scripts)[call.user]!, call)
  const carrier = await SipPeer.open(typeof far === 'function' ? far : scripted)
  const phones = new Phones()
  await phones.open()
  const settings = { ...liveSettings(servers, carrier.port), operatorRingLimit: seconds(1) }
  const telephony = createFreeSwitchTelephony({
    settings,
    timeline: hostTimeline,
    phones,
    supervisors: phones,
  })
  const callers = new Callers()
  const events: (CallEvent | LegEvent)[] = []
  telephony.events$.subscribe(event => events.push(event))
  await firstValueFrom(telephony.health$.pipe(filter(({ up }) => up)))
  return {
    telephony,
    events,
    after: (delay, action) => void hostTimeline.after(delay, action),
    advance: time => pass(time + slackFor(time)),
    callIn: (from, to) => callers.call(from, to),
    dropOperator: operator => phones.drop(operator),
    async close() {
      await telephony.close()
      phones.close()
      carrier.close()
      callers.close()
      await nothingIsLeft(telephony)
    },
  }
}

/** What we say to those whom we turn away. */
const FATES: Readonly<Record<number, IncomingRefusal>> = {
  404: 'unknownNumber',
  480: 'unavailable',
  486: 'busy',
}

/** People who call in. */
class Callers {
  private readonly made: Promise<LiveCaller>[] = []

  call(from: string, to: string): FarCaller {
    const port = Number(process.env.CARILLON_LIVE_SIP_PORT ?? 5060)
    const made = LiveCaller.call({ from, to, port })
    this.made.push(made)
    let caller: LiveCaller | null = null
    void made.then(one => {
      caller = one
    })
    return {
      fate: () => FATES[caller?.status ?? 0] ?? null,
      leave: () => void made.then(one => one.leave()),
    }
  }

  close(): void {
    for (const one of this.made) void one.then(caller => caller.close())
  }
}

/** Lets real time pass. */
export function pass(time: Duration): Promise<void> {
  return new Promise(resolve => hostTimeline.after(time, resolve))
}

const NOTHING: InUse = {
  calls: 0,
  legs: 0,
  dialogs: 0,
  endpoints: 0,
  spareEndpoints: 0,
  timers: 0,
}

/**
 * Nothing may be left of what was closed, once goodbyes that were on their way have been answered
 * or given up.
 */
export async function nothingIsLeft(telephony: FreeSwitchTelephony): Promise<void> {
  const end = hostTimeline.monotonic() + seconds(5)
  while (telephony.inUse().timers > 0 && hostTimeline.monotonic() < end) await pass(millis(50))
  expect(telephony.inUse(), 'what is left').toEqual(NOTHING)
}
