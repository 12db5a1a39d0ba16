/**
 * A carrier and operators' phones in a thread of their own, so that their packets do not wait for
 * the adapter. Every callee answers after the same time; both sides send a tone, and note when they
 * hear one.
 *
 * Protocol: it posts `Ports` when it is ready, and a `Heard` for each message it is sent.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { person } from '../../src/telephony/virtual/callee.ts'
import { type FarCall, follow } from '../../test/live/far/callee.ts'
import { Phones } from '../../test/live/far/phones.ts'
import { SipPeer } from '../../test/live/far/sip-peer.ts'

/** Where the carrier and the phones listen, on 127.0.0.1. */
export interface Ports {
  readonly carrier: number
  readonly phones: number
}

/** Moments in ms since 1970, with fractions. */
export interface Heard {
  readonly callees: readonly {
    readonly number: string
    readonly answeredAt: number
    /** When the callee heard the operator. */
    readonly onsets: readonly number[]
  }[]
  readonly operators: readonly { readonly operator: string; readonly onsets: readonly number[] }[]
}

const { ring } = workerData as { readonly ring: number }
const script = person(ring, { patience: 600_000 })
const calls: FarCall[] = []
const carrier = await SipPeer.open(async call => void calls.push(await follow(script, call)))
const phones = new Phones()
await phones.open()

const absolute = (moment: number): number => performance.timeOrigin + moment

parentPort!.on('message', () => {
  const heard: Heard = {
    callees: calls.map(({ call, rtp, answeredAt }) => ({
      number: call.user,
      answeredAt: absolute(answeredAt),
      onsets: rtp.onsets.map(absolute),
    })),
    operators: [...phones.inCall].map(([operator, { rtp }]) => ({
      operator,
      onsets: rtp.onsets.map(absolute),
    })),
  }
  parentPort!.postMessage(heard)
})
const ports: Ports = {
  carrier: carrier.port,
  phones: Number(/:(\d+)$/.exec(phones.phoneOf('').uri)?.[1]),
}
parentPort!.postMessage(ports)
