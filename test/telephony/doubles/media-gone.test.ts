import { afterEach, describe, expect, it, vi } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { MrfClass } from './packages.ts'
import { OFFER, useRig } from './rig.ts'
import { treating } from './wire/treatment.ts'
import { SECRET } from './world.ts'

/** The library tells the terminal what it does. */
const quiet = () => vi.stubGlobal('console', { error() {}, info() {} })

describe('FreeSWITCH, when it is gone or will not', () => {
  const rig = useRig()
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('a wrong secret never settles mrf.connect', async () => {
    const { port } = rig().world.freeswitch
    const asked = new MrfClass(rig().srf).connect({
      address: '127.0.0.1',
      port,
      secret: `${SECRET}?`,
      listenAddress: '127.0.0.1',
    })
    expect(await rig().settles(asked)).toBe(false)
  })

  it('tells how much it can carry every 20 seconds', async () => {
    const server = await rig().media()
    await rig().endpoint(server, OFFER)
    expect(server.maxSessions).toBe(0)
    await rig().world.advance(seconds(20))
    expect([server.maxSessions, server.currentSessions]).toEqual([1000, 1])
  })

  it('after a lost connection each reply goes to the command before', async () => {
    quiet()
    const server = await rig().media()
    rig().world.freeswitch.treat = treating('api status', 'neverAnswer')
    const lost = server.api('status')
    await rig().world.settled()
    rig().world.freeswitch.dropApplications()
    await rig().world.settled()
    await expect.poll(() => server.conn.socket !== null).toBe(true)
    await rig().world.settled()
    const asked = server.api('uuid_exists nobody')
    expect(await rig().soon(lost)).toBe('false')
    expect(await rig().settles(asked)).toBe(false)
  })

  it('endpoints outlive the loss of the application’s own connection', async () => {
    quiet()
    const server = await rig().media()
    const endpoint = await rig().endpoint(server, OFFER)
    rig().world.freeswitch.dropApplications()
    await rig().world.settled()
    expect(endpoint.connected).toBe(true)
    expect(rig().world.left().channels).toBe(1)
  })

  it('a crash destroys endpoints, and what they were doing never settles', async () => {
    quiet()
    const endpoint = await rig().endpoint(await rig().media(), OFFER)
    let destroyed = false
    endpoint.on('destroy', () => {
      destroyed = true
    })
    const playing = endpoint.play('silence_stream://5000')
    await rig().world.advance(seconds(1))
    await rig().world.freeswitch.restart()
    expect(await rig().settles(playing)).toBe(false)
    expect(destroyed).toBe(true)
    expect(rig().world.left()).toEqual({ dialogs: 1 })
  })

  it('a channel whose end is not told leaves its playback unsettled', async () => {
    const endpoint = await rig().endpoint(await rig().media(), OFFER)
    rig().world.freeswitch.tellsHangup = false
    const told: unknown[] = []
    endpoint.on('destroy', reason => told.push(reason))
    const playing = endpoint.play('silence_stream://5000')
    await rig().world.advance(seconds(1))
    rig().world.freeswitch.end(endpoint.uuid, 'NORMAL_CLEARING')
    expect(await rig().settles(playing)).toBe(false)
    expect(told).toEqual([undefined])
  })

  it('a channel whose end is told ends its playback as if it had been played', async () => {
    const endpoint = await rig().endpoint(await rig().media(), OFFER)
    const playing = endpoint.play('silence_stream://5000')
    await rig().world.advance(seconds(2))
    rig().world.freeswitch.end(endpoint.uuid, 'NORMAL_CLEARING')
    expect(await rig().soon(playing)).toMatchObject({ playbackSeconds: '2' })
  })

  it('a channel in a conference outlives the application, an idle one does not', async () => {
    const server = await rig().media()
    const idle = await rig().endpoint(server, OFFER)
    const joined = await rig().endpoint(server, OFFER)
    await rig().soon(joined.join('op-1', { profile: 'carillon' }))
    for (const { conn } of [idle, joined]) (conn as unknown as { disconnect(): void }).disconnect()
    await rig().world.settled()
    expect(rig().world.freeswitch.membersOf('op-1')).toEqual([joined.uuid])
    expect(rig().world.left()).toEqual({ channels: 1, conferences: 1, dialogs: 1 })
  })

  it('a slow command holds up those behind it', async () => {
    const server = await rig().media()
    rig().world.freeswitch.treat = treating('api status', { delay: seconds(3) })
    const begun = rig().world.timeline.monotonic()
    void server.api('status')
    expect(await rig().soon(server.api('uuid_exists nobody'))).toBe('false')
    expect(rig().world.timeline.monotonic() - begun).toBe(seconds(3))
  })

  it('tells an event twice, as some modules do', async () => {
    const endpoint = await rig().endpoint(await rig().media(), OFFER)
    rig().world.freeswitch.copies = ({ name }) => (name === 'DTMF' ? 2 : 1)
    const keys: string[] = []
    endpoint.on('dtmf', ({ dtmf }: { dtmf: string }) => keys.push(dtmf))
    rig().world.freeswitch.press(endpoint.uuid, '9')
    await rig().world.settled()
    expect(keys).toEqual(['9', '9'])
  })

  it('an api of the background is answered by an event', async () => {
    const server = await rig().media()
    server.conn.subscribe(['BACKGROUND_JOB'])
    let body = ''
    server.conn.bgapi('uuid_exists nobody', event => {
      body = event.getBody()
    })
    await rig().world.settled()
    expect(body).toBe('false')
  })

  it('an endpoint to which it does not connect back is given up after 4 seconds', async () => {
    const server = await rig().media()
    rig().world.freeswitch.connectsBack = 'never'
    // The library waits on the host's clock.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const asked = server.createEndpoint({ remoteSdp: OFFER })
    asked.catch(() => {})
    await rig().world.settled()
    vi.advanceTimersByTime(seconds(4))
    vi.useRealTimers()
    await expect(rig().soon(asked)).rejects.toThrow('Connection timeout')
    await rig().world.settled()
    expect(rig().world.left()).toEqual({})
  })

  it('a re-INVITE that it refuses makes every later one hang for ever', async () => {
    const endpoint = await rig().endpoint(await rig().media(), OFFER)
    rig().world.freeswitch.treat = treating('reinvite', { refuse: '491 Request Pending' })
    await expect(rig().soon(endpoint.dialog.modify(OFFER))).rejects.toMatchObject({ status: 491 })
    rig().world.freeswitch.treat = () => 'obey'
    expect(await rig().settles(endpoint.dialog.modify(OFFER))).toBe(false)
  })

  it('a join never settles when the channel dies before it', async () => {
    const endpoint = await rig().endpoint(await rig().media(), OFFER)
    rig().world.freeswitch.treat = treating('sendmsg conference', 'neverAnswer')
    const joining = endpoint.join('op-1', { profile: 'carillon' })
    await rig().world.settled()
    rig().world.freeswitch.end(endpoint.uuid, 'NORMAL_CLEARING')
    expect(await rig().settles(joining)).toBe(false)
  })

  it('a destroy never settles when no BYE comes back', async () => {
    const endpoint = await rig().endpoint(await rig().media(), OFFER)
    rig().world.freeswitch.treat = treating('sendmsg hangup', 'neverAnswer')
    expect(await rig().settles(endpoint.destroy())).toBe(false)
    expect(rig().world.left()).toEqual({ channels: 1, dialogs: 1 })
  })

  it('says nothing while it hangs, and all of it afterwards', async () => {
    const server = await rig().media()
    rig().world.freeswitch.hang(true)
    const asked = server.api('uuid_exists nobody')
    expect(await rig().settles(asked)).toBe(false)
    rig().world.freeswitch.hang(false)
    expect(await rig().soon(asked)).toBe('false')
  })
})
