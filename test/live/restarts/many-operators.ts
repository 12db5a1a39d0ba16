import { join } from 'node:path'
import { expect } from 'vitest'
import type { ServerState } from '../../../src/app/reading/watching.ts'
import { type Duration, millis, minutes, seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { carillon, type Going, going } from '../../cli/carillon.ts'
import { Clerk, isTalking } from '../../support/clerk.ts'
import { realSite } from '../../support/real-site.ts'
import { follow } from '../far/callee.ts'
import { Phones } from '../far/phones.ts'
import { SipPeer } from '../far/sip-peer.ts'
import { pass } from '../harness.ts'

const OPERATORS = Array.from({ length: 6 }, (_, i) => `operator${i}`)
const WORKS_WITHIN: Duration = seconds(40)

/** The servers that a campaign runs on, by their ports. */
export interface Ports {
  readonly drachtio: readonly number[]
  readonly freeswitch: readonly number[]
  readonly secret: string
}

/** A campaign that runs in a process of its own, with six operators who talk for a second. */
export class ManyOperators {
  /** Whoever was called, in order. */
  readonly placed: string[] = []
  private readonly folder: string
  private readonly run: Going
  private readonly clerks: readonly Clerk[]
  private readonly phones: Phones
  private readonly carrier: SipPeer

  private constructor(parts: {
    readonly folder: string
    readonly run: Going
    readonly clerks: readonly Clerk[]
    readonly phones: Phones
    readonly carrier: SipPeer
    readonly placed: string[]
  }) {
    this.folder = parts.folder
    this.run = parts.run
    this.clerks = parts.clerks
    this.phones = parts.phones
    this.carrier = parts.carrier
    this.placed = parts.placed
  }

  /** Begins it; everybody whom it calls answers. */
  static async begin({ drachtio, freeswitch, secret }: Ports): Promise<ManyOperators> {
    const phones = new Phones()
    await phones.open()
    const placed: string[] = []
    const carrier = await SipPeer.open(call => {
      placed.push(call.user)
      void follow(person(millis(300), { patience: minutes(30) }), call)
    })
    const folder = realSite({
      drachtio,
      freeswitch,
      secret,
      carrier: carrier.port,
      phones: Object.fromEntries(OPERATORS.map(id => [id, phones.phoneOf(id).uri])),
      numbers: Array.from({ length: 900 }, (_, i) => `+442079460${String(i).padStart(3, '0')}`),
      lines: 30,
      callsPerSecond: 10,
    })
    const run = going(folder, 'run', 'campaigns/calls', '--db', 'a.db')
    const habits = { talk: seconds(1) }
    const come = (id: string): Promise<Clerk> => Clerk.come(join(folder, 'a.db'), id, habits)
    const clerks = await Promise.all(OPERATORS.map(come))
    return new ManyOperators({ folder, run, clerks, phones, carrier, placed })
  }

  /** Resolves when each operator has talked to somebody, from now on. */
  async everyoneTalks(): Promise<void> {
    for (const clerk of this.clerks) clerk.told.length = 0
    const end = hostTimeline.monotonic() + WORKS_WITHIN
    const idle = () => this.clerks.filter(clerk => !clerk.told.some(isTalking))
    while (idle().length > 0) {
      if (hostTimeline.monotonic() > end) {
        const told = idle().map(({ told }) => JSON.stringify(told.slice(-4)).slice(0, 600))
        expect.fail(`not everybody talks: ${told.join('\n')}\n${await this.ask()}`)
      }
      await pass(millis(20))
    }
  }

  /** `carillon servers` with more words. @returns what it prints. */
  async ask(...words: readonly string[]): Promise<string> {
    const { folder } = this
    const { stdout, stderr } = await carillon(folder, 'servers', ...words, '--db', 'a.db', '--json')
    return stdout || stderr
  }

  /** How one of the servers is, by its name. */
  async state(name: string): Promise<ServerState> {
    const { servers: all }: { servers: ServerState[] } = JSON.parse(await this.ask())
    return all.find(one => one.name === name)!
  }

  /** How often phones have rung since `everyoneTalks` was last asked for. */
  get phonesRung(): number {
    const told = this.clerks.flatMap(clerk => clerk.told)
    return told.filter(one => JSON.stringify(one).includes('"rings"')).length
  }

  /** Ends it. */
  async end(): Promise<void> {
    this.run.child.kill('SIGTERM')
    await this.run.ended
    await pass(seconds(1))
    this.phones.close()
    this.carrier.close()
  }
}
