import { randomInt } from 'node:crypto'
import { type Duration, seconds } from '../../base/duration.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import { seededRandom } from '../../base/random.ts'
import { uuidV7 } from '../../base/uuid.ts'
import { createEngine, type Engine } from '../../dialing/engine.ts'
import { policyOf } from '../../dialing/policy-of.ts'
import type { RecordingLine } from '../../sim/recording/recording.ts'
import type { Store } from '../../store/port.ts'
import { createFreeSwitchTelephony } from '../../telephony/freeswitch/adapter.ts'
import { DeskRoom } from '../desks/desk-room.ts'
import { close, Ending, type EndingParts } from '../ending.ts'
import { follow } from '../recorder.ts'
import { siteCampaigns } from '../recordings/site-campaigns.ts'
import { tendRecordings } from '../recordings/tend-recordings.ts'
import type { Run } from '../run.ts'
import { openDrained } from './drained-file.ts'
import { fallOfProcess } from './fall.ts'
import { openLedger } from './ledger-file.ts'
import { legsOf, phonesOf, phoneTroubles } from './phones.ts'
import { phoneAt } from './phones-elsewhere.ts'
import { type CallsParts, settingsOf } from './settings.ts'
import { CONNECTING, NetworkWatch } from './watch-network.ts'

/** How often a run looks whether it is over, and which phones there are. */
const LOOK_EVERY: Duration = seconds(0.25)

/** A run of campaigns over SIP, on real time, with operators at desks. */
export interface RealRunParts extends CallsParts, EndingParts {
  readonly store: Store
  readonly dbFile: string
  /** After this long no more calls are placed; null: no end. */
  readonly duration: Duration | null
  /** Takes down what reaches the engine and which calls it places, or null. */
  readonly record: ((line: RecordingLine) => void) | null
}

/** Puts a run together, and connects to the servers. Nothing is dialed before `drive`. */
export function realRun(parts: RealRunParts): Run {
  const { site, campaigns, store, network, environment } = parts
  const timeline = hostTimeline
  const { book, supervisors, registrar } = phonesOf(network, environment, timeline)
  const settings = settingsOf(parts)
  const drained = openDrained(parts.dbFile)
  const ledgerFile = openLedger(parts.dbFile)
  const telephony = createFreeSwitchTelephony({
    settings,
    timeline,
    phones: book,
    supervisors,
    ledgerFile,
    drained: drained.left,
    ...(registrar === null ? {} : { registrar }),
  })
  const desks = new DeskRoom({
    timeline,
    site,
    campaigns,
    trouble: CONNECTING,
    hasPhone: operator => book.phoneOf(operator) !== null,
    phoneAt: operator => phoneAt(registrar, operator, telephony.servers()),
    snapshot: () => engine.snapshot(),
  })
  const engine: Engine = createEngine({
    timeline,
    telephony,
    store,
    desk: desks,
    site,
    campaigns,
    policyOf,
    legOf: legsOf(network, site, campaigns),
    ...(parts.record === null ? {} : { record: parts.record }),
    newId: uuidV7(timeline, seededRandom(randomInt(2 ** 47))),
  })
  const ending = new Ending(engine, parts)
  const watch = new NetworkWatch(servers => phoneTroubles(registrar, servers))
  return {
    engine,
    network: () => watch.state,
    drain: (server, on) => telephony.drain(server, on) ?? drained.set(server, on),
    desks,
    stop: () => ending.stop(),
    stopNow: () => ending.stopNow(),
    async drive() {
      let stopTending = async (): Promise<void> => {}
      if (parts.record !== null) follow(engine, parts, timeline, parts.record)
      try {
        await engine.start()
        const tended = () => siteCampaigns(campaigns, parts.folders)
        stopTending = tendRecordings({ campaigns: tended, store, timeline })
        watch.follow(telephony, desks)
        await Promise.race([fallOfProcess(), work(engine, ending, desks, parts.duration)])
      } finally {
        // Whatever went wrong, nobody is left in a call.
        desks.close()
        await telephony.close()
        await ledgerFile.close()
        await stopTending()
      }
    },
  }
}

async function work(
  engine: Engine,
  ending: Ending,
  desks: DeskRoom,
  duration: Duration | null,
): Promise<void> {
  if (duration !== null) hostTimeline.after(duration, () => ending.stop())
  await over(engine, ending, desks)
  await close(engine)
}

/**
 * Looks after phones until the run is over; rejects when the engine has broken one of its own
 * rules.
 */
async function over(engine: Engine, ending: Ending, desks: DeskRoom): Promise<void> {
  while (!ending.reached()) {
    desks.lookAtPhones()
    await engine.settled()
    await new Promise<void>(resolve => hostTimeline.after(LOOK_EVERY, resolve))
  }
}
