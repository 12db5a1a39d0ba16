import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { answers } from './far/script.ts'
import type { Endpoint } from './packages.ts'
import { OFFER, type Rig, useRig } from './rig.ts'
import { treating } from './wire/treatment.ts'

const WHO = '12125550100'

describe('an endpoint of the FreeSWITCH double', () => {
  const rig = useRig()

  it('is made by an INVITE without an offer, and is listened to by nobody', async () => {
    const { world } = rig()
    const endpoint = await rig().endpoint(await rig().media())
    const channel = world.freeswitch.channel(endpoint.uuid)
    expect(endpoint.local.sdp).toContain(`m=audio ${channel.mediaPort} `)
    // The library acknowledges with the server's own description.
    expect([channel.adrift, channel.sends]).toEqual([true, false])
    await rig().soon(endpoint.destroy())
    expect(world.left()).toEqual({})
  })

  it('sends its audio where a re-INVITE says', async () => {
    const { world } = rig()
    const endpoint = await rig().endpoint(await rig().media())
    world.carrier.script(answers(seconds(2)))
    const placed = rig().call(WHO, { localSdp: endpoint.local.sdp })
    await world.advance(seconds(2))
    await rig().soon(endpoint.dialog.modify(placed.dialog!.remote.sdp))
    const channel = world.freeswitch.channel(endpoint.uuid)
    const call = world.carrier.callTo(WHO)
    expect(channel.remoteMediaPort).toBe(call.mediaPort)
    expect(call.remoteMediaPort).toBe(channel.mediaPort)
    expect(channel.sends && call.hearsThem).toBe(true)
  })

  it('tells its own description after modify, by way of uuid_dump', async () => {
    const endpoint = await rig().endpoint(await rig().media())
    await rig().soon(endpoint.modify(OFFER))
    const channel = rig().world.freeswitch.channel(endpoint.uuid)
    expect(channel.remoteMediaPort).toBe(40_000)
    expect(endpoint.local.sdp).toBe(channel.sdp())
  })

  it('plays a file as long as it is, and tells when it begins and ends', async () => {
    const endpoint = await made(rig())
    rig().world.freeswitch.sounds.set('/sounds/abandoned.wav', seconds(5))
    const told: string[] = []
    endpoint.on('playback-start', ({ file }: { file: string }) => told.push(`start ${file}`))
    endpoint.on('playback-stop', ({ file }: { file: string }) => told.push(`stop ${file}`))
    const begun = rig().world.timeline.monotonic()
    const played = await rig().soon(endpoint.play('/sounds/abandoned.wav'))
    expect(rig().world.timeline.monotonic() - begun).toBe(seconds(5))
    expect(played).toMatchObject({ playbackSeconds: '5', playbackMilliseconds: '5000' })
    expect(told).toEqual(['start /sounds/abandoned.wav', 'stop /sounds/abandoned.wav'])
  })

  it('finds no file that is not there', async () => {
    const endpoint = await made(rig())
    await expect(rig().soon(endpoint.play('/nowhere.wav'))).rejects.toThrow('File Not Found')
  })

  it('stops playing at uuid_break', async () => {
    const endpoint = await made(rig())
    const playing = endpoint.play('local_stream://music')
    await rig().world.advance(seconds(7))
    await rig().soon(endpoint.api('uuid_break', endpoint.uuid))
    expect(await rig().soon(playing)).toMatchObject({ playbackMilliseconds: '7000' })
  })

  it('takes keys while it plays, until the terminator', async () => {
    const endpoint = await made(rig())
    const collecting = endpoint.playCollect({
      file: 'silence_stream://5000',
      min: 1,
      max: 4,
      timeout: 2000,
    })
    await rig().world.advance(seconds(1))
    for (const key of ['1', '2', '#']) rig().world.freeswitch.press(endpoint.uuid, key)
    expect(await rig().soon(collecting)).toMatchObject({ digits: '12', terminatorUsed: '#' })
  })

  it('gives up when no key is pressed, after the sound for what is invalid', async () => {
    const endpoint = await made(rig())
    const begun = rig().world.timeline.monotonic()
    const options = { file: 'silence_stream://100', min: 1, max: 1, timeout: 300 }
    const collected = await rig().soon(endpoint.playCollect(options))
    expect(collected).toMatchObject({ digits: null })
    expect(rig().world.timeline.monotonic() - begun).toBe(100 + 300 + 250)
  })

  it('tells keys that are pressed', async () => {
    const endpoint = await made(rig())
    const keys: string[] = []
    endpoint.on('dtmf', ({ dtmf }: { dtmf: string }) => keys.push(dtmf))
    rig().world.freeswitch.press(endpoint.uuid, '9')
    await rig().world.settled()
    expect(keys).toEqual(['9'])
  })

  it('records in the background, with pauses', async () => {
    const endpoint = await made(rig())
    const api = async (verb: string) =>
      (await rig().soon(endpoint.api('uuid_record', `${endpoint.uuid} ${verb} /r.wav`))).getBody()
    await rig().soon(endpoint.set({ RECORD_STEREO: true, campaign: 'spring' }))
    await rig().soon(endpoint.execute('record_session', '/r.wav'))
    const { recordings, variables } = rig().world.freeswitch.channel(endpoint.uuid)
    expect([variables.get('RECORD_STEREO'), variables.get('campaign')]).toEqual(['true', 'spring'])
    await api('mask')
    expect(recordings.get('/r.wav')).toBe('masked')
    expect(await api('stop')).toBe('+OK Success\n')
    expect(await api('stop')).toBe('-ERR Cannot stop record session!\n')
  })

  it('is refused where there is no room for it', async () => {
    const server = await rig().media()
    rig().world.freeswitch.treat = treating('invite', { refuse: '503 Maximum Calls In Progress' })
    await expect(rig().endpoint(server)).rejects.toMatchObject({ status: 503 })
    expect(rig().world.left()).toEqual({})
  })

  it('ends of its own accord, with the cause', async () => {
    const endpoint = await made(rig())
    let why: unknown
    endpoint.on('destroy', reason => {
      why = reason
    })
    rig().world.freeswitch.end(endpoint.uuid, 'MEDIA_TIMEOUT')
    await rig().world.settled()
    expect(why).toEqual({ reason: 'MEDIA_TIMEOUT' })
    expect(rig().world.left()).toEqual({})
  })
})

async function made(rig: Rig): Promise<Endpoint> {
  return rig.endpoint(await rig.media(), OFFER)
}
