import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import { hasTone, SAMPLES, SILENCE, TONE } from '../rules/tone.ts'

/** A packet of audio is 20 ms long and comes after a header of 12 bytes (RFC 3550, 3551). */
const PACKET_EVERY = 20
const HEADER = 12
/** Who sends: any number will do, and two ends are two ports. */
const SOURCE = 0x0ca_11

/** The far end of a call: it sends silence or a tone, and notes when a tone begins to be heard. */
export class RtpProbe {
  /** Monotonic ms of each tone that was heard. */
  readonly onsets: number[] = []
  private readonly socket: Socket
  private readonly timeline: Timeline
  private readonly address: string
  private target: { readonly address: string; readonly port: number } | null = null
  private toneLeft = 0
  private onTone: (at: number) => void = () => {}
  private sent = 0
  private hears = false
  private stop: Cancel = () => {}

  private constructor(socket: Socket, address: string, timeline: Timeline) {
    this.socket = socket
    this.address = address
    this.timeline = timeline
    socket.on('message', packet => this.hear(packet))
  }

  /** @param listen where packets are taken; @param address what others know that place by. */
  static async open(listen: string, address: string, timeline: Timeline): Promise<RtpProbe> {
    const socket = createSocket('udp4')
    socket.bind(0, listen)
    await once(socket, 'listening')
    return new RtpProbe(socket, address, timeline)
  }

  /** What to say of this end in SDP (RFC 4566). */
  get sdp(): string {
    const { address } = this
    const { port } = this.socket.address()
    const about = ['v=0', `o=carillon 1 1 IN IP4 ${address}`, 's=-', `c=IN IP4 ${address}`, 't=0 0']
    const audio = [`m=audio ${port} RTP/AVP 0`, 'a=rtpmap:0 PCMU/8000', 'a=ptime:20']
    return [...about, ...audio, ''].join('\r\n')
  }

  /** Sends silence to whoever the SDP names, until closed. */
  talkTo(sdp: string): void {
    const address = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1]
    const port = Number(/^m=audio (\d+)/m.exec(sdp)?.[1])
    if (address === undefined || !(port > 0)) return
    this.target = { address, port }
    const began = this.timeline.monotonic()
    const next = (): void => {
      this.send()
      const due = began + this.sent * PACKET_EVERY - this.timeline.monotonic()
      this.stop = this.timeline.after(Math.max(0, due), next)
    }
    next()
  }

  /** Sends a tone for so many packets. @returns when the first of them is sent, monotonic ms. */
  beep(packets: number): Promise<number> {
    return new Promise(resolve => {
      this.toneLeft = packets
      this.onTone = resolve
    })
  }

  close(): void {
    this.stop()
    this.target = null
    this.socket.close()
  }

  private send(): void {
    const isTone = this.toneLeft > 0
    const packet = Buffer.alloc(HEADER + SAMPLES)
    packet[0] = 0x80
    // PCMU is type 0; the marker says where a talk begins.
    packet[1] = this.sent === 0 ? 0x80 : 0
    packet.writeUInt16BE(this.sent & 0xffff, 2)
    packet.writeUInt32BE((this.sent * SAMPLES) >>> 0, 4)
    packet.writeUInt32BE(SOURCE, 8)
    ;(isTone ? TONE : SILENCE).copy(packet, HEADER)
    this.sent++
    if (this.target !== null) this.socket.send(packet, this.target.port, this.target.address)
    if (!isTone) return
    this.toneLeft--
    this.onTone(this.timeline.monotonic())
  }

  private hear(packet: Buffer): void {
    if ((packet[1]! & 0x7f) !== 0) return
    const hears = hasTone(packet.subarray(HEADER))
    if (hears && !this.hears) this.onsets.push(this.timeline.monotonic())
    this.hears = hears
  }
}
