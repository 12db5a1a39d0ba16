import { seconds } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
import type { OperatorId } from '../../base/id.ts'
import type { Random } from '../../base/random.ts'
import type { Timeline } from '../../base/timeline.ts'
import type { Store } from '../../store/port.ts'
import { answerAndGo } from '../../telephony/virtual/behaviours/answer-and-go.ts'
import {
  type Behaviour,
  type Chance,
  scriptChange,
  stack,
} from '../../telephony/virtual/behaviours/behaviour.ts'
import { droppingLegs, failingJoins } from '../../telephony/virtual/behaviours/failing-phones.ts'
import { lateAnswer } from '../../telephony/virtual/behaviours/late-answer.ts'
import { lostBye } from '../../telephony/virtual/behaviours/lost-bye.ts'
import { noisyWire } from '../../telephony/virtual/behaviours/noisy-wire.ts'
import { slowNetwork } from '../../telephony/virtual/behaviours/slow-network.ts'
import { type OperatorPhones, SOUND_PHONES } from '../../telephony/virtual/legs.ts'
import type { Callees } from '../../telephony/virtual/script.ts'
import type { Wire } from '../../telephony/virtual/wire.ts'
import type { Habits, Lapse } from '../floor/habits.ts'
import type { Fault, Storm } from './storm.ts'

/** Phones that answer by themselves, and operators who pick up; the last ones too late. */
const PICKED_UP = [0, 0, 300, 2000, 2000, seconds(6), seconds(16)]

/** What a storm does to everything around the engine, as long as it rages. */
export class Weather {
  raging = true
  private readonly storm: Storm
  private readonly random: Random

  constructor(storm: Storm, random: Random) {
    this.storm = storm
    this.random = random
  }

  /** Callees, and the network before them. */
  callees(callees: Callees): Callees {
    return stack(
      callees,
      answerAndGo(this.chance('answersAndGoes')),
      lostBye(this.chance('byesLost')),
      lateAnswer(this.chance('answersCrossCancels')),
      slowNetwork(this.chance('networkSlow'), seconds(6)),
      congested(this.chance('congestion')),
    )
  }

  /** Operators' phones. */
  phones(): OperatorPhones {
    const { random } = this.chance('phonesSilent')
    const silent: OperatorPhones = {
      ring: () =>
        random.uniform() < this.share('phonesSilent')
          ? { result: 'noAnswer', after: seconds(10) }
          : { result: 'up', after: PICKED_UP[random.integer(0, PICKED_UP.length - 1)]! },
      join: SOUND_PHONES.join,
    }
    const failing = failingJoins(silent, this.chance('joinsFail'))
    const talk = { dist: 'exponential', mean: seconds(8) } as const
    return droppingLegs(failing, this.chance('legsDrop'), talk)
  }

  /** The wire between the exchange and the engine. */
  wire(timeline: Timeline): Wire {
    const share = (fault: Fault) => this.share(fault)
    return noisyWire(timeline, this.random.fork('wire'), {
      get repeated() {
        return share('eventsRepeated')
      },
      get late() {
        return share('eventsLate')
      },
      latest: 400,
    })
  }

  /** A store that now and then refuses what it is asked; a refused request has changed nothing. */
  store(store: Store): Store {
    const random = this.random.fork('store')
    return new Proxy(store, {
      get: (target, key) => {
        const own: unknown = Reflect.get(target, key)
        if (typeof own !== 'function') return own
        return (...asked: unknown[]) =>
          random.uniform() < this.share('storeRefuses')
            ? Promise.reject(new CarillonError('STORE_BUSY', 'The storm keeps the store busy.'))
            : own.apply(target, asked)
      },
    })
  }

  /** What operators do beside their job. */
  habits(habits: Habits): Habits {
    const random = this.random.fork('lapses')
    return { ...habits, lapse: (_: OperatorId, doing) => this.lapse(doing, random) }
  }

  private lapse(doing: 'reserved' | 'talk', random: Random): Lapse | null {
    const after = seconds(20 * random.uniform())
    const back = seconds(random.integer(5, 120))
    const falls = (fault: Fault) => random.uniform() < this.share(fault)
    if (falls('operatorsVanish')) return { kind: 'vanishes', after, back }
    if (falls('operatorsTakeBreaks')) return { kind: 'asksBreak', after, back }
    if (doing === 'talk' && falls('operatorsForget')) return { kind: 'forgets', after: 0, back }
    return null
  }

  private share(fault: Fault): number {
    return this.raging ? this.storm.faults[fault] : 0
  }

  private chance(fault: Fault): Chance {
    const share = () => this.share(fault)
    return {
      random: this.random.fork(fault),
      get share() {
        return share()
      },
    }
  }
}

/** The carrier has no room, whoever is called. */
function congested(chance: Chance): Behaviour {
  const outcome = { kind: 'congestion', after: seconds(0.5) } as const
  return scriptChange('congested', chance, script => ({ ...script, outcome }))
}
