import { type Duration, seconds } from '../../../base/duration.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { ServerAddress } from '../../../telephony/freeswitch/settings.ts'
import { isUnanswerable } from '../../../telephony/freeswitch/wire/auth.ts'
import { Ended } from '../../../telephony/freeswitch/wire/ended.ts'
import {
  ask,
  disconnect,
  type ForeignSrf,
  newSrf,
} from '../../../telephony/freeswitch/wire/foreign.ts'
import { guard } from '../../../telephony/freeswitch/wire/guard.ts'
import { faultOf, unsentFor } from '../../../telephony/freeswitch/wire/invite.ts'
import { type Reply, within } from '../../../telephony/freeswitch/wire/within.ts'
import type { Answered } from '../rules/answer.ts'

const CONNECT_LIMIT: Duration = seconds(4)
/** Somebody who is there says so at once; the first packet may be lost. */
const ANSWER_LIMIT: Duration = seconds(5)

/**
 * A client of drachtio that takes no requests: an application that is at work goes on getting all
 * of them.
 */
export class SipDoor {
  readonly srf: ForeignSrf
  readonly ended = new Ended()
  private readonly timeline: Timeline

  private constructor(srf: ForeignSrf, timeline: Timeline) {
    this.srf = srf
    this.timeline = timeline
    srf.on('close', () => this.ended.say())
  }

  static async open(server: ServerAddress, timeline: Timeline): Promise<Reply<SipDoor>> {
    const srf = newSrf()
    const bounds = { timeline, limit: CONNECT_LIMIT, ended: new Ended() }
    const reply = await within(bounds, () => knock(srf, server))
    if (reply.ok) return { ok: true, value: new SipDoor(srf, timeline) }
    disconnect(srf)
    return reply
  }

  /** Asks somebody whether they are there (RFC 3261, section 11). */
  async ask(uri: string, from: string): Promise<Answered> {
    const { timeline, ended } = this
    const asked = timeline.monotonic()
    const request = { uri, method: 'OPTIONS', headers: { From: from } }
    const bounds = { timeline, limit: ANSWER_LIMIT, ended }
    const reply = await within(bounds, () => ask(this.srf, request))
    if (!reply.ok) return { kind: 'nothing', fault: unsentFor(reply.why) ?? 'silent' }
    const response = reply.value
    if (!response.source_address) return { kind: 'nothing', fault: faultOf(response) ?? 'silent' }
    const took = timeline.monotonic() - asked
    const unanswerable = isUnanswerable(response)
    return { kind: 'answered', status: response.status, took, unanswerable }
  }

  close(): void {
    this.ended.say()
    disconnect(this.srf)
  }
}

function knock(srf: ForeignSrf, { host, port, secret }: ServerAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    // Heard for good: an error event that nobody hears ends the process.
    srf.on('error', reject)
    srf.on('close', () => reject(new Error('it closed the connection')))
    srf.on('connect', error => (error === null ? resolve() : reject(error)))
    srf.connect({ host, port, secret, enablePing: false, reconnect: { maxAttempts: 1 } })
    guard(srf, { trusted: new Set(), isPhone: () => false })
  })
}
