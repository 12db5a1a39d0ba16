import { randomInt } from 'node:crypto'
import { type Duration, millis } from '../../base/duration.ts'
import type { Timeline } from '../../base/timeline.ts'
import type { FreeSwitchSettings } from '../../telephony/freeswitch/settings.ts'
import type { Endpoint } from '../../telephony/freeswitch/wire/endpoint.ts'
import type { Reply } from '../../telephony/freeswitch/wire/within.ts'
import { type CallsParts, messagesOf } from '../calls/settings.ts'
import { type Finding, well, wrong } from './finding.ts'
import { checkRecordings } from './recordings.ts'
import { firstWell, type Heard, judgeAudio } from './rules/audio.ts'
import { judgeConnectsBack } from './rules/connects-back.ts'
import { judgeOffer } from './rules/offer.ts'
import { MediaDoor } from './wire/media-door.ts'
import { RtpProbe } from './wire/rtp-probe.ts'
import type { SipDoor } from './wire/sip-door.ts'

/** Five tones of 100 ms each way; between them the room is silent again. */
const TONES = 5
const TONE_PACKETS = 5
const TONE_EVERY: Duration = millis(500)
/** What cannot be played is told at once. */
const PLAY_FOR: Duration = millis(300)

/** What a call is made of. */
export interface TestCallParts {
  readonly parts: CallsParts
  readonly settings: FreeSwitchSettings
  readonly timeline: Timeline
}

/**
 * Calls FreeSWITCH twice, as a callee's and as an operator's end, joins both in an operator's room
 * and listens at either end of the RTP. Nobody else is called.
 */
export async function* checkCall(sip: SipDoor, made: TestCallParts): AsyncGenerator<Finding> {
  const { settings, timeline } = made
  const door = await MediaDoor.open(sip, settings, timeline)
  if (!door.ok) {
    const { address, port } = settings.listen
    const hint = 'If Carillon runs already, it listens there itself; otherwise mend servers.listen.'
    yield wrong('listens', `At ${address}:${port} (${door.why}).`, hint)
    return
  }
  const probes: RtpProbe[] = []
  try {
    yield* call(door.value, made, probes)
  } finally {
    for (const probe of probes) probe.close()
    await door.value.close()
  }
}

async function* call(
  door: MediaDoor,
  { parts, settings, timeline }: TestCallParts,
  probes: RtpProbe[],
): AsyncGenerator<Finding> {
  const here = settings.advertisedAddress ?? settings.listen.address
  const began = timeline.monotonic()
  const callee = await door.endpoint()
  yield judgeConnectsBack(callee, here, timeline.monotonic() - began)
  if (!callee.ok) return
  const hosts = parts.network.trunks.map(({ host }) => host)
  yield judgeOffer(callee.value.offer, hosts)
  const operator = await door.endpoint()
  if (!operator.ok) {
    yield judgeConnectsBack(operator, here, 0)
    return
  }
  const ends: [RtpProbe, Endpoint][] = []
  for (const endpoint of [callee.value, operator.value]) {
    const probe = await RtpProbe.open(settings.listen.address, here, timeline)
    probes.push(probe)
    ends.push([probe, endpoint])
    const attached = await endpoint.attach(probe.sdp)
    if (!attached.ok) {
      const hint = 'FreeSWITCH did not take a plain G.711 answer: look at its log.'
      yield wrong('media', `Our end was not accepted (${attached.why}).`, hint)
      return
    }
    probe.talkTo(endpoint.offer)
  }
  yield* checkPlaying(callee.value, parts, settings, timeline)
  yield* checkRecordings(callee.value, parts.campaigns, timeline)
  yield* checkRoom(ends as [[RtpProbe, Endpoint], [RtpProbe, Endpoint]], settings, timeline)
}

/** Whether the sounds are of a kind that FreeSWITCH can play. */
async function* checkPlaying(
  endpoint: Endpoint,
  { campaigns, network }: CallsParts,
  { soundOf, holdMusic }: FreeSwitchSettings,
  timeline: Timeline,
): AsyncGenerator<Finding> {
  const sounds = campaigns.flatMap(one =>
    messagesOf(one).map(({ message, isForCallers }) => {
      const check = `message of ${one.id}${isForCallers ? ' for callers' : ''}`
      return [check, soundOf(message.text)]
    }),
  )
  if (network.calls.holdMusic !== null) sounds.push(['hold music', holdMusic])
  for (const [check = '', sound = ''] of sounds) {
    const playing = endpoint.play(sound)
    const first = await Promise.race([playing, pass(timeline, PLAY_FOR)])
    if (first !== undefined && !first.ok) {
      const hint = 'Make it a WAV file, 16 bits, 8 kHz, mono, where FreeSWITCH can read it.'
      yield wrong(check, `It cannot be played (${first.why}).`, hint)
      continue
    }
    await endpoint.stopPlaying()
    await playing
    yield well(check, 'FreeSWITCH plays it.')
  }
}

async function* checkRoom(
  [[callee, one], [operator, other]]: [[RtpProbe, Endpoint], [RtpProbe, Endpoint]],
  settings: FreeSwitchSettings,
  timeline: Timeline,
): AsyncGenerator<Finding> {
  const profile = settings.conferenceProfile
  const room = { name: `carillon-doctor-${randomInt(2 ** 32)}`, profile }
  const began = timeline.monotonic()
  const joined: Reply<void>[] = [await one.join(room), await other.join(room)]
  const failed = joined.find(reply => !reply.ok)
  if (failed !== undefined && !failed.ok) {
    const hint = 'Look at the conference profile above, and at the log of FreeSWITCH.'
    yield wrong('room', `Two calls could not be joined (${failed.why}).`, hint)
    return
  }
  const took = (timeline.monotonic() - began).toFixed(0)
  yield well('room', `Two calls were joined with conference profile ${profile}, ${took} ms.`)
  const theirs = /^c=IN IP4 (\S+)/m.exec(one.offer)?.[1] ?? 'nowhere'
  const places = `${settings.advertisedAddress ?? settings.listen.address} and ${theirs}`
  yield await firstWell(async () => {
    const out = await listen(callee, operator, timeline)
    return judgeAudio(out, await listen(operator, callee, timeline), places)
  })
}

/** Has one end beep, and the other listen. */
async function listen(from: RtpProbe, to: RtpProbe, timeline: Timeline): Promise<Heard> {
  const delays: number[] = []
  await pass(timeline, TONE_EVERY)
  for (let tone = 0; tone < TONES; tone++) {
    const at = await from.beep(TONE_PACKETS)
    await pass(timeline, TONE_EVERY)
    const heard = to.onsets.find(onset => onset >= at)
    if (heard !== undefined) delays.push(heard - at)
  }
  return { sent: TONES, delays }
}

const pass = (timeline: Timeline, time: Duration): Promise<undefined> =>
  new Promise(resolve => timeline.after(time, () => resolve(undefined)))
