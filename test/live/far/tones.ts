import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { writeSdp } from '../../telephony/doubles/sip/sdp.ts'
import type { IncomingCall } from './sip-peer.ts'

/** A packet of audio: 160 samples of G.711 µ-law in 20 ms, after 12 bytes of header. */
const PACKET_EVERY = 20
const SAMPLES = 160
const HEADER = 12
const RATE = 8000
/** Half a second of what was heard. */
const KEPT = RATE / 2
/** Of full scale: a tone is heard above it. Sent tones are ten times as loud. */
const HEARD = 0.02

/** One end of a call that sounds a tone of its own and knows which tones it hears. */
export class ToneEnd {
  private readonly socket: Socket
  private readonly tone: Buffer[]
  private heard: number[] = []
  private stop = (): void => {}
  /** Where the other side listens. */
  private to = 0

  private constructor(socket: Socket, frequency: number) {
    this.socket = socket
    this.tone = toneOf(frequency)
    socket.on('message', packet => {
      if ((packet[1]! & 0x7f) !== 0) return
      for (let i = HEADER; i < packet.length; i++) this.heard.push(linear(packet[i]!) / 32768)
      if (this.heard.length > 2 * KEPT) this.heard = this.heard.slice(-KEPT)
    })
  }

  /** @param frequency in Hz, a multiple of 50, below 4000. */
  static async answer(call: IncomingCall, frequency: number): Promise<ToneEnd> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const end = new ToneEnd(socket, frequency)
    const { port } = socket.address()
    call.onBye = () => end.close()
    call.respond(200, { sdp: writeSdp({ port, direction: 'sendrecv', version: 1, origin: 'far' }) })
    call.onReinvite = sdp => end.turnTo(sdp)
    end.turnTo(call.sdp)
    end.sound()
    return end
  }

  /** Whether a tone is in the last half second of what was heard. */
  hears(frequency: number): boolean {
    return strength(this.heard.slice(-KEPT), frequency, RATE) > HEARD
  }

  /** Ends without a word. */
  close(): void {
    this.stop()
    this.socket.close()
  }

  private turnTo(sdp: string): void {
    this.to = Number(/^m=audio (\d+)/m.exec(sdp)?.[1])
  }

  private sound(): void {
    const began = hostTimeline.monotonic()
    const next = (count: number): void => {
      const head = Buffer.from([0x80, count === 0 ? 0x80 : 0])
      const packet = Buffer.concat([
        head,
        Buffer.alloc(HEADER - 2),
        this.tone[count % this.tone.length]!,
      ])
      packet.writeUInt16BE(count & 0xffff, 2)
      packet.writeUInt32BE((count * SAMPLES) >>> 0, 4)
      packet.writeUInt32BE(0x70_4e, 8)
      this.socket.send(packet, this.to, '127.0.0.1')
      const due = began + (count + 1) * PACKET_EVERY - hostTimeline.monotonic()
      this.stop = hostTimeline.after(Math.max(0, due), () => next(count + 1))
    }
    next(0)
  }
}

/** How strong a tone is in samples from -1 to 1: its amplitude (Goertzel). */
export function strength(samples: readonly number[], frequency: number, rate: number): number {
  if (samples.length === 0) return 0
  let [re, im] = [0, 0]
  for (const [i, sample] of samples.entries()) {
    const angle = (2 * Math.PI * frequency * i) / rate
    re += sample * Math.cos(angle)
    im += sample * Math.sin(angle)
  }
  return (2 * Math.hypot(re, im)) / samples.length
}

/** G.711 µ-law to 16 bits. */
function linear(code: number): number {
  const bits = ~code & 0xff
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84
  return (bits & 0x80) === 0 ? magnitude : -magnitude
}

const CODES = Array.from({ length: 256 }, (_, code) => code)

const nearestCode = (sample: number): number =>
  CODES.reduce((best, code) =>
    Math.abs(linear(code) - sample) < Math.abs(linear(best) - sample) ? code : best,
  )

/** One packet: 20 ms hold a whole number of periods of every multiple of 50 Hz. */
function toneOf(frequency: number): Buffer[] {
  const sample = (i: number): number => 6000 * Math.sin((2 * Math.PI * frequency * i) / RATE)
  return [Buffer.from(Array.from({ length: SAMPLES }, (_, i) => nearestCode(sample(i))))]
}
