import { type Duration, minutes, seconds } from '../../base/duration.ts'
import { type Random, seededRandom } from '../../base/random.ts'
import type { Mode } from '../../campaign/campaign.ts'
import type { Trunk } from '../../campaign/site.ts'

/** A whole run under faults, drawn from one number: who works, what is dialed, what goes wrong. */
export interface Storm {
  readonly seed: number
  readonly campaigns: readonly StormCampaign[]
  readonly operators: number
  /** So many of them have a phone that is rung when there is work, not for the shift. */
  readonly callbackLegs: number
  readonly trunks: readonly Trunk[]
  /** Share of calls that a person answers. */
  readonly answers: number
  /** Whether people end their talks; otherwise the operators do. */
  readonly peopleHangUp: boolean
  /** Whether the exchange tells machines from people; otherwise all answers look alike. */
  readonly detectsMachines: boolean
  /** How long joining takes: with the longer ones some operators are heard too late. */
  readonly connectDelay: Duration
  /** What goes wrong until `raging` is over: shares of the cases in which it may, 0 to 1. */
  readonly faults: Readonly<Record<Fault, number>>
  readonly raging: Duration
  /** What somebody in charge does meanwhile. */
  readonly meddling: readonly Meddling[]
}

/** One campaign of a storm. */
export interface StormCampaign {
  readonly mode: Mode
  readonly powerRatio: number
  readonly contacts: number
  readonly priority: number
  readonly weight: number
  /** Whether its calling hours have a gap in the middle of the storm. */
  readonly pause: boolean
  readonly demandAfterAbandoned: boolean
  /** Whether its operators have a wrap-up; otherwise cards close with the call. */
  readonly wrapUp: boolean
}

/** What may go wrong, one word for each. */
export type Fault = (typeof FAULTS)[number]['fault']

const FAULTS = [
  { fault: 'byesLost', most: 0.2 },
  { fault: 'answersAndGoes', most: 0.4 },
  { fault: 'answersCrossCancels', most: 0.6 },
  { fault: 'networkSlow', most: 0.4 },
  { fault: 'congestion', most: 0.6 },
  { fault: 'phonesSilent', most: 0.3 },
  { fault: 'joinsFail', most: 0.3 },
  { fault: 'legsDrop', most: 0.3 },
  { fault: 'eventsLate', most: 0.1 },
  { fault: 'eventsRepeated', most: 0.3 },
  { fault: 'storeRefuses', most: 0.2 },
  { fault: 'operatorsVanish', most: 0.1 },
  { fault: 'operatorsForget', most: 0.2 },
  { fault: 'operatorsTakeBreaks', most: 0.2 },
] as const

const CONNECT_DELAYS = [0, 60, 60, 1500, 2400]

/** An act of somebody in charge, at a moment of the storm; `which` counts campaigns or trunks. */
export interface Meddling {
  readonly at: Duration
  readonly act: 'stop' | 'start' | 'trunkDown' | 'trunkUp' | 'stopNow' | 'breakForOne'
  readonly which: number
}

/** @returns the storm of this seed. */
export function drawStorm(seed: number): Storm {
  const random = seededRandom(seed).fork('storm')
  const campaigns = times(random.integer(1, 3), () => drawCampaign(random))
  const trunks = times(random.integer(1, 2), n => drawTrunk(`trunk-${n + 1}`, random))
  const raging = minutes(random.integer(10, 30))
  const operators = random.integer(1, 6)
  return {
    seed,
    campaigns,
    operators,
    callbackLegs: drawCallbackLegs(random.fork('callback legs'), operators),
    trunks,
    answers: 0.1 + 0.7 * random.uniform(),
    peopleHangUp: random.uniform() < 0.5,
    detectsMachines: random.uniform() < 0.5,
    connectDelay: CONNECT_DELAYS[random.integer(0, CONNECT_DELAYS.length - 1)]!,
    faults: drawFaults(random),
    raging,
    meddling: drawMeddling(random, raging, campaigns.length, trunks.length),
  }
}

function drawCampaign(random: Random): StormCampaign {
  const modes = ['preview', 'progressive', 'power', 'power'] as const
  return {
    mode: modes[random.integer(0, modes.length - 1)]!,
    powerRatio: 1 + 4 * random.uniform(),
    contacts: random.integer(5, 50),
    priority: random.integer(1, 3),
    weight: random.integer(1, 4),
    pause: random.uniform() < 0.3,
    demandAfterAbandoned: random.uniform() < 0.5,
    wrapUp: random.uniform() < 0.8,
  }
}

/** None in one storm of three, all in another. */
function drawCallbackLegs(random: Random, operators: number): number {
  return [0, random.integer(0, operators), operators][random.integer(0, 2)]!
}

function drawTrunk(id: string, random: Random): Trunk {
  return { id, lines: random.integer(1, 20), callsPerSecond: 0.5 + 5 * random.uniform() }
}

/** About half of them, so that each is also seen without the others in its way. */
function drawFaults(random: Random): Record<Fault, number> {
  const drawn = FAULTS.map(({ fault, most }) => {
    const on = random.uniform() < 0.5
    return [fault, on ? most * random.uniform() : 0] as const
  })
  return Object.fromEntries(drawn) as Record<Fault, number>
}

function drawMeddling(
  random: Random,
  raging: Duration,
  campaigns: number,
  trunks: number,
): readonly Meddling[] {
  const acts = ['stop', 'start', 'trunkDown', 'trunkUp', 'stopNow', 'breakForOne'] as const
  const found = times(random.integer(0, 12), (): Meddling => {
    const act = acts[random.integer(0, acts.length - 1)]!
    const most = act === 'trunkDown' || act === 'trunkUp' ? trunks : campaigns
    return {
      at: seconds(random.integer(1, raging / 1000 - 1)),
      act,
      which: random.integer(1, most),
    }
  })
  return found.sort((a, b) => a.at - b.at)
}

function times<T>(n: number, make: (n: number) => T): T[] {
  return Array.from({ length: n }, (_, i) => make(i))
}
