/**
 * The least that an application on drachtio can be: it answers every other call, tells the others
 * that it is busy, and forgets each as it ends. Run as a child, with drachtio's address, port and
 * secret; it posts `ready`.
 */
import { newSrf } from '../../../src/telephony/freeswitch/wire/foreign.ts'

/** What of the library is used here and nowhere in Carillon. */
interface Answering {
  use(verb: 'invite', hear: (request: object, reply: { send(status: number): void }) => void): void
  createUAS(
    request: object,
    reply: object,
    options: { readonly localSdp: string },
  ): Promise<{ on(event: 'destroy', hear: () => void): void }>
}

const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 21000 RTP/AVP 0 101',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:101 telephone-event/8000',
  '',
].join('\r\n')

const [, , host = '', port = '', secret = ''] = process.argv
const srf = newSrf()
const answering = srf as unknown as Answering
let calls = 0
answering.use('invite', (request, reply) => {
  if (calls++ % 2 === 1) return reply.send(486)
  reply.send(180)
  answering.createUAS(request, reply, { localSdp: SDP }).then(
    dialog => dialog.on('destroy', () => {}),
    () => {},
  )
})
srf.on('error', () => process.exit(1))
srf.on('connect', () => process.send?.('ready'))
srf.connect({ host, port: Number(port), secret, enablePing: false, reconnect: { maxAttempts: 1 } })
