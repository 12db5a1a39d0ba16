import { expect } from 'vitest'
import type { ServerState } from '../../../src/app/reading/watching.ts'
import { type Duration, seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import type { ServerAddress } from '../../../src/telephony/freeswitch/settings.ts'
import { pass } from '../harness.ts'
import { liveServers, tellSkipped } from '../servers.ts'
import { ManyOperators } from './many-operators.ts'
import { drachtioIsUp, freeswitchIsUp, OwnServer } from './own-server.ts'

const env = process.env
/** The second server is there, and its part of the calls comes to it, within this. */
const USED_WITHIN: Duration = seconds(40)

/** What the tests are given by the environment. */
interface Given {
  readonly servers: NonNullable<ReturnType<typeof liveServers>>
  /** Which kind there are two of, and the port of the second. */
  readonly kind: 'drachtio' | 'freeswitch'
  readonly port: number
  /** Shell commands that start each server in the foreground, the second of a kind last. */
  readonly commands: readonly [string, string, string]
}

/** A campaign on two servers of a kind and one of the other, all of the tests' own. */
export class TwoServers {
  readonly name: string
  /** Where the second of a kind is. */
  readonly address: ServerAddress
  readonly given: Given
  private readonly second: OwnServer
  private readonly own: readonly OwnServer[]
  private begun: ManyOperators | null = null

  private constructor(given: Given) {
    const { servers, kind, port, commands } = given
    this.given = given
    this.name = `127.0.0.1:${port}`
    const isUp = { drachtio: drachtioIsUp, freeswitch: freeswitchIsUp }
    this.address = { ...servers[kind], port }
    this.second = new OwnServer(commands[2], this.address, isUp[kind])
    this.own = [
      new OwnServer(commands[0], servers.drachtio, drachtioIsUp),
      new OwnServer(commands[1], servers.freeswitch, freeswitchIsUp),
      this.second,
    ]
  }

  /** @returns null where the environment does not say how such servers are started. */
  static of(kind: Given['kind']): TwoServers | null {
    const servers = liveServers()
    const KIND = kind.toUpperCase()
    const port = Number(env[`CARILLON_LIVE_${KIND}_2_PORT`] ?? 0)
    const commands = [
      env.CARILLON_LIVE_START_DRACHTIO ?? '',
      env.CARILLON_LIVE_START_FREESWITCH ?? '',
      env[`CARILLON_LIVE_START_${KIND}_2`] ?? '',
    ] as const
    if (servers !== null && port > 0 && commands.every(one => one !== ''))
      return new TwoServers({ servers, kind, port, commands })
    const second = `CARILLON_LIVE_${KIND}_2_PORT, CARILLON_LIVE_START_${KIND}_2`
    const both = 'CARILLON_LIVE_START_DRACHTIO and CARILLON_LIVE_START_FREESWITCH'
    tellSkipped(`a second ${kind}.`, `${second}, ${both} are needed.`)
    return null
  }

  /** What runs on them. */
  get campaign(): ManyOperators {
    return this.begun!
  }

  /** Starts the servers. */
  async start(): Promise<void> {
    await Promise.all(this.own.map(one => one.start()))
  }

  /** Starts the servers and a campaign on them. */
  async begin(): Promise<void> {
    const { servers, kind, port } = this.given
    await this.start()
    const ports = { drachtio: [servers.drachtio.port], freeswitch: [servers.freeswitch.port] }
    ports[kind].push(port)
    this.begun = await ManyOperators.begin({ ...ports, secret: servers.drachtio.secret })
  }

  /** Ends all of it, however far it came. */
  async end(): Promise<void> {
    await this.begun?.end()
    await Promise.all(this.own.map(one => one.end('SIGTERM')))
  }

  /** The second server is there and works, whatever a test before has left it in. */
  async whole(): Promise<void> {
    await this.startSecond()
    await this.until(({ state }) => state === 'up')
  }

  /** Starts the second server where it is away, and has it used. */
  async startSecond(): Promise<void> {
    await this.second.start()
    await this.campaign.ask('undrain', this.name)
  }

  /** The second server goes away. */
  async endSecond(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    await this.second.end(signal)
  }

  /** Resolves when the second server carries a call. */
  isUsed(): Promise<void> {
    return this.until(({ state, calls }) => state === 'up' && calls > 0)
  }

  private async until(isSo: (state: ServerState) => boolean): Promise<void> {
    const end = hostTimeline.monotonic() + USED_WITHIN
    for (;;) {
      const state = await this.campaign.state(this.name)
      if (isSo(state)) return
      if (hostTimeline.monotonic() > end) expect.fail(`is not used: ${JSON.stringify(state)}`)
      await pass(seconds(0.2))
    }
  }

  /** Drains the second server. @returns when it is empty. */
  async drain(): Promise<void> {
    const words = await this.campaign.ask('drain', this.name)
    expect(words, 'it is drained').toMatch(/^\{/)
    expect(JSON.parse(words).server).toMatchObject({ state: 'drained', calls: 0, legs: 0 })
  }
}
