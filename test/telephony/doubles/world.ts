import type { Duration } from '../../../src/base/duration.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import { DrachtioDouble } from './drachtio/server.ts'
import { FarEnd } from './far/end.ts'
import { FreeswitchDouble } from './freeswitch/server.ts'
import { SipNetwork } from './sip/network.ts'
import { Activity } from './wire/activity.ts'
import { createIds } from './wire/ids.ts'

/** The secret of both servers. */
export const SECRET = 'only-for-tests'
/** Virtual time after which `until` gives up. */
const PATIENCE = 10 * 60_000

/** The two servers and everyone behind them, on virtual time. */
export interface World {
  readonly timeline: VirtualTimeline
  readonly network: SipNetwork
  readonly drachtio: DrachtioDouble
  readonly freeswitch: FreeswitchDouble
  /** @returns another one, which listens. */
  secondFreeswitch(): Promise<FreeswitchDouble>
  /** @returns another drachtio, at `127.0.0.1:5061`, which listens. */
  secondDrachtio(): Promise<DrachtioDouble>
  /** Everyone behind the trunk `127.0.0.1:5090`. */
  readonly carrier: FarEnd
  /** @returns a new phone at `127.0.0.1:port`. */
  phone(port: number): FarEnd
  /** Waits until nothing moves any more, without a step of time. */
  settled(): Promise<void>
  /** Lets this much virtual time pass, with everything that falls into it. */
  advance(time: Duration): Promise<void>
  /** Lets time pass until the condition holds. */
  until(condition: () => boolean): Promise<void>
  /** What is left of calls, by kind, where it is not nothing. */
  left(): Readonly<Record<string, number>>
  /** Ends all servers. */
  close(): Promise<void>
}

/** @returns a world in which both servers listen. @param seed of every id and every cut. */
export async function createWorld(
  seed = 1,
  timeline: VirtualTimeline = new VirtualTimeline(Date.UTC(2026, 10, 22, 9)),
): Promise<World> {
  const activity = new Activity()
  const network = new SipNetwork()
  const ids = createIds(seededRandom(seed).fork('ids'))
  let port = 20_000
  const nextPort = () => (port += 2)
  const shared = { secret: SECRET, timeline, network, ids, activity }
  const drachtio = new DrachtioDouble({ ...shared, address: '127.0.0.1:5060' })
  const freeswitch = new FreeswitchDouble({ ...shared, address: '127.0.0.1:5080', nextPort })
  const freeswitches = [freeswitch]
  const drachtios = [drachtio]
  const phones: FarEnd[] = []
  const phone = (at: number): FarEnd => {
    const made = new FarEnd(`127.0.0.1:${at}`, { network, ids, nextPort, timeline })
    phones.push(made)
    return made
  }
  const carrier = phone(5090)
  await Promise.all([drachtio.start(), freeswitch.start()])
  const settled = () => activity.settled()
  const advanceTo = async (end: number, isDone: () => boolean): Promise<void> => {
    await settled()
    for (
      let next = timeline.nextAt();
      next !== undefined && next <= end;
      next = timeline.nextAt()
    ) {
      if (isDone()) return
      timeline.step()
      await settled()
    }
    if (!isDone()) timeline.advanceTo(end)
  }
  return {
    timeline,
    network,
    drachtio,
    freeswitch,
    secondFreeswitch: async () => {
      const made = new FreeswitchDouble({ ...shared, address: '127.0.0.1:5081', nextPort })
      freeswitches.push(made)
      await made.start()
      return made
    },
    secondDrachtio: async () => {
      const made = new DrachtioDouble({ ...shared, address: '127.0.0.1:5061' })
      drachtios.push(made)
      await made.start()
      return made
    },
    carrier,
    phone,
    settled,
    advance: time => advanceTo(timeline.monotonic() + time, () => false),
    until: async condition => {
      await advanceTo(timeline.monotonic() + PATIENCE, condition)
      if (!condition()) throw new Error(`This never came: ${condition}`)
    },
    left: () => leftOn(drachtios, freeswitches, phones),
    close: async () => {
      for (const one of drachtios) one.stop()
      for (const one of freeswitches) one.stop()
      await settled()
    },
  }
}

function leftOn(
  drachtios: readonly DrachtioDouble[],
  freeswitches: readonly FreeswitchDouble[],
  phones: readonly FarEnd[],
): Readonly<Record<string, number>> {
  const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0)
  const all = {
    dialogs: sum(drachtios.map(({ left }) => left.dialogs)),
    transactions: sum(drachtios.map(({ left }) => left.transactions)),
    channels: sum(freeswitches.map(({ left }) => left.channels)),
    conferences: sum(freeswitches.map(({ left }) => left.conferences)),
    farCalls: sum(phones.map(({ left }) => left)),
  }
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))
}
