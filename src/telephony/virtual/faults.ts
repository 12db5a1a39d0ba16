import { millis, seconds } from '../../base/duration.ts'
import type { Random } from '../../base/random.ts'
import type { Timeline } from '../../base/timeline.ts'
import { answerAndGo } from './behaviours/answer-and-go.ts'
import { type Behaviour, stack } from './behaviours/behaviour.ts'
import { droppingLegs, failingJoins } from './behaviours/failing-phones.ts'
import { lateAnswer } from './behaviours/late-answer.ts'
import { lostBye } from './behaviours/lost-bye.ts'
import { noisyWire } from './behaviours/noisy-wire.ts'
import { slowNetwork } from './behaviours/slow-network.ts'
import { type Bursts, trunkBursts } from './behaviours/trunk-bursts.ts'
import type { OperatorPhones } from './legs.ts'
import type { Callees } from './script.ts'
import type { VirtualTrunk } from './trunk.ts'
import { SOUND_WIRE, type Wire } from './wire.ts'

/** What goes wrong on an exchange: shares from 0 to 1, absent for never. */
export interface Faults {
  /** Of the calls that are taken back: answered within 50 ms all the same. */
  readonly lateAnswer?: number
  /** Of calls: the callee's hang-up is not heard of for 90 s. */
  readonly lostBye?: number
  /** Of calls: everything before the answer comes 6 s late. */
  readonly slowNetwork?: number
  /** Of answered calls: the callee is gone within 100 ms. */
  readonly answerAndGo?: number
  /** Of connections: the operator's leg cannot be joined. */
  readonly failingJoins?: number
  /** Of connections: the operator's leg drops, a minute into the talk on average. */
  readonly droppingLegs?: number
  /** Of events: told a second time within 2 s. No adapter may do so. */
  readonly repeatedEvents?: number
  /** Of events: told up to 2 s late, after younger ones. No adapter may do so. */
  readonly lateEvents?: number
  /** Bursts of congestion on every trunk. */
  readonly bursts?: Bursts
}

/** What faults act on. */
export interface FaultyParts {
  readonly callees: Callees
  readonly phones: OperatorPhones
  readonly trunks: readonly VirtualTrunk[]
  readonly wire: Wire
}

/** @returns the parts of an exchange under these faults; without any they stay as they are. */
export function withFaults(
  faults: Faults,
  sound: Omit<FaultyParts, 'wire'>,
  timeline: Timeline,
  random: Random,
): FaultyParts {
  const { bursts, repeatedEvents = 0, lateEvents = 0 } = faults
  const noise = { repeated: repeatedEvents, late: lateEvents, latest: seconds(2) }
  const noisy = repeatedEvents > 0 || lateEvents > 0
  return {
    callees: stack(sound.callees, ...behavioursOf(faults, random)),
    phones: faultyPhones(sound.phones, faults, random),
    trunks: bursts ? sound.trunks.map(trunk => trunkBursts(trunk, bursts)) : sound.trunks,
    wire: noisy ? noisyWire(timeline, random.fork('wire'), noise) : SOUND_WIRE,
  }
}

function behavioursOf(faults: Faults, random: Random): readonly Behaviour[] {
  const behaviours: Behaviour[] = []
  const add = (share = 0, make: (chance: { share: number; random: Random }) => Behaviour) => {
    if (share > 0) behaviours.push(make({ share, random }))
  }
  add(faults.slowNetwork, chance => slowNetwork(chance, seconds(6)))
  add(faults.answerAndGo, chance => answerAndGo(chance, millis(100)))
  add(faults.lateAnswer, chance => lateAnswer(chance, millis(50)))
  add(faults.lostBye, chance => lostBye(chance, seconds(90)))
  return behaviours
}

function faultyPhones(sound: OperatorPhones, faults: Faults, random: Random): OperatorPhones {
  const { failingJoins: failing = 0, droppingLegs: dropping = 0 } = faults
  const talk = { dist: 'exponential', mean: seconds(60) } as const
  let phones = sound
  if (dropping > 0) phones = droppingLegs(phones, { share: dropping, random }, talk)
  if (failing > 0) phones = failingJoins(phones, { share: failing, random })
  return phones
}
