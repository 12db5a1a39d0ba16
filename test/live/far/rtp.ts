import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { writeSdp } from '../../telephony/doubles/sip/sdp.ts'

/** A packet of audio: 160 samples of G.711 in 20 ms, after 12 bytes of header (RFC 3550, 3551). */
const PACKET_EVERY = 20
const SAMPLES = 160
const HEADER = 12
/** Root mean square of 16-bit samples above which somebody is heard; comfort noise is far below. */
const LOUD = 1000

/** One end of a stream of audio: it sends a tone and notices when it hears anything. */
export class RtpEnd {
  /** Monotonic ms of each moment at which sound came after silence. */
  readonly onsets: number[] = []
  /** Monotonic ms at which sound was last heard. */
  heardAt = -Infinity
  /** How many packets have come, with sound or without. */
  packets = 0
  /** Keys that were pressed at the other end (RFC 4733), each once. */
  readonly keys: string[] = []
  private keyAt = -1
  private readonly socket: Socket
  private target: { readonly address: string; readonly port: number } | null = null
  private sequence = 0
  private loud = false
  private stop = (): void => {}

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('message', packet => {
      this.packets++
      this.hear(packet)
    })
  }

  static async open(): Promise<RtpEnd> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new RtpEnd(socket)
  }

  /** What to say of this end in SDP. */
  get sdp(): string {
    const { port } = this.socket.address()
    return writeSdp({ port, direction: 'sendrecv', version: 1, origin: 'far' })
  }

  /** Sends a tone to whoever the SDP names, until closed. */
  talkTo(sdp: string): void {
    const address = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1]
    const port = Number(/^m=audio (\d+)/m.exec(sdp)?.[1])
    if (address === undefined || !(port > 0)) return
    this.target = { address, port }
    this.stop()
    const began = hostTimeline.monotonic()
    const next = (count: number): void => {
      this.send(TONE, 0, count * SAMPLES, count === 0)
      const due = began + (count + 1) * PACKET_EVERY - hostTimeline.monotonic()
      this.stop = hostTimeline.after(due, () => next(count + 1))
    }
    next(0)
  }

  /** Presses a key of the telephone (RFC 4733): three packets, and the last one thrice. */
  press(digit: string): void {
    const event = '0123456789*#'.indexOf(digit)
    const at = this.sequence * SAMPLES
    for (let i = 0; i < 6; i++) {
      const length = Math.min(i + 1, 4) * SAMPLES
      const payload = Buffer.from([event, i >= 3 ? 0x8a : 0x0a, length >> 8, length & 255])
      hostTimeline.after(i * PACKET_EVERY, () => this.send(payload, 101, at, i === 0))
    }
  }

  /** Sends nothing any more. */
  mute(): void {
    this.stop()
  }

  close(): void {
    this.stop()
    this.target = null
    this.socket.close()
  }

  private send(payload: Buffer, type: number, time: number, first: boolean): void {
    if (this.target === null) return
    const packet = Buffer.alloc(HEADER + payload.length)
    packet[0] = 0x80
    packet[1] = type | (first ? 0x80 : 0)
    packet.writeUInt16BE(this.sequence++ & 0xffff, 2)
    packet.writeUInt32BE(time >>> 0, 4)
    packet.writeUInt32BE(0x0ca_11, 8)
    payload.copy(packet, HEADER)
    this.socket.send(packet, this.target.port, this.target.address)
  }

  /** All packets of one key have its timestamp. */
  private hearKey(packet: Buffer): void {
    const at = packet.readUInt32BE(4)
    if (at === this.keyAt) return
    this.keyAt = at
    this.keys.push('0123456789*#'[packet[HEADER]!] ?? '?')
  }

  private hear(packet: Buffer): void {
    if ((packet[1]! & 0x7f) === 101) this.hearKey(packet)
    if ((packet[1]! & 0x7f) !== 0) return
    let sum = 0
    for (let i = HEADER; i < packet.length; i++) sum += linear(packet[i]!) ** 2
    const loud = Math.sqrt(sum / Math.max(1, packet.length - HEADER)) > LOUD
    if (loud && !this.loud) this.onsets.push(hostTimeline.monotonic())
    if (loud) this.heardAt = hostTimeline.monotonic()
    this.loud = loud
  }
}

/** G.711 µ-law to 16 bits. */
function linear(code: number): number {
  const bits = ~code & 0xff
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84
  return (bits & 0x80) === 0 ? magnitude : -magnitude
}

/** A wave of 8 samples, that is, 1 kHz: loud enough for every threshold, far from clipping. */
const TONE = Buffer.from(
  Array.from({ length: SAMPLES }, (_, i) => nearestCode(8000 * Math.sin((i * Math.PI) / 4))),
)

function nearestCode(sample: number): number {
  const codes = Array.from({ length: 256 }, (_, code) => code)
  return codes.reduce((best, code) =>
    Math.abs(linear(code) - sample) < Math.abs(linear(best) - sample) ? code : best,
  )
}
