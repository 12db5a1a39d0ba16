import { afterEach, beforeEach, expect } from 'vitest'
import { type Duration, seconds } from '../../../../src/base/duration.ts'
import type { FarCall } from '../../doubles/far/call.ts'
import { answers } from '../../doubles/far/script.ts'
import type { Channel } from '../../doubles/freeswitch/channel.ts'
import { header, type SipMessage, tagOf } from '../../doubles/sip/message.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

/** Who is called. */
export const CALLEE = '+12125550100'
/** What they are shown, and call back. */
export const OURS = '+12125550199'

/** Each test begins between servers that are connected; everybody answers at once. */
export class CallsOnDoubles {
  world!: World
  harness!: DoublesHarness

  constructor() {
    beforeEach(() => this.begin())
    // Nothing may be left, here or on the servers: the harness demands it.
    afterEach(() => this.harness.close())
  }

  /** Places a call. */
  async call(attempt = 'a', to = CALLEE, ringLimit: Duration = seconds(20)): Promise<void> {
    this.harness.telephony.originate(attempt, { to, from: OURS, trunk: 'main', ringLimit })
    await this.world.settled()
  }

  /** Calls somebody who answers, for Anna. */
  async talk(attempt = 'a', to = CALLEE): Promise<void> {
    this.harness.telephony.operatorUp('anna')
    await this.call(attempt, to)
    this.harness.telephony.connect(attempt, 'anna')
    await this.world.settled()
    expect(this.last).toMatchObject({ attempt, kind: 'connected' })
  }

  /** Somebody calls, and is answered as `in`. */
  async answeredCaller(offers = true): Promise<FarCall> {
    const { telephony } = this.harness
    const hear = telephony.incoming$.subscribe(({ call }) => telephony.answer(call, 'in'))
    const caller = this.world.carrier.caller.call(OURS, '127.0.0.1:5060', '+12125550142', offers)
    await this.world.settled()
    hear.unsubscribe()
    expect(caller.state).toBe('answered')
    return caller
  }

  /** The callee's end of the last call. */
  get far(): FarCall {
    return this.world.carrier.callTo(CALLEE)
  }

  /** Anna's phone in its call. */
  get phone(): FarCall {
    return this.harness.phones.callTo('anna')
  }

  /** What was told last. */
  get last() {
    return this.harness.events.at(-1)
  }

  /** What was told, in order. */
  get kinds(): readonly string[] {
    return this.harness.events.map(({ kind }) => kind)
  }

  /** Our channel in a call. */
  channelOf(far: FarCall): Channel {
    return this.world.freeswitch.channel(this.world.freeswitch.channelAt(far.remoteMediaPort))
  }

  private async begin(): Promise<void> {
    this.world = await createWorld()
    this.world.carrier.script(answers(0))
    this.harness = onDoubles(this.world)
    await this.harness.up()
  }
}

/** What drachtio calls the dialog of an INVITE. */
export function dialogOf(invite: SipMessage): string {
  return `${header(invite, 'Call-ID')};from-tag=${tagOf(header(invite, 'From'))}`
}
